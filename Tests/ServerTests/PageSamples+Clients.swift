import Actions
import Model
import Site

@testable import Server

/// The pages of clients.
extension Samples {
    static func staffClients(_ site: Site, _ language: String) throws -> String {
        let maker = ClientListMaker(site: site, language: language, settings: PagesTests.agency, home: "/acme/")
        let rows = [hostileClient, hostileClient].map { ListedClient(client: $0, openCases: 2, unpaid: 1, contacts: 3) }
        let list = ClientList(rows: rows, matching: 120, total: 200, page: 2, pages: 3)
        let filter = ClientFilter(query: PagesTests.hostile, state: .unpaid, sort: .unpaidDown, page: 2)
        return try text(maker.page(list, filter), site, language)
    }

    private static var hostileClient: Client {
        let bad = PagesTests.hostile
        var client = Client(id: ID("c"), slug: Slugs.baltic, name: bad, kind: .company)
        (client.email, client.phone, client.address, client.city) = (bad, bad, bad, bad)
        (client.postcode, client.vat, client.archived) = (bad, bad, Instant(milliseconds: 1_772_360_000_000))
        return client
    }

    static func staffClient(_ site: Site, _ language: String) throws -> String {
        let bad = PagesTests.hostile
        var maker = ClientPageMaker(site: site, language: language, settings: PagesTests.agency, home: "/acme/")
        (maker.done, maker.isManager) = (.mailed, true)
        let agent = Person(id: ID("a"), email: bad, name: bad, role: .agent)
        let states: [ContactRow.State] = [.new, .invited, .active, .locked]
        let contacts = states.enumerated().map { index, state in
            ContactRow(
                contact: Contact(id: ID("k\(index)"), client: ID("c"), person: ID("p"), language: "lt", sees: [.cases]),
                person: Person(id: ID("p"), email: bad, name: bad, role: .contact), state: state, invitedUntil: nil)
        }
        let record = Case(id: ID("k"), client: ID("c"), slug: Slugs.lease, title: bad, status: .open, opened: day)
        let owed = Currency("EUR").map { [Money(minor: 12_345, currency: $0)] } ?? []
        let page = maker.page(
            ClientOverview(
                client: hostileClient, cases: [record], unpaid: 1, owed: owed, drafts: 1, invoices: 2, contacts: contacts,
                agents: [agent], allAgents: [agent]))
        return try text(page, site, language)
    }

    static func kept(_ site: Site, _ language: String) throws -> String {
        let bad = PagesTests.hostile
        let page = KeptFormPage(
            frame: frame(site, language), signIn: "/acme/", action: "/acme/staff/new-client/",
            kept: [.init(name: "name", value: bad), .init(name: bad, value: bad)], hasFiles: true)
        return try text(page, site, language)
    }

    static func invitation(_ site: Site, _ language: String) throws -> String {
        let bad = PagesTests.hostile
        let page = InvitationPage(
            frame: frame(site, language), clientHref: "/acme/staff/clients/baltic/", client: bad, name: bad, email: bad, url: bad,
            until: bad, script: site.assets.url("copy.js"))
        return try text(page, site, language)
    }
}
