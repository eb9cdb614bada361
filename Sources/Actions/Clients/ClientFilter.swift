import Model

/// Which clients a list shows, in which order, as its address says it.
public struct ClientFilter: Sendable, Hashable {
    /// Which clients, by whether they are archived.
    public enum State: String, Sendable, CaseIterable {
        /// Those that are not archived.
        case active
        /// Of these, those with a case that is open or waiting.
        case open
        /// Of these, those who owe something.
        case unpaid
        /// Of these, those assigned to the person who looks.
        case mine
        case archived
        case all
    }

    /// By what they are ordered.
    public enum Sort: String, Sendable, CaseIterable {
        case name, cases, unpaid, contacts
        /// The same from the other end.
        case nameDown = "-name"
        case casesDown = "-cases"
        case unpaidDown = "-unpaid"
        case contactsDown = "-contacts"
    }

    /// Clients on one page of the list.
    public static let pageSize = 50

    /// What name, address in the portal, e-mail, city or codes hold; letters with and without marks are alike.
    public var query: String
    /// Which are shown.
    public var state: State
    /// Their order.
    public var sort: Sort
    /// From 1.
    public var page: Int

    /// - Parameters: as the properties.
    public init(query: String = "", state: State = .active, sort: Sort = .name, page: Int = 1) {
        (self.query, self.state, self.sort) = (String(query.prefix(100)), state, sort)
        self.page = max(1, min(page, 100_000))
    }

    /// Every word of the query, as it is compared.
    var words: [String] { query.split(whereSeparator: \.isWhitespace).map { Folding.key(String($0)) } }
}
