import Documents
import Foundation
public import Model
package import Records
import Site

/// Who somebody was whose account is put away, as the sealed bytes hold it: JSON.
struct ArchivedAccount: Codable, Sendable, Hashable {
    /// What they were a contact of.
    struct Place: Codable, Sendable, Hashable {
        let id, client, language, sees: String
    }

    /// What a request about their data says of them.
    struct Asked: Codable, Sendable, Hashable {
        let id, name, email, words, outcome: String
        /// The words of its steps.
        let notes: [String]
    }

    static let kind = "account"

    let email, name, language: String
    let places: [Place]
    /// Nil where it was put away before requests were sealed with it.
    let requests: [Asked]?

    init(_ person: Person, _ contacts: [Contact], _ requests: [Asked]) {
        (email, name, language) = (person.email, person.name, person.language)
        places = contacts.map {
            Place(id: $0.id.text, client: $0.client.text, language: $0.language, sees: $0.sees.words)
        }
        self.requests = requests
    }

    /// Whose contact they were.
    var clients: [ID<Client>] { places.map { ID($0.client) } }

    func sealed(of person: ID<Person>, by keys: any AgencyKeys) throws -> [UInt8] {
        try keys.seal(Array(try JSONEncoder().encode(self)), of: person.text, kind: ArchivedAccount.kind)
    }

    /// - Throws: `Refusal(.wrongKey)`.
    init(_ account: PutAway, _ keys: any AgencyKeys) throws {
        let bytes = try keys.open(account.sealed, of: account.person.text, kind: ArchivedAccount.kind)
        self = try JSONDecoder().decode(ArchivedAccount.self, from: Data(bytes))
    }
}

/// An account that is put away, as lists have it: who it is nobody reads there.
public struct ArchivedLine: Sendable, Hashable {
    /// Whose account it was.
    public let person: ID<Person>
    /// When it was put away.
    public let at: Instant
}

extension OpenAgency {
    /// The accounts that are put away, the longest ago first.
    public func archivedAccounts() async throws -> [ArchivedLine] {
        try await records.read { try $0.putAway() }.map { ArchivedLine(person: $0.person, at: $0.at) }
    }

    /// Takes an account out of the archive: as it was, with the clients that are still there, without a password.
    /// - Parameter who: the e-mail address or the id.
    /// - Throws: `Refusal(.notFound)` when no such account is put away; `.conflict` when somebody has the address by now.
    public func restoreAccount(_ who: String, by actor: Actor = .operator) async throws {
        guard let (away, account) = try await room.archived(named: who) else {
            throw Refusal(.notFound, "refusal.archive.none", ["email": Email.shown(who)])
        }
        try await change { connection, journal in
            guard var person = try connection.person(away.person), try connection.putAway(away.person) != nil else {
                throw Refusal(.notFound, "refusal.archive.none", ["email": Email.shown(who)])
            }
            guard try connection.person(email: account.email) == nil else {
                throw Refusal(.conflict, "refusal.person.exists", ["email": account.email])
            }
            (person.email, person.name, person.language) = (account.email, account.name, account.language)
            try connection.takeOut(person)
            for place in account.places {
                guard let client = try connection.client(ID(place.client)), client.erased == nil,
                    let sees = Rights(words: place.sees)
                else { continue }
                try connection.insert(
                    Contact(id: ID(place.id), client: client.id, person: person.id, language: place.language, sees: sees))
                journal.changed(.client(client.id))
            }
            try connection.write(account.requests ?? [], of: person.id)
            journal.audit(actor: actor, action: "archive.restore", subject: person.id.text)
        }
    }
}

extension OpenAgency {
    /// The hold that keeps an account that is put away from being erased: their own, or that of a client whose contact they were.
    package func hold(onPutAway person: ID<Person>) async throws -> LegalHold? {
        let former = try await room.archived(.person(person))?.clients ?? []
        return try await records.read { try $0.holdAgainstErasing(.person(person), former: former) }
    }
}

extension AgencyRoom {
    /// Who somebody was whose account is put away; nil for everybody else.
    func archived(_ subject: DataMap.Subject) async throws -> ArchivedAccount? {
        guard case .person(let person) = subject, let away = try await records.read({ try $0.putAway(person) }) else {
            return nil
        }
        let keys = keys
        return try await Blocking.run { try ArchivedAccount(away, keys) }
    }

    /// The account that an e-mail address or id means, if it is put away, and who it is.
    func archived(named who: String) async throws -> (away: PutAway, account: ArchivedAccount)? {
        let (keys, who) = (keys, Email.normal(who))
        let all = try await records.read { try $0.putAway() }
        return try await Blocking.run {
            for away in all {
                let account = try ArchivedAccount(away, keys)
                if away.person.text == who || account.email == who { return (away, account) }
            }
            return nil
        }
    }
}

extension Connection {
    /// What the requests of a person say of them.
    func asked(by person: ID<Person>) throws -> [ArchivedAccount.Asked] {
        try dataRequests(of: person).map {
            ArchivedAccount.Asked(
                id: $0.id.text, name: $0.name, email: $0.email, words: $0.words, outcome: $0.outcome,
                notes: try steps(of: $0.id).map(\.words))
        }
    }

    /// Writes it back, as far as the requests are still theirs.
    fileprivate func write(_ requests: [ArchivedAccount.Asked], of person: ID<Person>) throws {
        for asked in requests {
            guard var request = try dataRequest(ID(asked.id)) else { continue }
            request.person = person
            (request.name, request.email, request.words, request.outcome) = (
                asked.name, asked.email, asked.words, asked.outcome
            )
            try write(textsOf: request, notes: asked.notes)
        }
    }
}
