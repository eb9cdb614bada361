import Foundation
public import Model
import Records

/// A link that lets a person choose a password, once.
public struct Invitation: Sendable {
    /// Who is invited.
    public let person: Person
    /// 256 random bits, base64url. Stands nowhere else: only its hash is kept.
    public let token: String
    /// The whole address to give to the person.
    public let url: String
    /// Until when the link holds.
    public let expires: Instant
}

extension OpenAgency {
    /// Hours that an invitation lives.
    static let invitationHours: Int64 = 72

    /// Makes an invitation; earlier ones of the person that were not used are worth nothing from now on.
    /// - Parameter isMailed: whether the link goes to the person by mail too.
    /// - Throws: `Refusal(.notFound)` when nobody has the e-mail, `.conflict` when the person is locked out, `.restricted` while
    ///   their data is restricted.
    public func invite(
        _ email: String, isMailed: Bool = false, by actor: Actor = .operator
    ) async throws -> Invitation {
        let email = Email.normal(email)
        return try await invite(isMailed: isMailed, by: actor) { try $0.person(named: email) }
    }

    /// Makes an invitation for whom `who` finds, in the transaction that keeps it.
    func invite(
        isMailed: Bool, by actor: Actor, _ who: @escaping @Sendable (any Connection) throws -> Person
    ) async throws -> Invitation {
        let link = try await NewInvitation(self)
        let person = try await change { connection, journal in
            let person = try who(connection)
            guard !person.isDisabled else {
                throw Refusal(.conflict, "refusal.person.disabled", ["email": person.email])
            }
            try link.insert(for: person, by: actor, isMailed: isMailed, connection, &journal)
            return person
        }
        return link.invitation(of: person)
    }
}

/// An invitation about to be made: its secret and its times, before the transaction that stores it.
struct NewInvitation: Sendable {
    let token: NewToken
    let url: String
    let at: Instant
    let expires: Instant

    init(_ agency: OpenAgency) async throws {
        token = NewToken(agency.world)
        agency.clock.raise(to: try await agency.records.read { try $0.clock() })
        at = agency.clock.now()
        expires = at.adding(seconds: OpenAgency.invitationHours * 3600)
        url = try await agency.agency().origin(agency.settings.baseURL) + "/\(agency.slug)/welcome?token=\(token.text)"
    }

    /// Stores it; earlier ones of the person that were not used are worth nothing from now on.
    /// - Throws: `Refusal(.restricted)` while the person's data is restricted.
    func insert(
        for person: Person, by actor: Actor, isMailed: Bool, _ connection: any Connection, _ journal: inout Journal
    ) throws {
        try connection.mustBeFree(.person(person.id))
        try connection.tellOwners(.invited, of: person, by: actor, at: at, &journal)
        try connection.deleteInvitations(of: person.id)
        try connection.insert(StoredInvitation(token: token.hash, person: person.id, created: at, expires: expires))
        journal.audit(actor: actor, action: "invitation.create", subject: person.id.text)
        if isMailed { journal.mail(.invitation(url: url, until: expires), to: person.id) }
    }

    func invitation(of person: Person) -> Invitation {
        Invitation(person: person, token: token.text, url: url, expires: expires)
    }
}

extension Connection {
    /// The person with that e-mail.
    /// - Throws: `Refusal(.notFound)`.
    func person(named email: String) throws -> Person {
        guard let person = try person(email: email) else {
            throw Refusal(.notFound, "refusal.person.none", ["email": Email.shown(email)])
        }
        return person
    }
}
