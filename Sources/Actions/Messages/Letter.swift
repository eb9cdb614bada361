import Documents
import Logging
public import Model
import Records

/// A message that is being written: its files come first, then `send` with its text. One that is not sent leaves nothing behind.
public final class Letter: Sendable {
    private let upload: Upload
    /// On whose case it is.
    public let client: Client
    /// The case on which it is written.
    public let record: Case
    /// Whether its author may send files with it.
    public let mayAttach: Bool

    init(_ upload: Upload, of client: Client, on record: Case, mayAttach: Bool) {
        (self.upload, self.client, self.record, self.mayAttach) = (upload, client, record, mayAttach)
    }

    /// Takes one file, whose bytes are durable when this returns. What is wrong with it is said by `send`.
    /// - Throws: `Refusal(.notFound)` when the author may send no files; else as `Upload.receive`.
    public func attach<Bytes: AsyncSequence>(name: String, bytes: Bytes) async throws where Bytes.Element == [UInt8] {
        guard mayAttach else { throw Refusal(.notFound, "refusal.not-found") }
        try await upload.receive(name: name, bytes: bytes)
    }

    /// Sends it: message, documents and audit entries in one transaction, then the pages that show them. The same form sent
    /// again with the same content is the same message.
    /// - Parameters:
    ///   - text: as it was typed.
    ///   - form: the one-time id of the form.
    /// - Throws: `Refusal(.invalid)` for a text that cannot be sent; the refusal of the first file that was not taken: then
    ///   nothing is kept, and the form comes back. `.notFound` when the author may no longer write.
    public func send(_ text: String, form: String) async throws -> Message {
        let (agency, outcomes) = (upload.agency, upload.end())
        let kept = outcomes.compactMap { if case .kept(let received) = $0 { received } else { nil } }
        let filed: LetterFiling.Filed
        do {
            for case .refused(let file) in outcomes {
                if let refused = file.refusal { throw refused.refusal }
            }
            let filing = try LetterFiling(upload, kept, text: text, form: form)
            filed = try await agency.change { try filing.file($0, &$1) }
        } catch {
            await agency.discard(kept.map(\.id), of: upload.client)
            throw error
        }
        await agency.discard(filed.needless, of: upload.client)
        do {
            try await agency.settled()
        } catch {
            // Sent is sent: the pages follow when they can.
            agency.log.error("pages of a message were not rebuilt", metadata: ["error": "\(error)"])
        }
        return filed.message
    }

    /// Gives it up: nothing of it stays.
    public func abandon() async { await upload.abandon() }
}

extension OpenAgency {
    /// Begins a message on a case: a contact's to the agency, a member of staff's to the client's contacts.
    /// - Throws: `Refusal(.notFound)` when the person may not know the case.
    public func beginLetter(_ session: Session, client slug: Slug, case record: Slug) async throws -> Letter {
        let (client, access) = try await access(session, client: slug)
        guard access.mayWrite, let record = try await records.read({ try $0.caseRecord(of: client.id, slug: record) }) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return Letter(
            Upload(
                self, session, client: client.id, caseID: record.id, visibility: .client,
                rules: try await uploadRules(for: session)), of: client, on: record,
            mayAttach: access.mayUpload)
    }
}
