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

    /// - Parameters: as the properties.
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

/// Who writes to which upload: one at a time. Somebody whose bytes have stopped coming (a phone that changed its network leaves
/// such connections) gives way to the next who asks.
private final class ResumableWriters: Sendable {
    private static let silence = Duration.seconds(2)

    private struct Writer {
        /// Since when it waits for bytes; nil: it has something to do.
        var waits: ContinuousClock.Instant?
        let stop: AsyncStream<Void>.Continuation
    }

    private let writing = Mutex<[ID<ResumableUpload>: Writer]>([:])

    /// What ends when the writer must stop; nil when there is one already.
    func enter(_ upload: ID<ResumableUpload>) -> AsyncStream<Void>? {
        writing.withLock { writing in
            if let writer = writing[upload] {
                if let since = writer.waits, .now - since > ResumableWriters.silence { writer.stop.finish() }
                return nil
            }
            let (stops, stop) = AsyncStream<Void>.makeStream()
            writing[upload] = Writer(stop: stop)
            return stops
        }
    }

    func leave(_ upload: ID<ResumableUpload>) { writing.withLock { _ = $0.removeValue(forKey: upload) } }

    func note(_ upload: ID<ResumableUpload>, waits: Bool) { writing.withLock { $0[upload]?.waits = waits ? .now : nil } }
}

extension OpenAgency {
    /// Takes the next bytes of one's own upload. With the last of them the document is made, as by any other upload, before
    /// this returns. What came before the connection broke is kept, unless a checksum was promised for the whole chunk.
    /// - Throws: `Refusal(.notFound)` when there is no such upload for the person; `.tooLarge` beyond the announced length;
    ///   `.unsupportedType`, and the upload is over; `.full`, `.unavailable`, `.failed`; what `bytes` throws.
    public func resume<Bytes: AsyncSequence & Sendable>(
        _ session: Session, client slug: Slug, case record: Slug, id: String, _ chunk: Chunk, bytes: Bytes
    ) async throws -> Resumed where Bytes.Element == [UInt8] {
        let asked = try await resumable(session, client: slug, case: record, id: id)
        let writers = parts.part { ResumableWriters() }
        guard let stops = writers.enter(asked.id) else { return .busy }
        defer { writers.leave(asked.id) }
        // Whoever wrote before may have been quicker than the look above.
        let upload = try await resumable(session, client: slug, case: record, id: id)
        guard chunk.offset == upload.received else { return .elsewhere(upload.received) }
        guard chunk.length ?? 0 <= upload.length - upload.received else { throw PieceRun.tooLong }
        // A chunk that was lost on the way back, sent again; or nothing.
        if upload.receipt != nil || chunk.length == 0 { return .taken(upload) }
        let run = try await PieceRun(self, session, upload, checksum: chunk.checksum) { writers.note(asked.id, waits: $0) }
        do {
            return try await OpenAgency.until(stops) { try await run.take(bytes) }
        } catch let refusal as Refusal where refusal.kind == .unsupportedType {
            try await end(run.upload, session, refused: refusal)
            throw refusal
        }
    }

    /// Does some work, which is cancelled when the stream ends.
    private static func until<T: Sendable>(
        _ stops: AsyncStream<Void>, _ work: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                for await _ in stops {}
                return nil
            }
            defer { group.cancelAll() }
            while let next = try await group.next() {
                if let next { return next }
                group.cancelAll()
            }
            throw CancellationError()
        }
    }
}
