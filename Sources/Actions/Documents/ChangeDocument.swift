public import Model
import Records

/// What staff and the operator do with documents. With a session, the answer waits for the client's pages.
extension OpenAgency {
    /// From now on the client's contacts see the document. Twice is harmless.
    /// - Throws: `Refusal(.notFound)` when there is none, or the session's person may not see the client.
    public func publish(document id: String, by actor: Actor, session: Session? = nil) async throws -> Document {
        let now = world.now()
        return try await change(document: id, session) { document, connection, journal in
            guard try connection.setVisibility(.client, of: document.id, published: now) else { return }
            journal.changed(.documents(document.client, document.caseID))
            journal.audit(actor: actor, action: "document.publish", subject: document.id.text)
            journal.tell(.published(document, by: actor))
        }
    }

    /// From now on they do not: its pages are not served until they are rebuilt without it. Twice is harmless.
    /// - Throws: as `publish`.
    public func unpublish(document id: String, by actor: Actor, session: Session? = nil) async throws -> Document {
        try await change(document: id, session) { document, connection, journal in
            guard try connection.setVisibility(.internal, of: document.id) else { return }
            journal.withdraws(.documents(document.client, document.caseID))
            journal.audit(actor: actor, action: "document.unpublish", subject: document.id.text)
        }
    }

    /// Removes a document for good: its key goes with the transaction, its bytes right after. Its row stays for the
    /// history.
    /// - Throws: as `publish`.
    public func remove(document id: String, by actor: Actor, session: Session? = nil) async throws -> Document {
        let now = world.now()
        let made = try await made(of: id)
        let document = try await change(document: id, session) { document, connection, journal in
            guard try connection.removeDocument(document.id, at: now) else { return }
            try connection.removeDerived(of: document.id)
            try connection.save(Conversion(document: document.id, state: .none))
            if document.visibility == .client { journal.withdraws(.documents(document.client, document.caseID)) }
            journal.audit(actor: actor, action: "document.remove", subject: document.id.text, detail: document.name)
        }
        await discard([document.id] + made, of: document.client)
        return document
    }

    /// The bytes of thumbnail, preview, copy and text. What is made meanwhile is thrown away by whoever makes it.
    private func made(of document: String) async throws -> [ID<Document>] {
        guard let id = ID<Document>(checking: document) else { return [] }
        return try await records.read { try $0.derived(of: id).map(\.id) }
    }

    /// Finds the document, asks for access, works, and gives the record as it is afterwards (or was, when it is gone).
    private func change(
        document text: String, _ session: Session?,
        _ work: @escaping @Sendable (Document, any Connection, inout Journal) throws -> Void
    ) async throws -> Document {
        let none = Refusal(.notFound, session == nil ? "refusal.document.none" : "refusal.not-found", ["id": Email.shown(text)])
        guard let id = ID<Document>(checking: text) else { throw none }
        let document = try await change { connection, journal in
            guard let document = try connection.document(id) else { throw none }
            if let session {
                guard let person = try connection.person(session.person.id), person.epoch == session.person.epoch,
                    try connection.access(of: person, to: document.client) == .staff
                else { throw none }
            }
            try connection.mustBeFree(.client(document.client))
            try work(document, connection, &journal)
            return try connection.document(id) ?? document
        }
        if session != nil { try await settled() }
        return document
    }
}
