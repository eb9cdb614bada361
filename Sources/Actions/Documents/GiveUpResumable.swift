import Documents
import Logging
public import Model
import Records

extension OpenAgency {
    /// Gives one's own upload up: nothing of it stays, and who writes to it now writes for nothing.
    /// - Throws: `Refusal(.notFound)` when there is none; `.conflict` when it has become a document already.
    public func giveUpResumable(_ session: Session, client: Slug, case record: Slug, id: String) async throws {
        let upload = try await resumable(session, client: client, case: record, id: id)
        try await change { connection, journal in
            journal.addsDocumentsOnly()
            guard let now = try connection.resumable(upload.id) else { throw Refusal(.notFound, "refusal.not-found") }
            guard now.receipt == nil else { throw Refusal(.conflict, "refusal.upload.ended") }
            try connection.delete(upload.id)
            journal.audit(actor: session.actor, action: "upload.cancel", subject: upload.id.text)
        }
        await removePieces(of: upload.id)
    }

    /// What cannot be taken away now is left to the sweep.
    func removePieces(of upload: ID<ResumableUpload>) async {
        let store = documents
        do {
            try await Blocking.run { try store.removePieces(of: upload) }
        } catch {
            log.warning("pieces of an upload are left to the sweep", metadata: ["error": "\(error)"])
        }
    }
}
