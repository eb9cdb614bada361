public import Model
import Records

extension OpenAgency {
    /// Locks one of the agency's own people out, at once, or lets them in again. What they did and are assigned to stays.
    /// - Throws: `Refusal(.conflict)` for the last owner and for oneself; `.forbidden` for an owner by an admin; `.notFound` for
    ///   everybody but owner and admin.
    public func lockOut(_ id: ID<Person>, _ isLocked: Bool, by session: Session) async throws {
        let now = clock.now()
        try await change { connection, journal in
            let manager = try connection.teamManager(session)
            let person = try connection.colleague(id, for: manager)
            guard person.isDisabled != isLocked else { return }
            guard id != manager.id else { throw Refusal(.conflict, "refusal.team.self") }
            if isLocked { try connection.keepAnOwner(person) }
            try connection.lockOut(person, isLocked, at: now, &journal)
            journal.audit(
                actor: Actor(manager), action: isLocked ? "person.disable" : "person.enable", subject: id.text)
        }
    }

    /// Ends every session of one of the agency's own people (ASVS 7.4.5).
    /// - Throws: `Refusal(.forbidden)` for an owner by an admin; `.notFound` for everybody but owner and admin.
    public func endSessions(of id: ID<Person>, by session: Session) async throws {
        try await change { connection, journal in
            let manager = try connection.teamManager(session)
            let person = try connection.colleague(id, for: manager)
            try connection.endSessions(of: person.id)
            journal.audit(actor: Actor(manager), action: "person.sessions-end", subject: id.text)
        }
    }

    /// Takes the second factor of one of the agency's own people, or of a contact, away: for who has lost phone and codes. Their sessions end.
    /// The form has `present` where the password is asked for.
    /// - Throws: `Refusal(.conflict)` when there is none, and for oneself, who gives a code instead; `.forbidden` for an owner by
    ///   an admin, or when the last proof of who asks is older than ten minutes; `.notFound` for everybody but owner and admin.
    public func resetSecondFactor(of id: ID<Person>, _ typed: Typed, by session: Session, address: String) async throws {
        try await prove(session, typed, address: address)
        let now = clock.now()
        try await change { connection, journal in
            let manager = try connection.teamManager(session)
            _ = try connection.acting(session, freshAt: now)
            let person = try connection.anybody(id, for: manager)
            guard id != manager.id else { throw Refusal(.conflict, "refusal.team.self") }
            guard person.hasSecondFactor else { throw Refusal(.conflict, "refusal.second-factor.none") }
            try connection.forgetSecondFactor(of: id)
            try connection.endSessions(of: id)
            journal.mail(.secondFactorOff, to: id)
            journal.audit(actor: Actor(manager), action: "second-factor.reset", subject: id.text)
        }
    }
}

extension OpenAgency {
    /// Whose second factor whoever asks may take away.
    /// - Throws: `Refusal(.forbidden)` for an owner by an admin; `.notFound` when there is no such person, and for everybody but
    ///   owner and admin.
    public func personToReset(_ id: ID<Person>, _ session: Session) async throws -> Person {
        try await records.read { try $0.anybody(id, for: try $0.teamManager(session)) }
    }
}

extension Connection {
    /// A contact, or one of the agency's own people whom the acting one may change.
    fileprivate func anybody(_ id: ID<Person>, for manager: Person) throws -> Person {
        if let person = try person(id), !person.role.isStaff { return person }
        return try colleague(id, for: manager)
    }
}
