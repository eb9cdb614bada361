import Documents
import Logging
import Model
import Records

/// Brings the full-text index up to what the records say, a few rows at a time.
struct IndexWork: Sendable {
    /// So many rows in one transaction: about ten milliseconds.
    static let batch = 200
    /// In which order everything is looked at; what the index has of records that are gone comes last.
    private static let kinds = SearchRow.Kind.allCases

    let room: AgencyRoom

    /// Looks at some of what is due.
    /// - Returns: whether there was anything.
    func step() async throws -> Bool {
        let due = try await room.records.read { try $0.searchDue(limit: IndexWork.batch) }
        guard let first = due.first else { return false }
        switch first.kind {
        case .everything: try await begin()
        case .pass: try await pass(first)
        case .forget: try await forget(first)
        default: try await look(at: due)
        }
        return true
    }

    private func begin() async throws {
        try await room.work { connection in
            try connection.setSearchPlace(IndexWork.kinds[0].rawValue + " ")
            try connection.searchDone(SearchDue(subject: "*", kind: .everything))
        }
    }

    /// Single records that changed. What changes while texts are read is due again: the transaction compares.
    private func look(at due: [SearchDue]) async throws {
        let texts = try await texts(of: due.filter { $0.kind == .document }.map(\.subject))
        try await room.work { connection in
            var forgets = false
            for one in due {
                switch one.kind {
                case .person:
                    for contact in try connection.contactIDs(of: one.subject) {
                        forgets = try put(.contact, contact, connection) || forgets
                    }
                case .document:
                    guard let text = try texts.current(one.subject, connection) else { continue }
                    forgets = try put(.document, one.subject, connection, text) || forgets
                default:
                    guard let kind = SearchRow.Kind(rawValue: one.kind.rawValue) else { continue }
                    forgets = try put(kind, one.subject, connection) || forgets
                }
                try connection.searchDone(one)
            }
            if forgets { try connection.forgetWords() }
        }
    }

    /// The next rows of everything.
    private func pass(_ due: SearchDue) async throws {
        let place = try await room.records.read { try $0.searchPlace() }.split(separator: " ", omittingEmptySubsequences: false)
        let (word, last) = (String(place.first ?? ""), String(place.last ?? ""))
        guard let kind = SearchRow.Kind(rawValue: word) else { return try await passGone(due, after: last) }
        let ids = try await room.records.read { try $0.searchIDs(kind, after: last, limit: IndexWork.batch) }
        let texts = try await texts(of: kind == .document ? ids : [])
        let next = ids.last.map { "\(kind.rawValue) \($0)" } ?? IndexWork.after(kind) + " "
        try await room.work { connection in
            var forgets = false
            for id in ids {
                let text = kind == .document ? try texts.current(id, connection) : ""
                // Due by itself: whoever changed it noted so.
                guard let text else { continue }
                forgets = try put(kind, id, connection, text) || forgets
            }
            if forgets { try connection.forgetWords() }
            try connection.setSearchPlace(next)
        }
    }

    private static func after(_ kind: SearchRow.Kind) -> String {
        let index = (kinds.firstIndex(of: kind) ?? 0) + 1
        return index < kinds.count ? kinds[index].rawValue : "gone"
    }

    /// What the index still has of records that are gone.
    private func passGone(_ due: SearchDue, after last: String) async throws {
        try await room.work { connection in
            let subjects = try connection.searchSubjects(after: last, limit: IndexWork.batch)
            guard let end = subjects.last else { return try connection.searchDone(due) }
            var forgets = false
            for subject in subjects {
                let isThere = try IndexWork.kinds.contains { try connection.searchable($0, subject) != nil }
                if !isThere { forgets = try connection.index(subject, as: nil) || forgets }
            }
            if forgets { try connection.forgetWords() }
            try connection.setSearchPlace("gone " + end)
        }
    }

    private func forget(_ due: SearchDue) async throws {
        try await room.work { connection in
            if try !connection.fullText.forget() { try connection.searchDone(due) }
        }
    }
}

/// Puts one record into the index as it is now.
private func put(_ kind: SearchRow.Kind, _ id: String, _ connection: any Connection, _ text: String = "") throws -> Bool {
    try connection.index(id, as: connection.searchable(kind, id, text: text))
}

/// Texts of documents, read before the transaction that needs them.
private struct Texts: Sendable {
    /// By document: which sealed text was read, and what it says.
    var read: [String: (id: ID<Document>, text: String)] = [:]

    /// The text of a document, if it is still the one that was read; nil when another came meanwhile.
    func current(_ document: String, _ connection: any Connection) throws -> String? {
        let now = try connection.derived(.text, of: ID(document))
        guard now?.id == read[document]?.id else { return nil }
        return read[document]?.text ?? ""
    }
}

extension IndexWork {
    private func texts(of documents: [String]) async throws -> Texts {
        guard !documents.isEmpty else { return Texts() }
        let rows = try await room.records.read { connection in
            try documents.compactMap { try connection.derived(.text, of: ID($0)) }
        }
        let (store, log) = (room.documents, room.log)
        return try await Blocking.run {
            var texts = Texts()
            for row in rows {
                do {
                    let opened = try store.open(row.sealed)
                    texts.read[row.document.text] = (row.id, String(decoding: try opened.read(0..<opened.size), as: UTF8.self))
                } catch {
                    // Without its text a document is still found by its name.
                    log.warning("text cannot be opened", metadata: ["document": "\(row.document)", "error": "\(error)"])
                    texts.read[row.document.text] = (row.id, "")
                }
            }
            return texts
        }
    }
}

extension Derived {
    /// As the document store knows it.
    var sealed: Document {
        Document(
            id: id, client: client, caseID: ID(""), name: "", type: type, size: size, sha256: sha256, origin: .staff,
            visibility: .internal, person: nil, received: Instant(milliseconds: 0), wrappedKey: wrappedKey)
    }
}
