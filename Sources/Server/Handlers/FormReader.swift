import Hummingbird
import Model
import NIOCore

/// The events of a form, pulled one by one while its bytes arrive. Nothing is read ahead: who does not pull slows the sender.
///
/// Unchecked: one task reads a request's body; whoever is handed a part of it is awaited meanwhile.
final class FormReader: @unchecked Sendable {
    private var body: RequestBody.AsyncIterator
    private var parser: MultipartParser
    private var events: [MultipartParser.Event] = []
    private var next = 0
    private var left: Int64
    private var isFinished = false

    /// - Parameters:
    ///   - limit: bytes of the whole body.
    init(_ body: RequestBody, boundary: String, limits: MultipartParser.Limits, limit: Int64) {
        self.body = body.makeAsyncIterator()
        parser = MultipartParser(boundary: boundary, limits: limits)
        left = limit
    }

    /// The next event; nil after the form's end.
    /// - Throws: `MultipartFault`; `Refusal(.tooLarge)` beyond the limit; what the connection throws.
    func event() async throws -> MultipartParser.Event? {
        while next == events.count {
            if isFinished { return nil }
            events.removeAll(keepingCapacity: true)
            next = 0
            guard let buffer = try await body.next() else {
                try parser.finish()
                isFinished = true
                return nil
            }
            left -= Int64(buffer.readableBytes)
            guard left >= 0 else { throw Refusal(.tooLarge, "refusal.upload.size") }
            try parser.feed(buffer.readableBytesView) { events.append($0) }
        }
        defer { next += 1 }
        return events[next]
    }

    /// Reads to the end of the part in hand.
    func skipPart() async throws {
        while let event = try await event(), event != .endOfPart {}
    }

    /// The text of the part in hand, at most `limit` bytes of UTF-8.
    func text(limit: Int) async throws -> String {
        var bytes: [UInt8] = []
        while let event = try await event(), case .body(let slice) = event {
            bytes += slice
            guard bytes.count <= limit else { throw Refusal(.tooLarge, "refusal.form.size") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw MultipartFault.headers }
        return text
    }
}

/// The bytes of the part in hand.
struct PartBytes: AsyncSequence, Sendable {
    typealias Element = [UInt8]

    let part: Part

    init(_ form: FormReader) {
        part = Part(form)
    }

    /// Where the reading of one part stands; unchecked for the reason of `FormReader`.
    final class Part: @unchecked Sendable {
        private let form: FormReader
        private(set) var isAtEnd = false

        init(_ form: FormReader) {
            self.form = form
        }

        func next() async throws -> [UInt8]? {
            guard !isAtEnd else { return nil }
            if case .body(let slice)? = try await form.event() { return Array(slice) }
            isAtEnd = true
            return nil
        }

        /// Throws away what nobody wanted.
        func finish() async throws {
            while try await next() != nil {}
        }
    }

    struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        let part: Part

        mutating func next() async throws -> [UInt8]? { try await part.next() }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(part: part) }
}
