import Model
import Records

extension OpenAgency {
    /// A contact looks at their account. The first time ends what waits for somebody who has just arrived.
    func noteAccountLook(_ session: Session) async throws {
        let (person, now) = (session.person, world.now())
        guard !person.role.isStaff, try await records.read({ try $0.isNewcomer(person.id) }) else { return }
        try await records.write { try $0.setAccountSeen(by: person.id, at: now) }
    }
}
