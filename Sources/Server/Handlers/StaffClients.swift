import Actions
import Hummingbird
import Model
import Site
import Templates

/// The staff's pages; their other handlers stand in StaffCase.swift and StaffDocumentVerbs.swift.
enum StaffHandlers {
    /// GET `/AGENCY/staff/`: the clients that this member of staff may see.
    static func start(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let clients = try await staff.agency.staffClients(staff.session)
        let (site, language) = (staff.site, staff.signedIn.ownLanguage)
        let words = site.words(language)
        let formats = site.formats(language: language, agency: staff.settings)
        let home = staff.visitor.home
        let page = StaffClientsPage(
            frame: site.frame(
                agency: staff.settings, language: language, signedIn: true,
                nav: [StaffPages.nav(home, words, current: "page")]),
            summary: words.text("staff.clients.summary", count: clients.count),
            clients: clients.map { client in
                StaffClientsPage.Client(
                    anchor: "client-" + client.slug.text, name: client.name, about: about(client, words),
                    href: home + "clients/\(client.slug)/",
                    cases: client.cases.map { row($0, of: client.slug, home: home, words, formats) })
            })
        return .page(try page.bytes(site: site, language: language))
    }

    private static func about(_ client: StaffClient, _ words: Words) -> String {
        var parts = [words.text("staff.cases.open", count: client.cases.count)]
        if client.unpaid > 0 { parts.append(words.text("me.unpaid", count: client.unpaid)) }
        return parts.joined(separator: " · ")
    }

    private static func row(
        _ record: Case, of client: Slug, home: String, _ words: Words, _ formats: Formats
    ) -> StaffClientsPage.CaseRow {
        StaffClientsPage.CaseRow(
            href: StaffPages.path(home, client, record.slug), title: record.title,
            about: words.text("case.opened-on", ["date": formats.day(record.opened)]), state: record.status.rawValue,
            status: StaffPages.status(record.status, words))
    }
}

/// What the staff's pages have in common.
enum StaffPages {
    /// The way to all clients. `current` is `page` on that page, `true` below it, nil elsewhere.
    static func nav(_ home: String, _ words: Words, current: String?) -> Frame.Item {
        Frame.Item(label: words.text("staff.nav"), href: home + "staff/", current: current)
    }

    /// `/AGENCY/staff/clients/CLIENT/cases/CASE/`.
    static func path(_ home: String, _ client: Slug, _ record: Slug) -> String {
        "\(home)staff/clients/\(client)/cases/\(record)/"
    }

    static func status(_ status: Case.Status, _ words: Words) -> String {
        switch status {
        case .open: words.text("case.status.open")
        case .waiting: words.text("case.status.waiting")
        case .closed: words.text("case.status.closed")
        }
    }

    static func kind(_ kind: Event.Kind, _ words: Words) -> String {
        switch kind {
        case .note: words.text("event.kind.note")
        case .call: words.text("event.kind.call")
        case .meeting: words.text("event.kind.meeting")
        case .filing: words.text("event.kind.filing")
        case .milestone: words.text("event.kind.milestone")
        }
    }
}
