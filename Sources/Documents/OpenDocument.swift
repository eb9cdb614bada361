import CLinux
import Crypto
import Foundation
import Glibc
import Model
import Threads

/// A sealed file, open for reading. Only bytes whose seal was checked ever leave it, and any range opens without the rest.
public final class OpenDocument: Sendable {
    /// The most bytes that `chunks` gives at once: each piece costs two changes of threads, and as much memory for as long
    /// as its reader takes.
    public static let piece = 16 * Int64(Cobblestone.chunk)

    /// Bytes of content; proven by the seal of the last chunk.
    public let size: Int64
    private let file: Descriptor
    /// Of the document, or of the upload.
    private let id: String
    /// Where the message begins in the file.
    private let base: Int64
    private let keys: Cobblestone.Keys

    /// A whole file is one document.
    convenience init(file: Descriptor, document: Document, key: SymmetricKey, context: [UInt8]) throws {
        let length: Int64
        do {
            let status = try Files.status(file)
            guard status.st_mode & S_IFMT == S_IFREG else { throw Files.trouble("open", EINVAL) }
            length = Int64(status.st_size)
        } catch {
            throw Refusal(.failed, "refusal.store.damaged", ["id": document.id.text], cause: error)
        }
        try self.init(file, document.id.text, base: 0, length: length, size: document.size, key: key, context: context)
    }

    /// One message of an upload's file.
    convenience init(
        file: Descriptor, piece: ResumablePiece, of upload: ID<ResumableUpload>, key: SymmetricKey, context: [UInt8]
    ) throws {
        try self.init(
            file, upload.text, base: piece.place, length: Cobblestone.sealedLength(piece.size), size: piece.size, key: key,
            context: context)
    }

    /// Checks header, commitment and the last chunk: the file is the one, the key is its key, and nothing is missing at its end.
    private init(
        _ file: Descriptor, _ id: String, base: Int64, length: Int64, size wanted: Int64, key: SymmetricKey, context: [UInt8]
    ) throws {
        (self.file, self.id, self.base) = (file, id, base)
        let start = Int(Cobblestone.chunksStart)
        let damaged = { (cause: (any Error)?) in Refusal(.failed, "refusal.store.damaged", ["id": id], cause: cause) }
        var beginning = [UInt8](repeating: 0, count: start)
        do {
            let count = try beginning.withUnsafeMutableBytes { try Files.read(file, at: base, into: $0) }
            guard count == start else { throw damaged(nil) }
        } catch let error as SystemTrouble {
            throw damaged(error)
        }
        if beginning.starts(with: Cobblestone.header.prefix(4)), beginning[4] > Cobblestone.header[4] {
            throw Refusal(.newer, "refusal.store.newer", ["id": id])
        }
        let salt = beginning[8..<(8 + Cobblestone.saltLength)]
        keys = Cobblestone.Keys(documentKey: key, salt: salt, context: context)
        guard beginning.starts(with: Cobblestone.header),
            beginning.suffix(Cobblestone.commitmentLength).elementsEqual(keys.commitment),
            let size = Cobblestone.contentLength(sealed: length)
        else { throw damaged(nil) }
        self.size = size
        guard size == wanted else { throw Refusal(.failed, "refusal.store.size", ["id": id]) }
        let last = size / Int64(Cobblestone.chunk)
        try open(last...last) { _, _ in }
    }

    /// The bytes of a range.
    /// - Throws: `Refusal(.range)` when the range leaves the document, `.failed` when a seal is broken: then nothing of the
    ///   chunk is given.
    public func read(_ range: Range<Int64>) throws -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= size else {
            throw Refusal(.range, "refusal.document.range", ["size": String(size)])
        }
        guard !range.isEmpty else { return [] }
        let chunk = Int64(Cobblestone.chunk)
        let (first, last) = (range.lowerBound / chunk, (range.upperBound - 1) / chunk)
        var out: [UInt8] = []
        out.reserveCapacity(range.count)
        for start in stride(from: first, through: last, by: Int(OpenDocument.piece / chunk)) {
            try open(start...min(start + OpenDocument.piece / chunk - 1, last)) { number, content in
                let from = Int(max(range.lowerBound - number * chunk, 0))
                let to = Int(min(range.upperBound - number * chunk, chunk))
                content.withUnsafeBytes { out.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[from..<to])) }
            }
        }
        return out
    }

    /// The bytes of a range, in pieces of at most 256 KiB, read on threads that may block.
    public func chunks(_ range: Range<Int64>) -> Chunks {
        Chunks(document: self, range: range)
    }

    /// Reads some chunks at once and gives each to `body`, authenticated.
    private func open(_ numbers: ClosedRange<Int64>, _ body: (Int64, Data) -> Void) throws {
        let whole = Cobblestone.sealedChunk
        let hasLast = numbers.upperBound == size / Int64(Cobblestone.chunk)
        let last = hasLast ? Int(size % Int64(Cobblestone.chunk)) + Cobblestone.tag : whole
        let length = (numbers.count - 1) * whole + last
        let place = base + Cobblestone.chunksStart + numbers.lowerBound * Int64(whole)
        do {
            try withUnsafeTemporaryAllocation(byteCount: length, alignment: 16) { sealed in
                guard try Files.read(file, at: place, into: sealed) == length else { throw Files.trouble("read", EIO) }
                for (index, number) in numbers.enumerated() {
                    let chunk = sealed[(index * whole)..<min((index + 1) * whole, length)]
                    body(number, try keys.open(UnsafeRawBufferPointer(rebasing: chunk), number: UInt64(number)))
                }
            }
        } catch {
            throw Refusal(.failed, "refusal.store.damaged", ["id": id], cause: error)
        }
    }

    /// A range of a document as a sequence. Each piece is read when it is asked for.
    public struct Chunks: AsyncSequence, Sendable {
        /// A piece of the bytes, unsealed.
        public typealias Element = [UInt8]

        let document: OpenDocument
        let range: Range<Int64>

        /// Its bytes, in order, opened as they are read.
        public func makeAsyncIterator() -> Iterator {
            Iterator(document: document, place: range.lowerBound, end: range.upperBound)
        }

        /// Goes through the pieces as they are opened.
        public struct Iterator: AsyncIteratorProtocol {
            let document: OpenDocument
            var place: Int64
            let end: Int64

            /// The next piece; nil at the end.
            /// - Throws: `Refusal(.failed)` when the sealed bytes are damaged; `CancellationError`.
            public mutating func next() async throws -> [UInt8]? {
                guard place < end else { return nil }
                try Task.checkCancellation()
                // Pieces end where chunks end, so that no chunk is opened twice. A range that leaves the document is refused
                // whole.
                let next =
                    place < 0 || end > document.size ? end : Swift.min(end, (place / OpenDocument.piece + 1) * OpenDocument.piece)
                let (document, range) = (document, place..<next)
                place = next
                return try await OpenDocument.readers.run { try document.read(range) }
            }
        }
    }

    /// Disks may make a reader wait; the threads that run tasks must not.
    private static let readers = Lane("documents", width: 16)
}
