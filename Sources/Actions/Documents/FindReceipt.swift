public import Model
import Records

extension OpenAgency {
    /// A receipt, for whoever uploaded and still may, and for staff who may see the client. The read is audited.
    /// - Throws: `Refusal(.notFound)` for everybody else, and after 90 days.
    public func receipt(_ session: Session, client slug: Slug, id: String) async throws -> (Receipt, Client, Case) {
        let gone = Refusal(.notFound, "refusal.not-found")
        let (client, access) = try await access(session, client: slug)
        guard let id = ID<Receipt>(checking: id) else { throw gone }
        let found = try await records.read { connection -> (Receipt, Case)? in
            guard let receipt = try connection.receipt(id), let record = try connection.caseRecord(receipt.caseID) else {
                return nil
            }
            return (receipt, record)
        }
        guard let (receipt, record) = found, receipt.client == client.id,
            access == .staff || (receipt.person == session.person.id && access.mayUpload)
        else { throw gone }
        note(Noted(session.actor, "receipt.read", subject: receipt.id.text, group: .session(session.tokenHash)))
        return (receipt, client, record)
    }
}
