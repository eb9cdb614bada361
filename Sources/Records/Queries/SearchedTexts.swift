public import Model

/// What an erasure took out of the search.
public struct ForgottenTexts: Sendable, Hashable {
    /// Where the sealed texts of documents stood; their bytes are the caller's to remove.
    public var places: [DocumentPlace] = []
    /// Rows of the index that were made anew.
    public var rows = 0
    /// Rows in which somebody is still named; anything but 0 is a fault.
    public var left = 0

    /// Nothing yet.
    public init() {}
}

/// What the search has read from documents, when somebody is erased whom they may name. The documents themselves are sealed and
/// stay where they are somebody else's; the text that was read from them stands in the records as it is.
extension Connection {
    /// Makes the rows of the index anew in which one of these stands, after the records' own texts were mended. A document that names
    /// one is not searched by its text any more: read again, the text would name them again.
    /// - Parameters:
    ///   - needles: full names and addresses.
    ///   - people: whose own documents are not searched by their texts any more, whatever stands there: an address, a number.
    ///   - clients: whose documents that were not read yet are not to be searched by their texts: nobody will know then whom
    ///     to look for.
    public func forgetTexts(
        naming needles: [String], by people: [String], ofUnread clients: Set<ID<Client>>
    ) throws -> ForgottenTexts {
        var found = ForgottenTexts()
        for person in people {
            for document in try documents(by: person) {
                found.places += try forgetText(of: document)
                if try index(document.text, as: searchable(.document, document.text)) { found.rows += 1 }
            }
        }
        for client in clients.sorted(by: { $0.text < $1.text }) {
            for document in try unreadDocuments(of: client) { found.places += try forgetText(of: document) }
        }
        for needle in needles {
            for subject in try fullText.documents(saying: needle) { found.places += try forgetText(of: ID(subject)) }
            for row in try searchRows(saying: needle) {
                let text = row.kind == .document ? try searchedText(of: row.subject) : ""
                if try index(row.subject, as: searchable(row.kind, row.subject, text: text)) { found.rows += 1 }
            }
        }
        if found.rows > 0 { try forgetWords() }
        for needle in needles {
            found.left += try fullText.documents(saying: needle).count
            found.left += try searchRows(saying: needle).count { Mention.stands(needle, in: $0.title + "\n" + $0.body) }
        }
        return found
    }

    /// Documents of a client that wait to be read, or whose text the index does not have yet.
    private func unreadDocuments(of client: ID<Client>) throws -> [ID<Document>] {
        try all(
            """
            SELECT id FROM document WHERE client = \(client) AND (
                id IN (SELECT document FROM conversion WHERE state = 'waiting') OR id IN (SELECT subject FROM search_due
                    WHERE subject NOT IN (SELECT subject FROM search_row WHERE body <> '')))
            ORDER BY id
            """
        ) { try $0.id(0) }
    }

    private func documents(by person: String) throws -> [ID<Document>] {
        try all("SELECT id FROM document WHERE person = \(person) ORDER BY id") { try $0.id(0) }
    }

    /// Takes the text of a document away for good.
    private func forgetText(of document: ID<Document>) throws -> [DocumentPlace] {
        if var conversion = try conversion(of: document) {
            conversion.reason = .forgotten
            try save(conversion)
        }
        let texts = try all("SELECT client, id FROM derived WHERE document = \(document) AND kind = 'text' ORDER BY id") {
            DocumentPlace(client: try $0.id(0), document: try $0.id(1))
        }
        try run("DELETE FROM derived WHERE document = \(document) AND kind = 'text'")
        return texts
    }

    /// What the index has of a document's text, as long as it may be searched.
    private func searchedText(of document: String) throws -> String {
        if try conversion(of: ID(document))?.reason == .forgotten { return "" }
        return try one("SELECT body FROM search_row WHERE subject = \(document)") { try $0.text(0) } ?? ""
    }

    /// Rows of what people write: the names of clients and people are the erasure's own to take, invoices stay as they were issued.
    private func searchRows(saying needle: String) throws -> [SearchRow] {
        try fullText.rows(saying: needle).compactMap { subject in
            try one("SELECT subject, kind, client, title, body FROM search_row WHERE subject = \(subject)") {
                SearchRow(
                    subject: try $0.text(0), kind: try $0.word(1), client: try $0.text(2), title: try $0.text(3),
                    body: try $0.text(4))
            }
        }.filter { [.case, .event, .message, .document].contains($0.kind) }
    }
}
