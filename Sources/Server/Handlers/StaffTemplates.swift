import Actions
import Hummingbird
import Model
import Site
import Templates

/// Templates of cases: for owners and admins; the actions say so.
enum TemplateHandlers {
    /// GET `/AGENCY/staff/templates/`.
    static func list(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let templates = try await staff.agency.caseTemplates(staff.session)
        let language = staff.signedIn.ownLanguage
        let words = staff.site.words(language)
        let base = staff.visitor.home + "staff/templates/"
        let page = TemplatesPage(
            frame: staff.site.frame(
                agency: staff.settings, language: language, signedIn: true,
                nav: StaffPages.navigation(staff, at: .settings, isBelow: true)),
            new: base + "new/",
            done: staff.query["done"].flatMap(StaffHandlers.Done.init(rawValue:)).map { words.text($0.word) },
            templates: templates.map { template in
                TemplatesPage.Row(
                    href: base + "\(template.id)/", name: template.name,
                    about: template.stages.isEmpty
                        ? words.text("templates.no-stages") : template.stages.joined(separator: " → "))
            })
        return .page(try page.bytes(site: staff.site, language: language))
    }

    /// GET, POST `/AGENCY/staff/templates/new/`.
    static func create(_ request: Request, _ staff: StaffSession) async throws -> Response {
        try await FormRun(staff).answer(request) { typed in
            _ = try await staff.agency.caseTemplates(staff.session)
            let words = staff.site.words(staff.signedIn.ownLanguage)
            return page(staff, nil, typed, title: words.text("templates.new"))
        } take: { typed in
            if typed.button == "more" { return .again }
            if typed.button == "preview" { return .preview(staff.site.html(typed["summary"] ?? "")) }
            _ = try await staff.agency.addCaseTemplate(staff.session, typed)
            return .go(to: staff.visitor.home + "staff/templates/" + StaffHandlers.Done.saved.query)
        }
    }

    /// GET, POST `/AGENCY/staff/templates/ID/`.
    static func edit(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let id = staff.visitor.path.segments[3]
        return try await FormRun(staff).answer(request) { typed in
            let template = try await staff.agency.caseTemplate(staff.session, id: id)
            return page(staff, template, typed, title: template.name)
        } take: { typed in
            if typed.button == "more" { return .again }
            if typed.button == "preview" { return .preview(staff.site.html(typed["summary"] ?? "")) }
            _ = try await staff.agency.editCaseTemplate(staff.session, id: id, typed)
            return .go(to: staff.visitor.home + "staff/templates/" + StaffHandlers.Done.saved.query)
        }
    }

    /// POST `/AGENCY/staff/templates/ID/remove`.
    static func remove(_ request: Request, _ staff: StaffSession) async throws -> Response {
        try await staff.agency.removeCaseTemplate(staff.session, id: staff.visitor.path.segments[3])
        return .redirect(to: staff.visitor.home + "staff/templates/" + StaffHandlers.Done.removed.query)
    }

    private static func page(
        _ staff: StaffSession, _ template: CaseTemplate?, _ typed: Typed?, title: String
    ) -> WritingPage {
        let words = staff.site.words(staff.signedIn.ownLanguage)
        let base = staff.visitor.home + "staff/templates/"
        let rows = PaperFields.count(typed, filled: template?.papers.count ?? 0, least: 1)
        var form = Form(
            [section(template, words), papersSection(template, words)]
                + PaperFields.sections(rows, template?.papers ?? [], staff.settings.uploads, words),
            buttons: [.init(words.text("form.save")), .init(words.text("form.preview"), value: "preview")]
                + PaperFields.more(rows, words), cancel: base, state: template.map { FormState($0) },
            key: template == nil ? staff.parts.world.uuid() : nil)
        form.rows = [NewPaperRequest.rows: NewPaperRequest.rowFields]
        var page = WritingPage(
            staff, at: .settings, crumbs: [.init(href: base, label: words.text("staff.nav.templates"))], title: title,
            lead: words.text("templates.form.lead"), form: form, source: "summary")
        if let template {
            page.dangers = [
                .init(
                    anchor: "remove", label: words.text("templates.remove"), sentence: words.text("templates.remove.sure"),
                    action: base + "\(template.id)/remove")
            ]
        }
        return page
    }

    private static func section(_ template: CaseTemplate?, _ words: Words) -> Form.Section {
        Form.Section(fields: [
            .text(
                "name", words.text("templates.name"), template?.name ?? "", hint: words.text("templates.name.hint"),
                isRequired: true, most: 100),
            .text("title", words.text("case.form.title"), template?.title ?? ""),
            .area(
                "summary", words.text("case.form.summary"), template?.summary ?? "",
                hint: words.text("case.form.summary.hint"), rows: 8),
            .area(
                "stages", words.text("case.stages"), StageNames.text(template?.stages ?? []),
                hint: words.text("case.form.stages.hint"), most: 1_000),
        ])
    }

    private static func papersSection(_ template: CaseTemplate?, _ words: Words) -> Form.Section {
        Form.Section(
            words.text("staff.papers"), lead: words.text("templates.papers.lead"),
            fields: [
                .text(
                    NewPaperRequest.titleField, words.text("papers.form.title"), template?.papersTitle ?? "",
                    hint: words.text("papers.form.title.hint"), most: 120),
                .number(
                    CaseTemplate.daysField, words.text("templates.papers.days"),
                    template?.papersDays.map { String($0) } ?? "", isWhole: true),
            ])
    }
}
