import Documents
public import Model
import Records

extension OpenAgency {
    /// Adds a document to a case, as staff do. Durable when it returns.
    /// - Parameters:
    ///   - bytes: in pieces of any size.
    ///   - publish: whether the client's contacts see it at once.
    /// - Throws: `Refusal(.notFound)` without such a client or case; `.restricted` while its data may not be changed; `.unsupportedType`, `.tooLarge`, `.full` for the file; what
    ///   `bytes` throws.
    public func addDocument<Bytes: AsyncSequence>(
        client: Slug, case record: Slug, name: String, bytes: Bytes, publish: Bool, by actor: Actor = .operator
    ) async throws -> Document where Bytes.Element == [UInt8] {
        let (client, record) = try await records.read { connection in
            let client = try connection.client(named: client)
            try connection.mustBeFree(.client(client.id))
            guard let found = try connection.caseRecord(of: client.id, slug: record) else {
                throw Refusal(.notFound, "refusal.case.none", ["client": client.slug.text, "case": record.text])
            }
            return (client, found)
        }
        let receiving = try await receiving(name, for: client.id)
        let received: Received
        switch try await receiving.receive(bytes) {
        case .kept(let kept): received = kept
        case .refused(let refusal, _): throw refusal
        }
        let document = Document(
            id: received.id, client: client.id, caseID: record.id, name: received.shownName, type: received.type,
            size: received.size, sha256: received.sha256, origin: .staff, visibility: publish ? .client : .internal,
            person: actor.person, received: world.now(), wrappedKey: received.wrappedKey)
        do {
            try await change { connection, journal in
                try connection.mustBeFree(.client(document.client))
                try connection.insert(document)
                if publish { journal.changed(.documents(document.client, document.caseID)) }
                journal.audit(actor: actor, action: "document.add", subject: document.id.text, detail: document.name)
                if publish { journal.tell(.published(document, by: actor)) }
            }
        } catch {
            await discard([received.id], of: client.id)
            throw error
        }
        return document
    }
}
