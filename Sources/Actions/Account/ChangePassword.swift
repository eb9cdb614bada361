import Model
import Records

extension OpenAgency {
    /// Changes one's own password by a form: `present`, `new`. The present one is asked for, whatever was proved before; who has
    /// none (who signs in by mail) sets the first one by a sign-in of the last ten minutes. All other sessions end, unused
    /// invitations too, and this session gets a new token (ASVS 7.4.3).
    /// - Throws: `Refusal(.invalid)` with `fields` when the present one is wrong or the new one may not be set; `.tooMany`;
    ///   `.forbidden` when who has none signed in earlier; `.signIn` when the session is over.
    public func changePassword(_ session: Session, _ typed: Typed, device: String?, address: String) async throws -> SignedIn {
        let person = try await records.read { try $0.acting(session) }
        let password = typed["new"] ?? ""
        // Cheaper than the other one, and a wrong try less for who has only chosen badly.
        try await Refusal.at("new") { try await check(password, of: person) }
        if person.hasPassword {
            try await Refusal.at("present") { try await prove(session, password: typed["present"] ?? "", address: address) }
        }
        let hash = try await entrance.passwords.hash(password, lane: .known)
        let new = NewSession(self, role: person.role, device: device, from: Caller(address: address, agent: ""))
        return try await change { connection, journal in
            let person = try connection.acting(session, freshAt: new.at)
            try connection.setPassword(hash, of: person.id)
            try connection.deleteInvitations(of: person.id)
            journal.mail(.passwordChanged, to: person.id)
            journal.audit(
                actor: Actor(person), action: "password.change", subject: person.id.text, detail: Email.shown(address))
            return try new.renew(session, connection)
        }
    }
}
