import Foundation
import Model

/// Which clients a list shows, in which order, as its address says it.
public struct ClientFilter: Sendable, Hashable {
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
    public var state: State
    public var sort: Sort
    /// From 1.
    public var page: Int

    public init(query: String = "", state: State = .active, sort: Sort = .name, page: Int = 1) {
        (self.query, self.state, self.sort) = (String(query.prefix(100)), state, sort)
        self.page = max(1, min(page, 100_000))
    }

    /// Every word of the query, as it is compared.
    private var words: [String] {
        query.split(whereSeparator: \.isWhitespace).map { ClientFilter.folded(String($0)) }
    }

    func matches(_ client: Client) -> Bool {
        let words = words
        guard !words.isEmpty else { return true }
        let text = ClientFilter.folded(
            [client.name, client.slug.text, client.email, client.city, client.vat, client.phone].joined(separator: "\n"))
        return words.allSatisfy(text.contains)
    }

    static func folded(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
    }

    /// In the order that is asked for; what is equal by name.
    func sorted(_ clients: [ListedClient]) -> [ListedClient] {
        func by(_ figure: (ListedClient) -> Int, isDown: Bool) -> [ListedClient] {
            // The list comes by name, and the sort keeps that order among equals.
            clients.enumerated().sorted { left, right in
                let (one, other) = (figure(left.element), figure(right.element))
                return one == other ? left.offset < right.offset : isDown ? one > other : one < other
            }.map(\.element)
        }
        return switch sort {
        case .name: clients
        case .nameDown: clients.reversed()
        case .cases: by(\.openCases, isDown: false)
        case .casesDown: by(\.openCases, isDown: true)
        case .unpaid: by(\.unpaid, isDown: false)
        case .unpaidDown: by(\.unpaid, isDown: true)
        case .contacts: by(\.contacts, isDown: false)
        case .contactsDown: by(\.contacts, isDown: true)
        }
    }
}
