public import Model

/// An account that was put away: who it was stands in sealed bytes alone.
public struct PutAway: Sendable, Hashable {
    /// Whose account it was.
    public let person: ID<Person>
    /// When it was put away.
    public let at: Instant
    /// What it said, under the agency's key.
    public let sealed: [UInt8]

    /// - Parameter sealed: under the agency's key.
    public init(person: ID<Person>, at: Instant, sealed: [UInt8]) {
        (self.person, self.at, self.sealed) = (person, at, sealed)
    }
}

extension Connection {
    /// Every account that is put away, the longest ago first.
    public func putAway() throws -> [PutAway] {
        try all("SELECT person, at, sealed FROM put_away ORDER BY at, person") {
            PutAway(person: try $0.id(0), at: try $0.instant(1), sealed: try $0.bytes(2))
        }
    }

    /// The account of a person, if it is put away.
    public func putAway(_ person: ID<Person>) throws -> PutAway? {
        try one("SELECT person, at, sealed FROM put_away WHERE person = \(person)") {
            PutAway(person: try $0.id(0), at: try $0.instant(1), sealed: try $0.bytes(2))
        }
    }

    /// Keeps the sealed account and takes out of the records, in this transaction, who the person is and all that is theirs alone;
    /// that they asked about their data, and what they object to, stays.
    /// - Parameter name: what stands in the place of theirs.
    public func putAway(_ account: PutAway, name: String) throws {
        let subject = DataMap.Subject.person(account.person)
        let email = try person(account.person)?.email ?? ""
        try clearAccount(subject)
        for var request in try dataRequests(of: account.person) {
            (request.name, request.email, request.words, request.outcome) = ("", "", "", "")
            try write(textsOf: request, notes: try steps(of: request.id).map { _ in "" })
        }
        if !email.isEmpty {
            _ = try forget(stranger: email)
            try removeAuditDetails(naming: email)
        }
        try run("UPDATE client_case SET assignee = NULL WHERE assignee = \(account.person)")
        try run(
            """
            UPDATE person SET email = \(account.person.text + "@away.invalid"), name = \(name), language = '', password = NULL,
                disabled = 1, epoch = epoch + 1
            WHERE id = \(account.person)
            """)
        try run("INSERT INTO put_away (person, at, sealed) VALUES (\(account.person), \(account.at), \(account.sealed))")
    }

    /// Lets a person be who they were. They have no password; whoever takes an account out of the archive begins to count anew.
    public func takeOut(_ person: Person) throws {
        try run(
            """
            UPDATE person SET email = \(person.email), name = \(person.name), language = \(person.language), disabled = 0,
                epoch = epoch + 1
            WHERE id = \(person.id)
            """)
        try run("DELETE FROM put_away WHERE person = \(person.id)")
        try run("DELETE FROM inactivity WHERE person = \(person.id)")
    }
}
