import Documents
public import Model
import Records
import Synchronization

/// The next bytes of an upload, as whoever sends them announces them.
public struct Chunk: Sendable {
    /// Where they begin; must be where the upload ends.
    public var offset: Int64
    /// How many; nil: not said.
    public var length: Int64?
    /// What they are; then they are kept whole or not at all.
    public var checksum: Checksum?

    public init(offset: Int64, length: Int64? = nil, checksum: Checksum? = nil) {
        (self.offset, self.length, self.checksum) = (offset, length, checksum)
    }
}

/// What came of a chunk.
public enum Resumed: Sendable {
    /// Durable up to where the upload says; the document too when that is its end.
    case taken(ResumableUpload)
    /// Somebody else writes to the upload now.
    case busy
    /// The upload ends elsewhere.
    case elsewhere(Int64)
    /// The bytes are not those that were sent; nothing of them is kept.
    case corrupt
}

/// Who writes to which upload: one at a time.
private final class ResumableWriters: Sendable {
    private let writing = Mutex<Set<ID<ResumableUpload>>>([])

    func enter(_ upload: ID<ResumableUpload>) -> Bool { writing.withLock { $0.insert(upload).inserted } }
    func leave(_ upload: ID<ResumableUpload>) { writing.withLock { _ = $0.remove(upload) } }
}

extension OpenAgency {
    /// Takes the next bytes of one's own upload. With the last of them the document is made, as by any other upload, before
    /// this returns. What came before the connection broke is kept, unless a checksum was promised for the whole chunk.
    /// - Throws: `Refusal(.notFound)` when there is no such upload for the person; `.tooLarge` beyond the announced length;
    ///   `.unsupportedType`, and the upload is over; `.full`, `.unavailable`, `.failed`; what `bytes` throws.
    public func resume<Bytes: AsyncSequence>(
        _ session: Session, client slug: Slug, case record: Slug, id: String, _ chunk: Chunk, bytes: Bytes
    ) async throws -> Resumed where Bytes.Element == [UInt8] {
        let asked = try await resumable(session, client: slug, case: record, id: id)
        let writers = parts.part { ResumableWriters() }
        guard writers.enter(asked.id) else { return .busy }
        defer { writers.leave(asked.id) }
        // Whoever wrote before may have been quicker than the look above.
        let upload = try await resumable(session, client: slug, case: record, id: id)
        guard chunk.offset == upload.received else { return .elsewhere(upload.received) }
        guard chunk.length ?? 0 <= upload.length - upload.received else { throw PieceRun.tooLong }
        // A chunk that was lost on the way back, sent again; or nothing.
        if upload.receipt != nil || chunk.length == 0 { return .taken(upload) }
        let run = try await PieceRun(self, session, upload, checksum: chunk.checksum)
        do {
            return try await run.take(bytes)
        } catch let refusal as Refusal where refusal.kind == .unsupportedType {
            try await end(run.upload, session, refused: refusal)
            throw refusal
        }
    }
}
