import Actions
import Hummingbird
import Model
import Site
import Templates

/// The forms by which staff open a case and change what is said of it.
enum CaseForms {
    /// GET, POST `/AGENCY/staff/clients/CLIENT/new-case/`; `template` says what it begins with.
    static func create(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let client = try staff.visitor.slug(3)
        let today = try await staff.agency.today()
        return try await FormRun(staff).answer(request) { typed in
            let choices = try await staff.agency.caseChoices(staff.session, client: client)
            return newPage(staff, choices.client, choices.assignees, choices.templates, typed, today)
        } take: { typed in
            if typed.button == "preview" { return .preview(staff.site.html(typed["summary"] ?? "")) }
            if typed.button == Form.Beginning.button {
                let choices = try await staff.agency.caseChoices(staff.session, client: client)
                return .begun(keeping: CaseDraft.ownFields(typed, besides: choices.templates).union(["slug", "assignee", "due"]))
            }
            let record = try await staff.agency.createCase(staff.session, client: client, typed)
            return .go(to: StaffPages.path(staff.visitor.home, client, record.slug) + StaffHandlers.Done.opened.query)
        }
    }

    /// GET, POST `/AGENCY/staff/clients/CLIENT/cases/CASE/edit/`.
    static func edit(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let (client, slug) = (try staff.visitor.slug(3), try staff.visitor.slug(5))
        return try await FormRun(staff).answer(request) { _ in
            let found = try await staff.agency.editableCase(staff.session, client: client, case: slug)
            return editPage(staff, found.client, found.record, found.assignees)
        } take: { typed in
            if typed.button == "preview" { return .preview(staff.site.html(typed["summary"] ?? "")) }
            let record = try await staff.agency.editCase(staff.session, client: client, case: slug, typed)
            return .go(to: StaffPages.path(staff.visitor.home, client, record.slug) + StaffHandlers.Done.saved.query)
        }
    }

    private static func newPage(
        _ staff: StaffSession, _ client: Client, _ assignees: [Person], _ templates: [CaseTemplate], _ typed: Typed?,
        _ today: Day
    ) -> WritingPage {
        let words = staff.site.words(staff.signedIn.ownLanguage)
        let chosen = templates.first { $0.id.text == staff.query["template"] }
        var draft = chosen.map { CaseDraft($0) } ?? CaseDraft()
        if assignees.contains(where: { $0.id == staff.session.person.id }) { draft.assignee = staff.session.person.id }
        var sections = sections(draft, assignees, words)
        sections[0].fields.insert(
            .text(
                "slug", words.text("case.form.slug"), hint: words.text("case.form.slug.hint"), most: 63, width: "half"),
            at: 1)
        if let chosen, !chosen.papers.isEmpty { sections += papers(chosen, typed, today, staff.settings.uploads, words) }
        let home = staff.visitor.home
        var form = Form(
            sections, buttons: [.init(words.text("case.form.create")), .init(words.text("form.preview"), value: "preview")],
            cancel: home + "staff/", key: staff.parts.world.uuid())
        form.rows = [NewPaperRequest.rows: NewPaperRequest.rowFields]
        form.elsewhere = [NewPaperRequest.titleField, NewPaperRequest.dueField]
        if !templates.isEmpty {
            form.beginnings =
                [.init(action: "?template=", label: words.text("case.form.empty"), isCurrent: chosen == nil)]
                + templates.map { .init(action: "?template=\($0.id)", label: $0.name, isCurrent: $0.id == chosen?.id) }
        }
        let page = WritingPage(
            staff, at: .clients,
            crumbs: [
                .init(href: home + "staff/", label: words.text("staff.clients")),
                .init(href: home + "clients/\(client.slug)/", label: client.name),
            ], title: words.text("case.form.new"), form: form, source: "summary")
        return page
    }

    /// The papers that the template asks for; whoever opens the case may ask for others.
    private static func papers(
        _ template: CaseTemplate, _ typed: Typed?, _ today: Day, _ rules: UploadRules, _ words: Words
    ) -> [Form.Section] {
        let rows = PaperFields.count(typed, filled: template.papers.count, least: 1)
        let head = Form.Section(
            words.text("papers.form.heading"), lead: words.text("case.form.papers.lead"),
            fields: [
                .text(
                    NewPaperRequest.titleField, words.text("papers.form.title"), template.papersTitle,
                    hint: words.text("papers.form.title.hint"), most: 120),
                .day(
                    NewPaperRequest.dueField, words.text("papers.form.due"),
                    template.papersDays.map { today.adding(days: Int($0)) }),
            ])
        return [head] + PaperFields.sections(rows, template.papers, rules, words)
    }

    private static func editPage(
        _ staff: StaffSession, _ client: Client, _ record: Case, _ assignees: [Person]
    ) -> WritingPage {
        let words = staff.site.words(staff.signedIn.ownLanguage)
        let draft = CaseDraft(record)
        let back = StaffPages.path(staff.visitor.home, client.slug, record.slug)
        let form = Form(
            sections(draft, assignees, words),
            buttons: [.init(words.text("form.save")), .init(words.text("form.preview"), value: "preview")], cancel: back,
            state: FormState(draft))
        return WritingPage(
            staff, at: .clients, crumbs: [.init(href: back, label: record.title)], title: words.text("case.form.edit"),
            form: form, source: "summary")
    }

    private static func sections(_ draft: CaseDraft, _ assignees: [Person], _ words: Words) -> [Form.Section] {
        let nobody = FormField.Option("", words.text("case.form.nobody"))
        return [
            Form.Section(fields: [
                .text("title", words.text("case.form.title"), draft.title, isRequired: true),
                .area(
                    "summary", words.text("case.form.summary"), draft.summary, hint: words.text("case.form.summary.hint"),
                    rows: 8),
                .area(
                    "stages", words.text("case.stages"), StageNames.text(draft.stages),
                    hint: words.text("case.form.stages.hint"), most: 1_000, rows: 5),
                .choice(
                    "assignee", words.text("case.form.assignee"), draft.assignee?.text ?? "",
                    [nobody] + assignees.map { .init($0.id.text, $0.name) }, width: "half"),
                .day("due", words.text("case.form.due"), draft.due, hint: words.text("case.form.due.hint")),
            ])
        ]
    }
}
