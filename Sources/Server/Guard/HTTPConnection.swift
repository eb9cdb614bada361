import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import Model
import NIOCore
import NIOHTTP1

/// One HTTP/1.1 connection after the other requests of it: limits, framing, answers in order, and an orderly end.
struct HTTPConnection: ServerChildChannel {
    typealias Value = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    let limits: GuardLimits
    let registry: ConnectionRegistry
    let responder: any Responding

    /// Puts the handlers of a new connection together; closes it when its address has too many.
    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let state = ConnectionState(limits: limits)
            let peer = channel.remoteAddress?.ipAddress ?? ""
            if responder.countsConnections(of: peer) {
                let address = AddressBlock.of(peer)
                if registry.enter(address) {
                    channel.closeFuture.whenComplete { [registry] _ in registry.leave(address) }
                } else {
                    channel.close(promise: nil)
                }
            }
            var decoder = NIOHTTPDecoderLimitConfiguration()
            decoder.maxHeaderFieldSize = limits.headerField
            decoder.maxHeaderListSize = limits.headers
            decoder.maxHeaderFieldCount = limits.headerCount
            let door = ByteGuard(state: state, limits: limits)
            try pipeline.addHandler(door)
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: true,
                withEncoderConfiguration: .init(), withDecoderLimitConfiguration: decoder)
            try pipeline.addHandler(ReadyPages(state: state, door: door, responder: responder))
            try pipeline.addHandler(RequestFollower(state: state, limits: limits))
            return try Value(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }

    /// Answers one request after the other until either side has had enough.
    func handle(value: Value, logger: Logger) async {
        await withTaskExecutorPreference(LoopExecutor(value.channel.eventLoop)) {
            do {
                try await withTaskCancellationHandler {
                    try await value.executeThenClose { inbound, outbound in
                        let parts = PartReader(inbound)
                        try await serve(parts, outbound, value.channel)
                        outbound.finish()
                        try await end(parts, value.channel)
                    }
                } onCancel: {
                    value.channel.close(mode: .input, promise: nil)
                }
            } catch {
                logger.trace("connection ended", metadata: ["cause": "\(error)"])
            }
        }
    }

    private func serve(_ parts: PartReader, _ outbound: AnswerWriter.Outbound, _ channel: any Channel) async throws {
        let address = channel.remoteAddress?.ipAddress ?? ""
        while true {
            let head: HTTPRequestHead
            do {
                guard let next = try await parts.head() else { return }
                head = next
                try Framing.check(head)
            } catch let fault where fault is HTTPParserError || fault is Framing.Fault {
                let answer = await responder.malformed(fault, from: address)
                return try await write(answer, isHead: false, closes: true, outbound)
            }
            if head.headers.contains(name: "Expect") {
                parts.beforeBody { try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .continue))) }
            }
            guard let request = Request(head, parts) else {
                return try await write(
                    await responder.malformed(Framing.Fault.method, from: address), isHead: false, closes: true, outbound)
            }
            if try await !serve(request, head, from: address, parts, outbound) { return }
        }
    }

    /// Answers one request; tells whether another may follow. Of one that came through a proxy it is the client that is
    /// counted, until the answer is out.
    private func serve(
        _ request: Request, _ head: HTTPRequestHead, from address: String, _ parts: PartReader,
        _ outbound: AnswerWriter.Outbound
    ) async throws -> Bool {
        let isHead = head.method == .HEAD
        let client = responder.forwarded(request.headers, from: address)
        if let client, !registry.enter(client) {
            try await write(await responder.tooMany(request, from: address), isHead: isHead, closes: true, outbound)
            return false
        }
        defer { if let client { registry.leave(client) } }
        let answer = await responder.respond(to: request, from: address)
        let goesOn = try await mayGoOn(after: head, parts)
        try await write(answer, isHead: isHead, closes: !goesOn, outbound)
        return goesOn
    }

    /// Whether another request may follow: the peer wants it, and what is left of the body is little and can be read.
    private func mayGoOn(after head: HTTPRequestHead, _ parts: PartReader) async throws -> Bool {
        guard head.isKeepAlive, !head.wantsOtherProtocol else { return false }
        if parts.isAtEnd { return true }
        let length = head.headers["Content-Length"].first.flatMap { Int($0) }
        let isChunked = head.headers.contains(name: "Transfer-Encoding")
        guard !isChunked, !parts.isAwaitingContinue, (length ?? 0) <= limits.unreadBody else { return false }
        do {
            while try await parts.piece() != nil {}
            return true
        } catch is HTTPParserError {
            return false
        }
    }

    private func write(_ answer: Response, isHead: Bool, closes: Bool, _ outbound: AnswerWriter.Outbound) async throws {
        let head = HTTPResponseHead(answer, closes: closes)
        if isHead || answer.status == .notModified || answer.status == .noContent {
            return try await outbound.write(contentsOf: [.head(head), .end(nil)])
        }
        let length = answer.headers[.contentLength].flatMap { Int($0) }
        try await answer.body.write(AnswerWriter(outbound, head: head, length: length))
    }

    /// The answer is out and our side is closed: gives the peer a moment to read it, since closing while its bytes arrive
    /// would throw the answer away.
    private func end(_ parts: PartReader, _ channel: any Channel) async throws {
        let timer = channel.eventLoop.scheduleTask(in: .nanoseconds(limits.linger.nanoseconds)) { channel.close(promise: nil) }
        defer { timer.cancel() }
        do {
            try await parts.drain()
            try await channel.close()
        } catch is HTTPParserError {
            // Nothing can be read any more: the peer closes, or the timer does.
            try await channel.closeFuture.get()
        }
    }
}

/// Who answers what connections bring.
protocol Responding: Sendable {
    /// Never throws: whatever goes wrong has a face.
    func respond(to request: Request, from peer: String) async -> Response
    /// The 400 for what is no request, or could be read in two ways.
    func malformed(_ fault: any Error, from peer: String) async -> Response
    /// Whether a peer's connections are counted; a proxy's are not, its clients' requests are.
    func countsConnections(of peer: String) -> Bool
    /// The client on whose behalf a proxy of ours asks, as it is counted; nil when the peer is none.
    func forwarded(_ fields: some HeaderFields, from peer: String) -> String?
    /// The answer when it is at hand as bytes; nil: `respond` has to be asked. Quick, and it waits for nothing.
    func ready(_ head: HTTPRequestHead, from peer: String) -> ReadyAnswer?
    /// The 429 for a client that has too many requests open.
    func tooMany(_ request: Request, from peer: String) async -> Response
}

extension Request {
    /// Nil when the method is no token.
    fileprivate init?(_ head: HTTPRequestHead, _ parts: PartReader) {
        guard let method = HTTPRequest.Method(head.method.rawValue) else { return nil }
        var fields = HTTPFields()
        fields.reserveCapacity(head.headers.count)
        for (name, value) in head.headers where name.lowercased() != "host" {
            guard let name = HTTPField.Name(name) else { return nil }
            fields.append(HTTPField(name: name, value: value))
        }
        let request = HTTPRequest(
            method: method, scheme: "http", authority: head.headers["Host"].first, path: head.uri, headerFields: fields)
        let hasBody = head.headers.contains(name: "Content-Length") || head.headers.contains(name: "Transfer-Encoding")
        self.init(
            head: request,
            body: hasBody ? RequestBody(asyncSequence: IncomingBody(parts: parts)) : RequestBody(buffer: ByteBuffer()))
    }
}
