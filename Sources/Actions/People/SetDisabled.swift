public import Model
import Records

extension OpenAgency {
    /// Locks a person out, at once, or lets them in again. Their records stay.
    /// - Throws: `Refusal(.notFound)` when nobody has the e-mail, `.conflict` for the last owner who can still sign in, `.restricted`
    ///   when they would be let in while their data is restricted.
    public func setDisabled(_ email: String, _ isDisabled: Bool, by actor: Actor = .operator) async throws {
        let email = Email.normal(email)
        let now = world.now()
        try await change { connection, journal in
            let person = try connection.person(named: email)
            guard person.isDisabled != isDisabled else { return }
            if isDisabled, person.role == .owner, try connection.ownerCount() <= 1 {
                throw Refusal(.conflict, "refusal.person.last-owner", ["email": email])
            }
            if !isDisabled { try connection.tellOwners(.enabled, of: person, by: actor, at: now, &journal) }
            try connection.lockOut(person, isDisabled, at: now, &journal)
            journal.audit(
                actor: actor, action: isDisabled ? "person.disable" : "person.enable", subject: person.id.text)
        }
    }
}
