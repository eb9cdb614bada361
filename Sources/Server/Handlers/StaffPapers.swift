import Actions
import Hummingbird
import Model
import Site
import Templates

/// Staff ask for papers and say what they think of those that came.
enum StaffPapers {
    /// GET, POST `/AGENCY/staff/clients/CLIENT/cases/CASE/papers/`: the form that asks for papers.
    static func ask(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let (client, record) = (try staff.visitor.slug(3), try staff.visitor.slug(5))
        let back = StaffPages.path(staff.visitor.home, client, record)
        return try await FormRun(staff).answer(request) { typed in
            let (client, record) = try await staff.agency.caseToAskIn(staff.session, client: client, case: record)
            return askPage(of: client, on: record, typed, staff, back: back)
        } take: { typed in
            if typed.button == "more" { return .again }
            let asked = try await staff.agency.ask(
                for: NewPaperRequest(typed), id: typed.newID(), client: client, case: record, staff.session)
            return .go(to: back + "#r-\(asked.id)")
        }
    }

    /// GET, POST `/AGENCY/staff/papers/ID/`: accept a paper, ask for it again, ask for it no more.
    static func decide(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let id = staff.visitor.path.segments[3]
        return try await FormRun(staff).answer(request) { _ in
            let (paper, client, record) = try await staff.agency.paper(id, staff.session)
            return decidePage(paper, of: client, on: record, staff)
        } take: { typed in
            let paper = try await staff.agency.judge(paper: id, typed, staff.session)
            let to = LocalTarget.checked(typed["to"], agency: staff.agency.slug) ?? staff.visitor.home + "staff/"
            return .go(to: to + "#p-\(paper.id)")
        }
    }

    private static func askPage(
        of client: Client, on record: Case, _ typed: Typed?, _ staff: StaffSession, back: String
    ) -> FormPage {
        let words = staff.site.words(staff.signedIn.ownLanguage)
        let rows = PaperFields.count(typed, filled: 0, least: PaperFields.room)
        var sections = [
            Form.Section(fields: [
                .text(
                    "title", words.text("papers.form.title"), hint: words.text("papers.form.title.hint"), isRequired: true,
                    most: 120),
                .day("due", words.text("papers.form.due")),
            ])
        ]
        sections += PaperFields.sections(rows, [], staff.settings.uploads, words)
        let buttons = [Form.Button(words.text("papers.form.send"))] + PaperFields.more(rows, words)
        var form = Form(sections, buttons: buttons, cancel: back, key: staff.parts.world.id(PaperRequest.self).text)
        form.rows = [NewPaperRequest.rows: NewPaperRequest.rowFields]
        return FormPage(
            frame: frame(staff, words),
            crumbs: [FormPage.Crumb(href: back, label: "\(client.name) · \(record.title)")],
            title: words.text("papers.form.heading"), lead: words.text("papers.form.lead"), form: form)
    }

    private static func decidePage(
        _ paper: Paper, of client: Client, on record: Case, _ staff: StaffSession
    ) -> FormPage {
        let words = staff.site.words(staff.signedIn.ownLanguage)
        let back = StaffPages.path(staff.visitor.home, client.slug, record.slug)
        var buttons: [Form.Button] = []
        func offer(_ verdict: PaperVerdict, _ word: String) {
            buttons.append(Form.Button(words.text(word), value: verdict.rawValue))
        }
        if paper.state == .open || paper.state == .received { offer(.accept, "staff.papers.accept") }
        if paper.state != .open { offer(.reopen, "staff.papers.reopen") }
        if paper.state == .open || paper.state == .received { offer(.withdraw, "staff.papers.withdraw") }
        return FormPage(
            frame: frame(staff, words),
            crumbs: [FormPage.Crumb(href: back, label: "\(client.name) · \(record.title)")], title: paper.title,
            lead: words.text("paper.state.\(paper.state.rawValue)"),
            form: Form(
                [
                    Form.Section(fields: [
                        .text("note", words.text("staff.papers.note"), paper.note, most: 1000), .hidden("to", back),
                    ])
                ], buttons: buttons, cancel: back, state: FormState(paper)))
    }

    private static func frame(_ staff: StaffSession, _ words: Words) -> Frame {
        staff.site.frame(
            agency: staff.settings, language: staff.signedIn.ownLanguage, signedIn: true,
            nav: StaffPages.navigation(staff, at: .clients, isBelow: true))
    }
}
