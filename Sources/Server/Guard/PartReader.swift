import Hummingbird
import NIOCore
import NIOHTTP1

/// What a connection's peer sends, part by part.
///
/// Unchecked: a connection has one task, and a handler that reads a body is called by that task and awaited. An iterator of
/// NIO cannot be handed from one to the other otherwise.
final class PartReader: @unchecked Sendable {
    typealias Stream = NIOAsyncChannelInboundStream<HTTPServerRequestPart>

    private var iterator: Stream.AsyncIterator
    /// Whether the body of the request in hand has been read to its end.
    private(set) var isAtEnd = true
    /// Asks the peer for the body when it waits for that (`Expect: 100-continue`); once.
    private var onFirstRead: (@Sendable () async throws -> Void)?

    init(_ stream: Stream) {
        iterator = stream.makeAsyncIterator()
    }

    /// The next request's head; nil when the peer has no more.
    func head() async throws -> HTTPRequestHead? {
        guard let part = try await iterator.next() else { return nil }
        guard case .head(let head) = part else { throw Broken() }
        isAtEnd = false
        onFirstRead = nil
        return head
    }

    /// Called before the first piece of the body is read.
    func beforeBody(_ work: @escaping @Sendable () async throws -> Void) {
        onFirstRead = work
    }

    /// The next piece of the body; nil at its end.
    /// - Throws: `Broken` when the connection ended before.
    func piece() async throws -> ByteBuffer? {
        if isAtEnd { return nil }
        if let work = onFirstRead {
            onFirstRead = nil
            try await work()
        }
        switch try await iterator.next() {
        case .body(let buffer): return buffer
        case .end:
            isAtEnd = true
            return nil
        case .head, nil: throw Broken()
        }
    }

    /// Whether the peer still waits for our word before it sends the body.
    var isAwaitingContinue: Bool { onFirstRead != nil }

    /// Throws away whatever comes, until nothing more does.
    func drain() async throws {
        while try await iterator.next() != nil {}
    }

    /// The peer went away in the middle of a request.
    struct Broken: Error {}
}

/// The body of a request, for whoever handles it.
struct IncomingBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let parts: PartReader

    struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        let parts: PartReader

        mutating func next() async throws -> ByteBuffer? { try await parts.piece() }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(parts: parts) }
}
