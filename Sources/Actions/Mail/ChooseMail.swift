public import Model
import Records

extension OpenAgency {
    /// How often a person is told what is new.
    public func mailChoice(_ session: Session) async throws -> MailChoice {
        try await records.read { try $0.mailChoice(of: session.person.id)?.choice } ?? .standard(session.person.role)
    }

    /// Chooses that. What waits goes with the next digest of the new choice, or not at all.
    public func choose(_ choice: MailChoice, _ session: Session) async throws {
        try await choose(choice, of: session.person.id)
    }

    /// Whose choice the link in a digest opens, and what it is; nil when the token is nobody's.
    public func mailChoice(token: String) async throws -> (person: Person, choice: MailChoice)? {
        guard Token.hash(token) != nil else { return nil }
        return try await records.read { connection in
            guard let id = try connection.personOfMail(token: token), let person = try connection.person(id),
                let kept = try connection.mailChoice(of: id)
            else { return nil }
            return (person, kept.choice)
        }
    }

    /// Chooses by the link in a digest: that much it opens, and nothing else.
    /// - Throws: `Refusal(.notFound)` when the token is nobody's.
    public func choose(_ choice: MailChoice, token: String) async throws {
        guard let person = try await mailChoice(token: token)?.person else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        try await choose(choice, of: person.id)
    }

    private func choose(_ choice: MailChoice, of id: ID<Person>) async throws {
        let (world, zone) = (world, try await agency().zone)
        let due = choice.due(after: world.now(), in: zone)
        try await change { connection, journal in
            guard let person = try connection.person(id) else { throw Refusal(.notFound, "refusal.not-found") }
            let old = try connection.mailChoice(of: id)
            guard old?.choice != choice else { return }
            try connection.setMailChoice(choice, of: id, token: old?.token ?? world.token())
            if let due { try connection.setNotices(of: id, due: due) } else { try connection.deleteNotices(of: id) }
            journal.audit(
                actor: Actor(person), action: "mail.choose", subject: id.text,
                detail: "\(old?.choice.rawValue ?? "-") -> \(choice.rawValue)")
        }
        if let due { room.schedule.wake(slug, at: due) }
    }
}
