import Documents
public import Model
import Records

extension OpenAgency {
    /// Opens a document for a person. That they read it stands in the audit log, committed, before this returns. Of a photo they
    /// get the copy without what its camera wrote into it, such as the place.
    /// - Throws: `Refusal(.notFound)` when there is none for them, whatever the reason; `.unavailable` when the audit log cannot
    ///   take the entry, or the copy of a photo is being prepared; `.conflict` when there can be no copy; `.failed` when the
    ///   bytes are not what was sealed.
    public func document(_ session: Session, client slug: Slug, id: String) async throws -> OpenedDocument {
        let (document, _) = try await visible(session, client: slug, id: id)
        let opened = document.isPhoto ? try await openCopy(document) : try await open(document)
        try await noteAndWait(
            Noted(session.actor, "document.read", subject: document.id.text, group: .session(session.tokenHash)))
        return opened
    }

    /// The very bytes that were received: for staff, and for who brought them.
    /// - Throws: as `document`; `.notFound` for everybody else.
    public func original(_ session: Session, client slug: Slug, id: String) async throws -> OpenedDocument {
        let (document, access) = try await visible(session, client: slug, id: id)
        guard document.mayBeTaken(by: session, access) else { throw Refusal(.notFound, "refusal.not-found") }
        let opened = try await open(document)
        try await noteAndWait(
            Noted(session.actor, "document.original", subject: document.id.text, group: .session(session.tokenHash)))
        return opened
    }

    /// The document, if the session's person may see it.
    /// - Throws: `Refusal(.notFound)`.
    func visible(_ session: Session, client slug: Slug, id: String) async throws -> (Document, Access) {
        let (client, access) = try await access(session, client: slug)
        guard let id = ID<Document>(checking: id), let document = try await records.read({ try $0.document(id) }),
            document.client == client.id, access.maySee(document.visibility)
        else { throw Refusal(.notFound, "refusal.not-found") }
        return (document, access)
    }

    /// The same for whoever has the command line.
    public func documentBytes(_ id: String, by actor: Actor = .operator) async throws -> OpenedDocument {
        guard let id = ID<Document>(checking: id), let document = try await records.read({ try $0.document(id) }) else {
            throw Refusal(.notFound, "refusal.document.none", ["id": Email.shown(id)])
        }
        let opened = try await open(document)
        try await noteAndWait(Noted(actor, "document.read", subject: id.text))
        return opened
    }

    /// Its bytes, for whoever was allowed them.
    func open(_ document: Document) async throws -> OpenedDocument {
        let store = documents
        return OpenedDocument(document, try await Blocking.run { try store.open(document) })
    }
}
