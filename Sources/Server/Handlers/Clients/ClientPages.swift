import Actions
import Hummingbird
import Model
import Site
import Templates

/// A client's page for staff.
enum ClientPages {
    /// GET `/AGENCY/staff/clients/CLIENT/`.
    static func show(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let overview = try await staff.agency.clientOverview(staff.session, staff.visitor.slug(3))
        var maker = ClientPageMaker(
            site: staff.site, language: staff.signedIn.ownLanguage, settings: staff.settings, home: staff.visitor.home)
        maker.done = ClientDone(staff.query)
        maker.isManager = staff.session.isManager
        maker.nav = StaffPages.navigation(staff, at: .clients, isBelow: true)
        return .page(try maker.page(overview).bytes(site: staff.site, language: maker.language))
    }
}

/// Makes the page of a client from what is known of it.
struct ClientPageMaker {
    let site: Site
    let language: String
    let settings: Agency
    /// `/AGENCY/`.
    let home: String
    var done: ClientDone?
    /// The ways to the parts of the workspace.
    var nav: [Frame.Item] = []
    /// Whether the reader decides who looks after the client.
    var isManager = false
    private var words: Words { site.words(language) }
    private var formats: Formats { site.formats(language: language, agency: settings) }
    private var offers: Offers { Offers(site: site, language: language, settings: settings) }

    init(site: Site, language: String, settings: Agency, home: String) {
        (self.site, self.language, self.settings, self.home) = (site, language, settings, home)
    }

    func page(_ known: ClientOverview) -> StaffClientPage {
        let client = known.client
        let path = StaffPages.client(home, client.slug)
        var page = StaffClientPage(
            frame: site.frame(
                agency: settings, language: language, signedIn: true,
                nav: nav),
            clientsHref: home + "staff/", name: client.name, kind: kind(client), edit: path + "edit/",
            asClient: PagePath.client(settings.slug, client.slug), done: done.map { words.text($0.word) },
            erased: client.erased.map { words.text("client.erased-on", ["date": formats.day(formats.day(of: $0))]) },
            isArchived: client.archived != nil && client.erased == nil,
            archived: client.archived.map {
                words.text("client.archived-on", ["date": formats.day(formats.day(of: $0))])
            } ?? "", restore: path + "restore", facts: facts(client), cases: known.cases.map { row($0, of: client) },
            contacts: known.contacts.map { row($0, path: path, isArchived: client.archived != nil) },
            newContact: path + "contacts/new/", owed: known.owed.map(formats.money), invoices: invoices(known),
            invoiceList: home + "staff/invoices/?client=\(client.slug)",
            newInvoice: home + "staff/invoices/new?client=\(client.slug)",
            agents: known.agents.map(\.name), assign: isManager ? path + "agents/" : nil)
        page.restricted = known.restriction.map { restriction in
            words.text(
                "client.restricted",
                [
                    "date": formats.day(formats.day(of: restriction.since)),
                    "reason": RestrictionHandlers.reason(restriction.reason, words),
                ])
        }
        page.restrict = isManager && known.restriction == nil ? path + "restriction/" : nil
        return page
    }

    private func kind(_ client: Client) -> String {
        switch client.kind {
        case .company: words.text("client.kind.company")
        case .person: words.text("client.kind.person")
        }
    }

    private func facts(_ client: Client) -> [StaffClientPage.Fact] {
        let place = [client.address, [client.postcode, client.city].filter { !$0.isEmpty }.joined(separator: " ")]
        let facts: [(String, String)] = [
            ("client.email", client.email), ("client.phone", client.phone),
            (
                "client.address",
                (place + [client.country.isEmpty ? "" : formats.country(client.country)]).filter { !$0.isEmpty }
                    .joined(separator: ", ")
            ), ("client.vat", client.vat), ("client.language", client.language.isEmpty ? "" : offers.language(client.language)),
            ("client.currency", client.currency), ("client.basis", words.text("client.basis." + client.basis.rawValue)),
        ]
        return facts.filter { !$0.1.isEmpty }.map { StaffClientPage.Fact(label: words.text($0.0), value: $0.1) }
    }

    private func row(_ record: Case, of client: Client) -> StaffClientPage.CaseRow {
        StaffClientPage.CaseRow(
            href: StaffPages.path(home, client.slug, record.slug), title: record.title,
            about: words.text("case.opened-on", ["date": formats.day(record.opened)]), state: record.status.rawValue,
            status: StaffPages.status(record.status, words))
    }

    private func row(_ row: ContactRow, path: String, isArchived: Bool) -> StaffClientPage.ContactRow {
        let mayInvite = !isArchived && (row.state == .new || row.state == .invited)
        return StaffClientPage.ContactRow(
            name: row.person.name, email: row.person.email, href: path + "contacts/\(row.contact.id)/",
            about: [sees(row.contact.sees), offers.language(row.contact.language)].joined(separator: " · "),
            state: row.state.rawValue, status: status(row.state),
            until: row.state == .invited
                ? row.invitedUntil.map { words.text("contact.invited-until", ["time": formats.moment($0)]) } : nil,
            invite: mayInvite ? path + "contacts/\(row.contact.id)/invite" : nil)
    }

    private func sees(_ rights: Rights) -> String {
        guard !rights.isEmpty else { return words.text("contact.sees.nothing") }
        var names: [String] = []
        if rights.contains(.cases) { names.append(words.text("contact.sees.cases")) }
        if rights.contains(.invoices) { names.append(words.text("contact.sees.invoices")) }
        if rights.contains(.documents) { names.append(words.text("contact.sees.documents")) }
        return names.joined(separator: ", ")
    }

    private func status(_ state: ContactRow.State) -> String {
        switch state {
        case .new: words.text("contact.state.new")
        case .invited: words.text("contact.state.invited")
        case .active: words.text("contact.state.active")
        case .locked: words.text("contact.state.locked")
        }
    }

    private func invoices(_ known: ClientOverview) -> [String] {
        guard known.invoices + known.drafts > 0 else { return [words.text("invoices.none")] }
        var lines = [words.text("client.invoices.issued", count: known.invoices)]
        if known.unpaid > 0 { lines.append(words.text("me.unpaid", count: known.unpaid)) }
        if known.drafts > 0 { lines.append(words.text("client.invoices.drafts", count: known.drafts)) }
        return lines
    }
}
