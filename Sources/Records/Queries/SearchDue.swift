import Model

/// What the index must look at: a record, or a step of looking at everything.
public struct SearchDue: Sendable, Hashable {
    /// What is looked at.
    public enum Kind: String, Sendable {
        case client, contact, `case`, event, message, invoice, document
        /// A person: all that they are a contact of.
        case person
        /// Everything, from the start; while it waits, triggers note nothing.
        case everything
        /// Everything, from a place on.
        case pass
        /// Words that went out of the index.
        case forget
    }

    /// The id of it, or how far everything was looked at.
    public let subject: String
    /// What is looked at.
    public let kind: Kind

    /// - Parameters: as the properties.
    public init(subject: String, kind: Kind) {
        (self.subject, self.kind) = (subject, kind)
    }
}

extension Connection {
    /// Asks for everything to be looked at, as an import does, which changes most of it: until the look begins nothing else
    /// need be noted.
    public func indexEverything() throws {
        try due("*", .everything)
    }

    /// Asks for the words that went out of the index to be forgotten.
    public func forgetWords() throws {
        try due("~forget", .forget)
    }

    /// What is to be looked at first: single records, then everything, then what is to be forgotten.
    public func searchDue(limit: Int) throws -> [SearchDue] {
        let select: SQL = "SELECT subject, kind FROM search_due "
        let begin = try all(select + "WHERE kind = 'everything' ORDER BY subject", due)
        if !begin.isEmpty { return begin }
        let single = try all(
            select + "WHERE kind NOT IN ('pass', 'forget') ORDER BY subject LIMIT \(limit)", due)
        if !single.isEmpty { return single }
        return try all(select + "WHERE kind IN ('pass', 'forget') ORDER BY kind DESC, subject LIMIT 1", due)
    }

    /// It was looked at.
    public func searchDone(_ due: SearchDue) throws {
        try run("DELETE FROM search_due WHERE subject = \(due.subject)")
    }

    /// Begins, or goes on with, the look at everything from a place on; `place` is what `searchPlace` gives.
    public func setSearchPlace(_ place: String) throws {
        try setSetting("search_place", place)
        try due("~pass", .pass)
    }

    /// How far the look at everything has come: `KIND ID`.
    public func searchPlace() throws -> String {
        try setting("search_place") ?? ""
    }

    /// The ids by which a person is a contact.
    public func contactIDs(of person: String) throws -> [String] {
        try all("SELECT id FROM contact WHERE person = \(person) ORDER BY id") { try $0.text(0) }
    }

    private func due(_ row: any Row) throws -> SearchDue {
        SearchDue(subject: try row.text(0), kind: try row.word(1))
    }

    private func due(_ subject: String, _ kind: SearchDue.Kind) throws {
        try run("INSERT INTO search_due (subject, kind) VALUES (\(subject), \(kind)) ON CONFLICT DO NOTHING")
    }
}
