import Model
import Records

/// What somebody sees before they erase their own account.
public struct OwnErasure: Sendable, Hashable {
    /// What would go, and what would stay.
    public let outlook: ErasureOutlook
    /// Whether nobody else could look after the agency then: somebody else must be made an owner first.
    public let isLastOwner: Bool
    /// Whether the agency has a client who is the same human being: its cases go by a request to the agency.
    public let hasOwnClient: Bool
}

extension OpenAgency {
    /// What an erasure of one's own account would do.
    public func ownErasure(_ session: Session) async throws -> OwnErasure {
        let report = try await findSubject(session.person.id.text)
        let isLast = try await records.read { connection in
            let person = try connection.acting(session)
            return try person.role == .owner && connection.ownerCount() <= 1
        }
        return OwnErasure(outlook: ErasureOutlook(report), isLastOwner: isLast, hasOwnClient: !report.clients.isEmpty)
    }

    /// Erases one's own account, at once, by a form: `email`, one's own address so that nobody is erased by a slip, and `present`.
    /// - Returns: the signed receipt of the request that this was, for whoever is gone now: nobody can fetch it later.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.conflict` while a hold keeps them, or for the last owner; `.tooMany`.
    public func eraseOneself(_ session: Session, _ typed: Typed, address: String) async throws -> SignedReceipt {
        let email = session.person.email
        guard Email.normal(typed["email"] ?? "") == email else {
            throw Refusal.at("email", "refusal.erase.email", ["email": email])
        }
        try await prove(session, typed, address: address)
        let (world, now, actor) = (world, clock.now(), session.actor)
        let receipt = try await room.erase(.person(session.person.id), by: actor, isWanted: true) { connection, journal in
            let person = try connection.acting(session, freshAt: now)
            let isOpen = try connection.dataRequests(of: person.id).contains { $0.state == .open && $0.kind == .erase }
            if isOpen { return }
            _ = try connection.open(
                .erase, by: .portal, person: person, name: person.name, email: person.email, words: "", actor: actor, world,
                &journal)
        }
        return try await signedReceipt(ofErasure: receipt.erasure)
    }

    private func signedReceipt(ofErasure id: String) async throws -> SignedReceipt {
        let (folder, world) = (settings.keys, world)
        let receipt = try await records.read { connection in
            guard let request = try connection.dataRequests(closedBy: id).first(where: { $0.kind == .erase }) else {
                throw Refusal(.notFound, "refusal.not-found")
            }
            return RequestReceipt(request, try connection.steps(of: request.id), of: try connection.agency(), at: world.now())
        }
        return try await Blocking.run { try SignedReceipt(receipt, by: try WorkspaceSigner(folder: folder, world: world)) }
    }
}
