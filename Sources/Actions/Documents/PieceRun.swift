import Documents
import Model
import Records

/// Brings one chunk of an upload into the store, piece by piece, off the threads that serve requests. Each piece is durable
/// and on the records before the next begins, so that little is sent again after a crash.
///
/// Unchecked: one task holds it, and the steps follow each other, on whatever thread.
final class PieceRun: @unchecked Sendable {
    /// How much is gathered before it is sealed: one change of threads for each is dear.
    private static let gathered = 256 << 10
    /// A piece is ended when it has so many bytes: this much is sent again when the power fails.
    private static let largestPiece: Int64 = 16 << 20
    /// More would only be slow; who sends so little at a time means no good.
    private static let mostPieces = 10_000

    static var tooLong: Refusal { Refusal(.tooLarge, "refusal.upload.length") }

    private let agency: OpenAgency
    private let session: Session
    private let checksum: Checksum?
    /// As it is by now.
    private(set) var upload: ResumableUpload
    private var pieces: [ResumablePiece]
    private var incoming: IncomingPiece?
    private let onWait: @Sendable (Bool) -> Void

    /// - Parameter onWait: told when it begins and ends to wait for bytes.
    init(
        _ agency: OpenAgency, _ session: Session, _ upload: ResumableUpload, checksum: Checksum?,
        onWait: @escaping @Sendable (Bool) -> Void
    ) async throws {
        self.onWait = onWait
        (self.agency, self.session, self.upload, self.checksum) = (agency, session, upload, checksum)
        pieces = try await agency.records.read { try $0.pieces(of: upload.id) }
        // Should we be killed, the next opening must look for what is left of it.
        try await agency.room.dirty.raise()
    }

    func take<Bytes: AsyncSequence>(_ bytes: Bytes) async throws -> Resumed where Bytes.Element == [UInt8] {
        do {
            return try await takeAll(bytes)
        } catch {
            // Not to be cut short by the next writer.
            await discard()
            throw error
        }
    }

    private func takeAll<Bytes: AsyncSequence>(_ bytes: Bytes) async throws -> Resumed where Bytes.Element == [UInt8] {
        var waiting: [UInt8] = []
        waiting.reserveCapacity(PieceRun.gathered)
        var broken: (any Error)?
        var iterator = bytes.makeAsyncIterator()
        while true {
            onWait(true)
            do {
                let next = try await iterator.next()
                onWait(false)
                guard let next else { break }
                waiting += next
            } catch {
                onWait(false)
                broken = error
                break
            }
            guard waiting.count >= PieceRun.gathered else { continue }
            try await write(waiting)
            waiting.removeAll(keepingCapacity: true)
            if checksum == nil, size >= PieceRun.largestPiece, upload.received + size < upload.length {
                guard try await endPiece() else { return .corrupt }
            }
        }
        if let broken, checksum != nil { throw broken }
        if !waiting.isEmpty { try await write(waiting) }
        // What came is kept, also when we were told to stop: that must not stop this.
        if incoming != nil, try await !Task(operation: { [self] in try await endPiece() }).value { return .corrupt }
        if let broken { throw broken }
        return .taken(upload)
    }

    private var size: Int64 { incoming?.size ?? 0 }

    private func write(_ bytes: [UInt8]) async throws {
        guard Int64(bytes.count) <= upload.length - upload.received - size else { throw PieceRun.tooLong }
        guard incoming != nil || pieces.count < PieceRun.mostPieces else { throw Refusal(.tooLarge, "refusal.upload.pieces") }
        try await Blocking.run { [self] in
            if incoming == nil {
                incoming = try agency.documents.receivePiece(
                    of: upload.id, client: upload.client, start: upload.received, place: pieces.last?.nextPlace ?? 0,
                    name: upload.name, checksum: checksum)
            }
            try incoming?.write(bytes)
        }
    }

    /// Makes the piece durable; with the last one the document. False when the checksum does not fit.
    private func endPiece() async throws -> Bool {
        guard let piece = try await Blocking.run({ [self] in try incoming?.finish() }) else { return false }
        incoming = nil
        pieces.append(piece)
        guard piece.end < upload.length else {
            upload = try await agency.end(upload, session, pieces: pieces)
            return true
        }
        let expires = agency.world.now().adding(seconds: OpenAgency.resumableSeconds)
        let id = upload.id
        try await agency.change { connection, journal in
            journal.addsDocumentsOnly()
            // It may have been given up meanwhile.
            guard try connection.add(piece, to: id, expires: expires) else { throw Refusal(.notFound, "refusal.not-found") }
        }
        (upload.received, upload.expires) = (piece.end, expires)
        return true
    }

    private func discard() async {
        try? await Blocking.run { [self] in
            incoming?.discard()
            incoming = nil
        }
    }
}
