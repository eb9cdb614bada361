import Crypto
import Foundation
public import Model
import Records

extension OpenAgency {
    /// Restricts a client by a form: `reason` (a to d), `words`, `key`. Its data is kept and shown as such; nothing changes it.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.conflict` when it is restricted; `.notFound`.
    public func restrict(client slug: Slug, _ typed: Typed, _ session: Session) async throws {
        try await restrict(typed, session) { connection in
            guard let client = try connection.client(slug: slug), client.erased == nil else {
                throw Refusal(.notFound, "refusal.not-found")
            }
            return .client(client.id)
        }
    }

    /// Restricts a client's contact, everywhere, by the same form.
    /// - Throws: as the other.
    public func restrict(contact id: String, of slug: Slug, _ typed: Typed, _ session: Session) async throws {
        try await restrict(typed, session) { connection in
            guard let client = try connection.client(slug: slug) else { throw Refusal(.notFound, "refusal.not-found") }
            return .person(try connection.contact(id, of: client).1.id)
        }
    }

    private func restrict(
        _ typed: Typed, _ session: Session, _ find: @escaping @Sendable (any Connection) throws -> ProcessedSubject
    ) async throws {
        let (reason, words) = try typed.read { form in
            (form.word("reason", Restriction.Reason.self), form.body("words", most: 2000))
        }
        let (form, world) = (try typed.form(), world)
        try await change { connection, journal in
            _ = try connection.manager(session)
            let subject = try find(connection)
            // Sent twice, it is in force already, and that is no conflict.
            guard try connection.isFirst(form, at: world.now()) else { return }
            guard try connection.restriction(of: subject) == nil else { throw Refusal(.conflict, "refusal.restricted.already") }
            try connection.restrict(subject, reason, words, by: session.actor, world, &journal)
        }
    }

    /// The name of a client's contact, and the restriction of their data; for owner and admin.
    /// - Throws: `Refusal(.notFound)`.
    public func restriction(ofContact id: String, of slug: Slug, _ session: Session) async throws -> (
        name: String, restriction: Restriction?
    ) {
        try await records.read { connection in
            _ = try connection.manager(session)
            guard let client = try connection.client(slug: slug) else { throw Refusal(.notFound, "refusal.not-found") }
            let person = try connection.contact(id, of: client).1
            return (person.name, try connection.restriction(of: .person(person.id)))
        }
    }

    /// The restrictions in force, with whom they are about.
    /// - Throws: `Refusal(.notFound)` for whoever is neither owner nor admin.
    public func restrictions(_ session: Session) async throws -> [(restriction: Restriction, name: String)] {
        try await records.read { connection in
            _ = try connection.manager(session)
            return try connection.restrictions().map { ($0, try connection.name(of: $0.subject)) }
        }
    }

    /// One of them, and whether those concerned have been told that it ends.
    /// - Throws: `Refusal(.notFound)`.
    public func restriction(_ text: String, _ session: Session) async throws -> (
        restriction: Restriction, name: String, isTold: Bool
    ) {
        try await records.read { connection in
            _ = try connection.manager(session)
            let found = try connection.knownRestriction(text)
            return (found, try connection.name(of: found.subject), try connection.isTold(found))
        }
    }

    /// Tells those concerned that the restriction will end: the first of two steps (GDPR, Article 18(3)). Where nobody can be
    /// written to, `how` says how they were told.
    /// - Throws: `Refusal(.invalid)` at `how`; `.notFound`.
    public func announceLifting(_ text: String, _ typed: Typed, _ session: Session) async throws {
        let how = try typed.read { $0.body("how", most: 1000) }
        let (now, url) = (world.now(), try await dataURL())
        try await change { connection, journal in
            _ = try connection.manager(session)
            var restriction = try connection.knownRestriction(text)
            let people = try connection.concerned(restriction.subject)
            if people.isEmpty, how.isEmpty { throw Refusal.at("how", "refusal.restricted.how") }
            for person in people {
                let letter = restriction.announcement(at: now, to: person)
                // Pressed twice at once: it is on its way.
                guard try connection.mail(letter) == nil else { continue }
                journal.mail(.data(.restrictionEnds, url: url), to: person, as: letter)
            }
            restriction.told = now
            try connection.update(restriction)
            journal.audit(actor: session.actor, action: "restriction.announce", subject: restriction.id.text, detail: how)
        }
    }

    /// Lifts a restriction.
    /// - Throws: `Refusal(.conflict)` while not everybody concerned has been told: their letter is not out yet; `.notFound`.
    public func lift(restriction text: String, _ session: Session) async throws {
        let now = world.now()
        try await change { connection, journal in
            _ = try connection.manager(session)
            var restriction = try connection.knownRestriction(text)
            guard try connection.isTold(restriction) else { throw Refusal(.conflict, "refusal.restricted.untold") }
            restriction.lifted = now
            try connection.update(restriction)
            journal.audit(actor: session.actor, action: "restriction.lift", subject: restriction.id.text)
        }
    }
}

extension Restriction {
    /// The letter by which somebody is told, at that time, that this restriction ends. It follows from what it tells, so that no other
    /// letter passes for it.
    fileprivate func announcement(at told: Instant, to person: ID<Person>) -> ID<Mail> {
        let digest = SHA256.hash(data: Data("restriction ends \(id) \(told.milliseconds) \(person)".utf8))
        return ID(World.uuid7(at: told, Array(digest.prefix(10))))
    }
}

extension Connection {
    /// Puts a restriction in force. What waits to be told of somebody is told no more.
    func restrict(
        _ subject: ProcessedSubject, _ reason: Restriction.Reason, _ words: String, by actor: Actor, _ world: World,
        _ journal: inout Journal
    ) throws {
        let restriction = Restriction(id: world.id(), subject: subject, reason: reason, words: words, since: world.now())
        try insert(restriction)
        journal.audit(actor: actor, action: "restriction.set", subject: restriction.id.text, detail: reason.rawValue)
    }

    /// A restriction in force.
    func knownRestriction(_ text: String) throws -> Restriction {
        guard let id = ID<Restriction>(checking: text), let found = try restriction(id), found.lifted == nil else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return found
    }

    /// Whether everybody concerned was told that it ends: the letters of its last announcement are out, not just any.
    func isTold(_ restriction: Restriction) throws -> Bool {
        guard let told = restriction.told else { return false }
        return try concerned(restriction.subject).allSatisfy { person in
            try mail(restriction.announcement(at: told, to: person))?.state == .sent
        }
    }

    /// Whom a restriction is about, as far as they can be written to.
    fileprivate func concerned(_ subject: ProcessedSubject) throws -> [ID<Person>] {
        let all: [Person] =
            switch subject {
            case .person(let id): try person(id).map { [$0] } ?? []
            case .client(let id): try people(of: id)
            }
        return all.filter { !$0.isDisabled && !$0.email.isEmpty }.map(\.id)
    }

    fileprivate func name(of subject: ProcessedSubject) throws -> String {
        switch subject {
        case .client(let client): try self.client(client)?.name ?? ""
        case .person(let person): try self.person(person)?.name ?? ""
        }
    }
}
