public import Model

/// Which invoices a list shows, in which order, and which page of it: what stands in its address.
public struct InvoiceFilter: Sendable, Hashable {
    /// How an invoice stands, as lists are filtered by it.
    public enum State: String, Sendable, CaseIterable {
        case draft
        /// Something is owed, overdue or not.
        case open
        case overdue, paid

        func takes(_ state: InvoiceState) -> Bool {
            switch self {
            case .draft: state == .draft
            case .open: [.open, .partPaid, .overdue].contains(state)
            case .overdue: state == .overdue
            case .paid: state == .paid
            }
        }
    }

    /// What the list is sorted by.
    public enum Column: String, Sendable, CaseIterable { case number, client, issued, due, total, owed }

    /// Nil: all of them, cancelled ones and credit notes too.
    public var state: State?
    /// Looked for in numbers and clients' names, whatever the case and the marks of its letters.
    public var query: String
    /// The client's name in addresses; nil: all of them.
    public var client: Slug?
    /// Nil: drafts first, then the newest first; overdue ones by how long they are.
    public var column: Column?
    /// Whether the order is turned round.
    public var isDescending: Bool
    /// From 1.
    public var page: Int

    /// Invoices on one page.
    public static let pageSize = 50

    /// - Parameters: as the properties.
    public init(
        state: State? = nil, query: String = "", client: Slug? = nil, column: Column? = nil, isDescending: Bool = false,
        page: Int = 1
    ) {
        (self.state, self.query, self.client) = (state, query, client)
        (self.column, self.isDescending, self.page) = (column, isDescending, page)
    }

    /// Reads an address: `state`, `q`, `client`, `sort` (a column, with `-` before it from the largest) and `page`. What is
    /// not understood is as if it were not there.
    public init(_ value: (String) -> String?) {
        state = value("state").flatMap(State.init)
        query = String((value("q") ?? "").prefix(100))
        client = value("client").flatMap(Slug.init)
        let sort = value("sort") ?? ""
        isDescending = sort.hasPrefix("-")
        column = Column(rawValue: isDescending ? String(sort.dropFirst()) : sort)
        page = value("page").flatMap { Int($0) }.map { min(max(1, $0), 1_000_000) } ?? 1
    }
}
