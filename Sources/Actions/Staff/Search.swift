public import Model
import Records

/// What a member of staff finds by words.
public struct SearchAnswer: Sendable {
    /// What can be found, in the order in which it is shown.
    public enum Kind: String, Sendable, CaseIterable {
        case client, contact, `case`, invoice, document, event, message
    }

    /// A piece of a text, as found or as what stands around it.
    public struct Piece: Sendable, Hashable {
        /// As it stands there.
        public let text: String
        /// Whether it is one of the words that were looked for.
        public let isFound: Bool

        /// - Parameters: as the properties.
        public init(text: String, isFound: Bool) {
            (self.text, self.isFound) = (text, isFound)
        }
    }

    /// One record that answers.
    public struct Result: Sendable {
        /// What was found.
        public let kind: Kind
        /// The record's id.
        public let subject: String
        /// What it is called, as it was found.
        public let title: [Piece]
        /// Around the found words; may be empty.
        public let snippet: [Piece]
        /// Whose it is.
        public let client: Client
        /// The case that it is, or that it belongs to.
        public let record: Case?
        /// Of an invoice that has one: its number.
        public let number: String?

        /// - Parameters: as the properties.
        public init(
            kind: Kind, subject: String, title: [Piece], snippet: [Piece], client: Client, record: Case?, number: String?
        ) {
            (self.kind, self.subject, self.title, self.snippet) = (kind, subject, title, snippet)
            (self.client, self.record, self.number) = (client, record, number)
        }
    }

    /// Results of one kind, the best first.
    public struct Group: Sendable {
        /// What was found.
        public let kind: Kind
        /// How many there are, shown or not.
        public let count: Int
        /// The best first.
        public let results: [Result]

        /// - Parameters: as the properties.
        public init(kind: Kind, count: Int, results: [Result]) {
            (self.kind, self.count, self.results) = (kind, count, results)
        }
    }

    /// Only kinds of which there is something.
    public var groups: [Group]

    /// - Parameters: as the properties.
    public init(groups: [Group]) {
        self.groups = groups
    }

    /// Of all kinds.
    public var total: Int { groups.reduce(0) { $0 + $1.count } }
}

extension OpenAgency {
    /// Looks for words in everything that the session's person may see: names, cases, entries, messages, invoices, names and
    /// texts of documents. Each word may be the beginning of one; case and diacritics do not matter; nothing in it is an operator.
    /// - Parameters:
    ///   - kind: one kind alone; nil: all of them.
    ///   - limit: results of each kind.
    /// - Throws: `Refusal(.notFound)` for anybody but staff.
    public func search(
        _ session: Session, _ text: String, kind: SearchAnswer.Kind? = nil, limit: Int = 5
    ) async throws -> SearchAnswer {
        guard session.person.role.isStaff else { throw Refusal(.notFound, "refusal.not-found") }
        return try await records.read { connection in
            let restricted = try connection.restrictedClients()
            let clients = try connection.clients(visibleTo: session.person).filter { !restricted.contains($0.id) }
            // Owners and admins need no list of all that they may see.
            let seesAll =
                try restricted.isEmpty
                && (session.person.role != .agent || connection.setting("agents_see_all") ?? "true" == "true")
            let search = Searching(
                connection: connection, text: text, limit: limit,
                clients: Dictionary(uniqueKeysWithValues: clients.map { ($0.id.text, $0) }), seesAll: seesAll,
                hidden: try connection.contactsOfRestricted())
            let kinds = kind.map { [$0] } ?? SearchAnswer.Kind.allCases
            return SearchAnswer(groups: try kinds.compactMap(search.group))
        }
    }
}

/// One search, in one transaction.
private struct Searching {
    let connection: any Connection
    let text: String
    let limit: Int
    /// Those that may be seen, by id.
    let clients: [String: Client]
    let seesAll: Bool
    /// The contacts that are people whose data is restricted, by id.
    let hidden: Set<String>

    func group(_ kind: SearchAnswer.Kind) throws -> SearchAnswer.Group? {
        guard let indexed = SearchRow.Kind(rawValue: kind.rawValue), seesAll || !clients.isEmpty else { return nil }
        let query = SearchQuery(text, kind: indexed, clients: seesAll ? nil : clients.keys.sorted())
        let count = try connection.fullText.count(query)
        guard count > 0 else { return nil }
        if kind == .contact, !hidden.isEmpty { return try contacts(query, count) }
        return SearchAnswer.Group(
            kind: kind, count: count,
            results: try connection.fullText.find(query, limit: limit).compactMap { try result($0, kind) })
    }

    /// Contacts without those whose data is restricted, who are not counted either.
    private func contacts(_ query: SearchQuery, _ count: Int) throws -> SearchAnswer.Group? {
        let hits = try connection.fullText.find(query, limit: count).filter { !hidden.contains($0.subject) }
        guard !hits.isEmpty else { return nil }
        return SearchAnswer.Group(
            kind: .contact, count: hits.count, results: try hits.prefix(limit).compactMap { try result($0, .contact) })
    }

    /// The index may be a moment behind: what is gone by now is not shown, and neither is what the person may not see.
    private func result(_ hit: SearchHit, _ kind: SearchAnswer.Kind) throws -> SearchAnswer.Result? {
        guard let client = clients[hit.client] else { return nil }
        var (record, number): (Case?, String?)
        switch kind {
        case .client, .contact: break
        case .case: record = try connection.caseRecord(ID(hit.subject))
        case .event: record = try connection.event(ID(hit.subject)).flatMap { try connection.caseRecord($0.caseID) }
        case .message: record = try caseOfMessage(hit.subject)
        case .document: record = try connection.document(ID(hit.subject)).flatMap { try connection.caseRecord($0.caseID) }
        case .invoice: number = try connection.invoice(ID(hit.subject))?.number
        }
        if [.case, .event, .message, .document].contains(kind), record == nil { return nil }
        return SearchAnswer.Result(
            kind: kind, subject: hit.subject, title: SearchAnswer.pieces(hit.title),
            snippet: hit.snippet.contains(SearchHit.open) ? SearchAnswer.pieces(hit.snippet) : [], client: client, record: record,
            number: number)
    }

    private func caseOfMessage(_ id: String) throws -> Case? {
        try connection.one("SELECT case_id FROM message WHERE id = \(id)") { try $0.text(0) }
            .flatMap { try connection.caseRecord(ID($0)) }
    }
}

extension SearchAnswer {
    /// A text with its marks, in pieces; line ends are spaces.
    static func pieces(_ text: String) -> [Piece] {
        var pieces: [Piece] = []
        for (index, part) in text.split(separator: SearchHit.open, omittingEmptySubsequences: false).enumerated() {
            let halves = part.split(separator: SearchHit.close, maxSplits: 1, omittingEmptySubsequences: false).map(flat)
            if index == 0 || halves.count < 2 {
                pieces.append(Piece(text: halves.joined(), isFound: false))
            } else {
                pieces.append(Piece(text: halves[0], isFound: true))
                pieces.append(Piece(text: halves[1], isFound: false))
            }
        }
        return pieces.filter { !$0.text.isEmpty }
    }

    private static func flat(_ text: Substring) -> String {
        String(text.map { $0.isNewline || $0 == "\t" || SearchHit.close == String($0) ? " " : $0 })
    }
}
