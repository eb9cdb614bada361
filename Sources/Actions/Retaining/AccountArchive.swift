import Documents
import Foundation
public import Model
import Records
import Site

/// Who somebody was whose account is put away, as the sealed bytes hold it: JSON.
struct ArchivedAccount: Codable, Sendable, Hashable {
    /// What they were a contact of.
    struct Place: Codable, Sendable, Hashable {
        let id, client, language, sees: String
    }

    static let kind = "account"

    let email, name, language: String
    let places: [Place]

    init(_ person: Person, _ contacts: [Contact]) {
        (email, name, language) = (person.email, person.name, person.language)
        places = contacts.map {
            Place(id: $0.id.text, client: $0.client.text, language: $0.language, sees: $0.sees.words)
        }
    }

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
    public let person: ID<Person>
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
        let (keys, who) = (keys, Email.normal(who))
        let all = try await records.read { try $0.putAway() }
        let found = try await Blocking.run {
            try all.lazy.map { ($0, try ArchivedAccount($0, keys)) }.first { $0.0.person.text == who || $0.1.email == who }
        }
        guard let (away, account) = found else {
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
            journal.audit(actor: actor, action: "archive.restore", subject: person.id.text)
        }
    }
}
