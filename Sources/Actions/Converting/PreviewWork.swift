import Documents
import Logging
import Model
import Records

/// Makes thumbnails, previews, copies and texts of an agency's documents, one document after the other, in the background.
/// What is done and what is not stands in the records, so that a stop loses nothing but the document under way.
struct PreviewWork: Sendable {
    /// A document with which the program died so often is left alone.
    static let mostTries: Int64 = 3

    let room: AgencyRoom

    /// Takes the next document that waits.
    /// - Returns: whether there was one.
    /// - Throws: `Refusal(.unavailable)` without a sandbox: then everything goes on waiting.
    func step() async throws -> Bool {
        let (records, documents, log) = (room.records, room.documents, room.log)
        guard let id = try await records.read({ try $0.waitingDocuments(limit: 1) }).first else { return false }
        guard let document = try await begin(id) else { return true }
        do {
            let kept = try await Blocking.run {
                let made = try Converter().make(document, documents.open(document))
                return try made.map { try keep($0, of: document) }
            }
            try await end(document, kept)
        } catch let hopeless as Converter.Hopeless {
            log.info("no preview", metadata: ["document": "\(id)", "reason": "\(hopeless.reason.rawValue)"])
            try await end(document, [], hopeless.reason)
        } catch is Converter.Interrupted {
            // The try is counted: what kills its reader every time is not read for ever.
            log.warning("a reader of untrusted files was killed", metadata: ["document": "\(id)"])
        } catch let refusal as Refusal where refusal.kind == .failed || refusal.kind == .wrongKey {
            // Its bytes cannot be opened, or not with the key that its row has: `check` names it, and others go on.
            log.error("document cannot be opened", metadata: ["document": "\(id)", "error": "\(refusal)"])
            try await end(document, [], .damaged)
        } catch {
            // Not the document's doing.
            try? await room.work { connection in
                guard var conversion = try connection.conversion(of: id), conversion.state == .waiting else { return }
                conversion.tries = max(0, conversion.tries - 1)
                try connection.save(conversion)
            }
            throw error
        }
        return true
    }

    /// Counts the try before it is made: what kills the program is not tried for ever.
    private func begin(_ id: ID<Document>) async throws -> Document? {
        try await room.work { connection in
            guard var conversion = try connection.conversion(of: id), conversion.state == .waiting else { return nil }
            guard let document = try connection.document(id) else {
                conversion.state = .none
                try connection.save(conversion)
                return nil
            }
            conversion.tries += 1
            guard conversion.tries <= PreviewWork.mostTries else {
                conversion.state = .none
                if conversion.reason != .forgotten { conversion.reason = .damaged }
                try connection.save(conversion)
                return nil
            }
            try connection.save(conversion)
            return document
        }
    }

    private func keep(_ made: Converter.Made, of document: Document) throws -> Derived {
        let received = try room.documents.keep(made.bytes, client: document.client, as: room.world.id(), type: made.type)
        return Derived(
            id: received.id, document: document.id, client: document.client, kind: made.kind, type: made.type,
            size: received.size, sha256: received.sha256, width: made.width, height: made.height,
            wrappedKey: received.wrappedKey)
    }

    /// Rows after bytes. Of a document that went away meanwhile, or was made by somebody else, the new bytes go.
    private func end(_ document: Document, _ made: [Derived], _ reason: Conversion.Reason? = nil) async throws {
        let unwanted = try await room.work { connection -> [Derived] in
            guard try connection.document(document.id) != nil, var conversion = try connection.conversion(of: document.id) else {
                return made
            }
            let earlier = try connection.derived(of: document.id)
            try connection.removeDerived(of: document.id)
            // Who was erased while it was read may stand in its text.
            let isForgotten = conversion.reason == .forgotten
            for one in made where !(isForgotten && one.kind == .text) { try connection.insert(one) }
            conversion.state = made.isEmpty ? .none : .made
            let why = reason ?? (made.isEmpty ? .damaged : nil)
            (conversion.reason, conversion.tries) = (isForgotten ? .forgotten : why, 0)
            try connection.save(conversion)
            return earlier + made.filter { isForgotten && $0.kind == .text }
        }
        await discard(unwanted.map(\.id), of: document.client)
    }

    private func discard(_ ids: [ID<Document>], of client: ID<Client>) async {
        guard !ids.isEmpty else { return }
        let store = room.documents
        do {
            try await Blocking.run { for id in ids { try store.remove(client: client, document: id) } }
        } catch {
            room.log.warning("bytes without a row are left to the sweep", metadata: ["error": "\(error)"])
        }
    }
}

extension AgencyRoom {
    /// A transaction of the background: what it writes is made again from the records when it is lost, and no page shows it,
    /// so there is neither an audit entry nor a mark. It waits while an import has the records, and a stop waits for it: bytes
    /// that were kept get their rows.
    func work<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await Task { [dirty, records] in
            try await dirty.raise()
            return try await records.write(body)
        }.value
    }
}
