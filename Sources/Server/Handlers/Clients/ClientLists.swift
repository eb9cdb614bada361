import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// The staff's list of clients.
enum ClientLists {
    /// GET `/AGENCY/staff/`: `q`, `state`, `sort`, `page`.
    static func show(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let filter = ClientFilter(staff.query)
        let list = try await staff.agency.clientList(staff.session, filter)
        let language = staff.signedIn.ownLanguage
        return .page(try ClientListMaker(staff).page(list, filter).bytes(site: staff.site, language: language))
    }

    /// GET `/AGENCY/staff/clients.csv`: all pages of what the same query shows.
    static func export(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let bytes = try await staff.agency.exportClients(staff.session, ClientFilter(staff.query))
        return .csv(bytes, name: "clients.csv")
    }
}

extension ClientFilter {
    /// As the address says it; what it says wrong counts as not said.
    init(_ query: Query) {
        self.init(
            query: query["q"] ?? "", state: query["state"].flatMap(State.init) ?? .active,
            sort: query["sort"].flatMap(Sort.init) ?? .name, page: query["page"].flatMap { Int($0) } ?? 1)
    }

    /// The query of an address that says it, with `?`; empty for the plain list.
    var address: String {
        var parts: [String] = []
        if !query.isEmpty { parts.append("q=" + Percent.encoded(query)) }
        if state != .active { parts.append("state=" + state.rawValue) }
        if sort != .name { parts.append("sort=" + sort.rawValue) }
        if page > 1 { parts.append("page=\(page)") }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    fileprivate func with(sort: Sort? = nil, page: Int = 1) -> ClientFilter {
        ClientFilter(query: query, state: state, sort: sort ?? self.sort, page: page)
    }
}

extension Response {
    /// A table as a file to save.
    static func csv(_ bytes: [UInt8], name: String) -> Response {
        var response = Response(
            status: .ok, headers: [.contentType: "text/csv; charset=utf-8"], body: ResponseBody(byteBuffer: .init(bytes: bytes)))
        response.headers[.contentDisposition] = ContentDisposition.field(name, isInline: false)
        response.headers[.contentSecurityPolicy] = ContentPolicy.saved.rawValue
        return response
    }
}

/// Makes the page of the list.
struct ClientListMaker {
    let site: Site
    let language: String
    let settings: Agency
    /// `/AGENCY/`.
    let home: String
    /// The ways to the parts of the workspace.
    var nav: [Frame.Item] = []
    /// What the person has just done.
    var done: ClientDone?
    private var words: Words { site.words(language) }

    init(site: Site, language: String, settings: Agency, home: String) {
        (self.site, self.language, self.settings, self.home) = (site, language, settings, home)
    }

    init(_ staff: StaffSession) {
        self.init(
            site: staff.site, language: staff.signedIn.ownLanguage, settings: staff.settings, home: staff.visitor.home)
        done = ClientDone(staff.query)
        nav = StaffPages.navigation(staff, at: .clients)
    }

    func page(_ list: ClientList, _ filter: ClientFilter) -> StaffClientsPage {
        let base = home + "staff/"
        func turn(_ page: Int) -> String { base + filter.with(page: page).address }
        return StaffClientsPage(
            frame: site.frame(
                agency: settings, language: language, signedIn: true, nav: nav),
            showing: words.text(
                "list.showing", ["shown": String(list.rows.count), "total": String(list.matching)]),
            query: filter.query, states: states(filter.state), sort: filter.sort.rawValue, columns: columns(filter),
            rows: list.rows.map(row), isFiltered: !filter.query.isEmpty || filter.state != .active,
            newHref: base + "new-client/", export: base + "clients.csv" + filter.with().address, plain: base,
            previous: list.page > 1 ? turn(list.page - 1) : nil, next: list.page < list.pages ? turn(list.page + 1) : nil,
            place: list.pages > 1
                ? words.text("list.place", ["page": String(list.page), "pages": String(list.pages)]) : nil,
            done: done.map { words.text($0.word) }, script: site.assets.url("find.js"))
    }

    private func states(_ chosen: ClientFilter.State) -> [FormField.Option] {
        ClientFilter.State.allCases.map { state in
            var option = FormField.Option(state.rawValue, label(state))
            option.isChosen = state == chosen
            return option
        }
    }

    private func label(_ state: ClientFilter.State) -> String {
        switch state {
        case .active: words.text("clients.state.active")
        case .open: words.text("clients.state.open")
        case .unpaid: words.text("clients.state.unpaid")
        case .mine: words.text("clients.state.mine")
        case .archived: words.text("clients.state.archived")
        case .all: words.text("clients.state.all")
        }
    }

    private func columns(_ filter: ClientFilter) -> [StaffClientsPage.Column] {
        /// - Parameter first: the order of the first press; the next one turns it.
        func column(_ label: String, _ first: ClientFilter.Sort, _ second: ClientFilter.Sort) -> StaffClientsPage.Column {
            let isDown = filter.sort.rawValue.hasPrefix("-")
            let isSorted = filter.sort == first || filter.sort == second
            return StaffClientsPage.Column(
                label: words.text(label),
                href: home + "staff/" + filter.with(sort: filter.sort == first ? second : first).address,
                sorted: isSorted ? (isDown ? "descending" : "ascending") : nil, isNumber: first != .name)
        }
        return [
            column("clients.name", .name, .nameDown), column("clients.cases", .casesDown, .cases),
            column("clients.unpaid", .unpaidDown, .unpaid), column("clients.contacts", .contactsDown, .contacts),
        ]
    }

    private func row(_ listed: ListedClient) -> StaffClientsPage.Row {
        let client = listed.client
        return StaffClientsPage.Row(
            name: client.name, href: StaffPages.client(home, client.slug), about: client.city,
            cases: String(listed.openCases), unpaid: String(listed.unpaid), owes: listed.unpaid > 0,
            contacts: String(listed.contacts), isArchived: client.archived != nil,
            asClient: PagePath.client(settings.slug, client.slug))
    }
}

extension StaffPages {
    /// `/AGENCY/staff/clients/CLIENT/`.
    static func client(_ home: String, _ client: Slug) -> String { "\(home)staff/clients/\(client)/" }
}
