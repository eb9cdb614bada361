import Documents
public import Model
import Records

extension OpenAgency {
    /// The thumbnail or the preview of a document, with the very rights of the document; nil while there is none, or for ever
    /// (see `view`). A preview is a read of the document and stands in the audit log before this returns; thumbnails are part
    /// of the pages that list them.
    /// - Throws: `Refusal(.notFound)` as `document`; `.unavailable` when the audit log cannot take the entry.
    public func picture(
        _ kind: Derived.Kind, _ session: Session, client slug: Slug, id: String
    ) async throws -> OpenedDocument? {
        let (document, _) = try await visible(session, client: slug, id: id)
        guard let opened = try await openMade(kind, of: document) else { return nil }
        if kind == .preview {
            try await noteAndWait(
                Noted(session.actor, "document.preview", subject: document.id.text, group: .session(session.tokenHash)))
        }
        return opened
    }

    /// The copy of a photo, which alone others get.
    func openCopy(_ document: Document) async throws -> OpenedDocument {
        if let opened = try await openMade(.copy, of: document) { return opened }
        let conversion = try await records.read { try $0.conversion(of: document.id) }
        guard conversion?.state == .waiting else {
            throw Refusal(.conflict, "refusal.document.no-copy", hint: "hint.document.original")
        }
        throw Refusal(.unavailable, "refusal.document.preparing", hint: "hint.later")
    }

    /// What was made of a document. Backups leave such bytes out: after a restore they are made again when they are missed.
    func openMade(_ kind: Derived.Kind, of document: Document) async throws -> OpenedDocument? {
        guard let derived = try await records.read({ try $0.derived(kind, of: document.id) }) else { return nil }
        let store = documents
        do {
            return OpenedDocument(derived, of: document, try await Blocking.run { try store.open(derived.sealed) })
        } catch let refusal as Refusal where refusal.word == "refusal.store.lost" {
            try await room.work { connection in
                guard try connection.derived(kind, of: document.id)?.id == derived.id else { return }
                try connection.removeDerived(of: document.id)
                try connection.save(Conversion(document: document.id, state: .waiting))
            }
            return nil
        }
    }
}

extension Document {
    /// Whether a person may have the very bytes, with all that a camera wrote into a photo.
    func mayBeTaken(by session: Session, _ access: Access) -> Bool {
        access == .staff || (person != nil && person == session.person.id)
    }
}
