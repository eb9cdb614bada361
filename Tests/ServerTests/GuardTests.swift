import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Site
import Synchronization
import Testing

@testable import Server

/// Answers without any portal behind: `/echo` gives back how much came, `/big` sends much, `/early` refuses before it reads,
/// `/slow` takes a while.
private struct Stub: Responding {
    final class Served: Sendable {
        let paths = Mutex<[String]>([])
    }

    let log: Served

    func forwarded(_ fields: some HeaderFields, from peer: String) -> String? { nil }

    func ready(_ head: HTTPRequestHead, from peer: String) -> ReadyAnswer? {
        guard head.uri == "/ready" else { return nil }
        log.paths.withLock { $0.append(head.uri) }
        return ReadyAnswer(
            heads: ReadyAnswer.Heads(isSecure: false), page: OpenPage(bytes: Array("athand".utf8)), requestID: "1",
            isHead: head.method == .HEAD, leave: nil)
    }

    func tooMany(_ request: Request, from peer: String) async -> Response { Response(status: .tooManyRequests) }
    func countsConnections(of peer: String) -> Bool { true }

    func malformed(_ fault: any Error, from peer: String) async -> Response { .text("malformed", status: .badRequest) }

    func respond(to request: Request, from peer: String) async -> Response {
        log.paths.withLock { $0.append(request.head.path ?? "") }
        switch request.head.path {
        case "/echo":
            var count = 0
            do {
                for try await buffer in request.body { count += buffer.readableBytes }
            } catch {
                return .text("broken", status: .badRequest)
            }
            return .text("\(count)")
        case "/big":
            return Response(
                status: .ok,
                body: ResponseBody(contentLength: 80_000_000) { writer in
                    let piece = ByteBuffer(repeating: 7, count: 50_000)
                    for _ in 0..<1600 { try await writer.write(piece) }
                    try await writer.finish(nil)
                })
        case "/broken":
            return Response(
                status: .ok,
                body: ResponseBody(contentLength: 100) { writer in
                    try await writer.write(ByteBuffer(string: "only this"))
                    throw CancellationError()
                })
        case "/ready": return .text("ready")
        case "/early": return .text("no", status: .contentTooLarge)
        case "/slow":
            try? await Task.sleep(for: .milliseconds(500))
            return .text("slow")
        default: return .text("hello")
        }
    }
}

/// A guarded server on a port of its own for as long as `work` takes.
private func withGuard(
    _ limits: GuardLimits = .patient, _ work: @escaping @Sendable (_ port: Int, Stub.Served) async throws -> Void
) async throws {
    let log = Stub.Served()
    let connection = HTTPConnection(
        limits: limits, registry: ConnectionRegistry(limit: limits.connectionsOfAddress), responder: Stub(log: log))
    let (ports, told) = AsyncStream<Int>.makeStream()
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let server = Server(
        childChannelSetup: connection,
        configuration: ServerConfiguration(
            address: .hostname("127.0.0.1", port: 0),
            availableConnectionsDelegate: .maximum(limits.connections, logger: logger)),
        onServerRunning: { told.yield($0.localAddress?.port ?? 0) }, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
        logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        var iterator = ports.makeAsyncIterator()
        let port = await iterator.next() ?? 0
        try await work(port, log)
        try await server.shutdownGracefully()
        try await group.waitForAll()
    }
}

extension GuardLimits {
    /// For tests of something else: nobody is cut because the machine is busy.
    static var patient: GuardLimits {
        var limits = GuardLimits()
        (limits.header, limits.idle, limits.window) = (.seconds(300), .seconds(300), .seconds(300))
        return limits
    }
}

private func get(_ path: String, _ more: String = "") -> String { "GET \(path) HTTP/1.1\r\nHost: a\r\n\(more)\r\n" }

@Suite(.serialized) struct `The guard of connections` {
    @Test func `answers one request after the other, in order`() async throws {
        try await withGuard { port, _ in
            let client = try RawClient(port: port)
            await client.send(get("/slow") + get("/") + get("/echo"))
            #expect(await client.answer()?.text == "slow")
            let again = try RawClient(port: port)
            await again.send(get("/slow") + get("/", "Connection: close\r\n"))
            let all = String(decoding: await again.receiveAll() ?? [], as: UTF8.self)
            let slow = try #require(all.range(of: "slow")), hello = try #require(all.range(of: "hello"))
            #expect(slow.lowerBound < hello.lowerBound && all.contains("Connection: close"))
        }
    }

    @Test func `lets no answer that is at hand overtake another, and gives it as often as it is asked for`() async throws {
        try await withGuard { port, served in
            for (paths, answers) in [
                (["/slow", "/ready", "/"], ["slow", "ready", "hello"]),
                (["/ready", "/slow", "/ready"], ["athand", "slow", "ready"]),
                (["/ready", "/ready", "/ready"], ["athand", "athand", "ready"]),
            ] {
                let client = try RawClient(port: port)
                let last = paths.count - 1
                await client.send(
                    paths.enumerated().map { get($1, $0 == last ? "Connection: close\r\n" : "") }.joined())
                let all = String(decoding: await client.receiveAll() ?? [], as: UTF8.self)
                let bodies = all.split(separator: "\r\n\r\n").dropFirst().map { $0.prefix { $0.isLetter } }
                #expect(bodies.map { String($0).replacing("HTTP", with: "") } == answers)
            }
            // The last of a connection says so, and so it is not one that was at hand.
            #expect(served.paths.withLock { $0.count } == 9)
        }
    }

    @Test func `answers at hand to the end before it stops reading, and none to who does not take them`() async throws {
        try await withGuard { port, _ in
            let client = try RawClient(port: port)
            await client.send("HEAD /ready HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try #require(await client.answer(toHead: true))
            #expect(head["content-length"] == "6" && head.body.isEmpty)
            for body in ["Content-Length: 0\r\n", "Expect: 100-continue\r\n", "Upgrade: h2c\r\n"] {
                let other = try RawClient(port: port)
                await other.send(get("/ready", body))
                let answer = try #require(await other.answer())
                #expect(answer.text != "athand", "\(body)")
            }
        }
    }

    @Test func `answers nothing that comes after its own last word`() async throws {
        try await withGuard { port, served in
            for next in ["/ready", "/"] {
                let client = try RawClient(port: port)
                await client.send(get("/", "Connection: close\r\n"))
                #expect(await client.answer()?["connection"] == "close")
                await client.send(get(next))
                #expect(await client.receiveAll() == [])
            }
            #expect(served.paths.withLock { $0 } == ["/", "/"])
        }
    }

    static let ambiguous: [(String, String)] = [
        ("no Host", "GET / HTTP/1.1\r\n\r\n"), ("two Hosts", get("/", "Host: b\r\n")),
        ("same Host twice", get("/", "host: a\r\n")),
        ("odd Host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), ("empty Host", "GET / HTTP/1.1\r\nHost: \r\n\r\n"),
        ("Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"), ("no Host in 1.0", "GET / HTTP/1.0\r\n\r\n"),
        ("absolute target", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"), ("asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n"),
        (
            "length and chunks",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
        ),
        (
            "chunks and length",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
        ),
        ("two lengths", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
        ("the same length twice", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
        ("a list of lengths", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello"),
        ("negative length", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"),
        ("plus length", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello"),
        ("length beyond 64 bits", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n"),
        ("length beyond all files", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n"),
        ("hexadecimal length", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello"),
        ("gzip, chunked", "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        (
            "chunked twice",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        ("xchunked", "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        ("identity", "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\nhello"),
        ("chunked in 1.0", "POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
        ("folded field", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n"),
        ("LF only", "GET / HTTP/1.1\nHost: a\n\n"), ("bare CR", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n"),
        ("NUL", "GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n"), ("no version", "GET /\r\n\r\n"),
        ("HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
        ("preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), ("HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
        ("unknown expectation", get("/", "Expect: wonders\r\n")), ("garbage", "\u{16}\u{3}\u{1}\u{2}\r\n\r\n"),
        ("odd method", "G@T / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a long field", get("/", "X: " + String(repeating: "x", count: 9000) + "\r\n")),
        ("a long target", get("/" + String(repeating: "x", count: 20_000))),
        ("many fields", get("/", String(repeating: "X: y\r\n", count: 65))),
        ("much in all", get("/", String(repeating: "X: " + String(repeating: "y", count: 4000) + "\r\n", count: 5))),
    ]

    @Test func `refuses what can be read in two ways, and answers nothing smuggled`() async throws {
        var limits = GuardLimits.patient
        limits.linger = .milliseconds(100)
        try await withGuard(limits) { port, log in
            for (name, bytes) in Self.ambiguous {
                let client = try RawClient(port: port)
                await client.send(bytes)
                let all = await client.receiveAll(seconds: 60)
                let text = String(decoding: all ?? [], as: UTF8.self)
                #expect(all != nil, "\(name): stays open")
                #expect(text.hasPrefix("HTTP/1.1 400 "), "\(name): \(text.prefix(100))")
                #expect(text.split(separator: "HTTP/1.1 ").count == 1, "\(name): more than one answer")
            }
            #expect(log.paths.withLock { $0 } == [])
        }
    }

    @Test func `takes chunks and bodies of any split`() async throws {
        try await withGuard { port, _ in
            let client = try RawClient(port: port)
            for byte in "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
                .utf8
            {
                await client.send([byte])
            }
            #expect(await client.answer()?.text == "5")
            await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
            #expect(await client.answer()?.text == "3")
            await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
            #expect(await client.answer()?.status == 400)
            #expect(await client.receiveAll(seconds: 60) != nil)
        }
    }

    @Test func `asks for a body that waits to be asked for, and only then`() async throws {
        try await withGuard { port, _ in
            let client = try RawClient(port: port)
            await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            let first = String(decoding: await client.receive() ?? [], as: UTF8.self)
            #expect(first.hasPrefix("HTTP/1.1 100 "))
            await client.send("abc")
            #expect(await client.answer()?.text == "3")
            await client.send("POST /early HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            #expect(await client.answer()?.status == 413)
            #expect(await client.receiveAll(seconds: 60) != nil)
        }
    }

    @Test func `closes after an early refusal instead of taking the whole body`() async throws {
        var limits = GuardLimits.patient
        limits.linger = .milliseconds(300)
        try await withGuard(limits) { port, _ in
            let client = try RawClient(port: port)
            await client.send("POST /early HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000000\r\n\r\n")
            let answer = await client.answer()
            #expect(answer?.status == 413 && answer?["connection"] == "close")
            let began = ContinuousClock.now
            let megabyte = [UInt8](repeating: 1, count: 1 << 20)
            var sent = 0
            while sent < 3000, await client.send(megabyte) { sent += 1 }
            #expect(sent < 3000 && ContinuousClock.now - began < .seconds(60))
            // A small rest is read, and the connection goes on.
            let other = try RawClient(port: port)
            await other.send("POST /early HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789" + get("/"))
            #expect(await other.answer()?.status == 413)
            await other.send(get("/", "Connection: close\r\n"))
            #expect(String(decoding: await other.receiveAll() ?? [], as: UTF8.self).contains("hello"))
        }
    }

    @Test func `cuts who sends a head, or a body, too slowly, and who says nothing`() async throws {
        var limits = GuardLimits()
        (limits.header, limits.idle, limits.window) = (.milliseconds(400), .milliseconds(900), .milliseconds(600))
        try await withGuard(limits) { port, _ in
            let silent = try RawClient(port: port)
            let dripping = try RawClient(port: port)
            let lazy = try RawClient(port: port)
            let began = ContinuousClock.now
            await lazy.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n")
            var cut: Duration?
            for byte in ("GET / HTTP/1.1\r\nHost: " + String(repeating: "a", count: 400)).utf8 {
                guard await dripping.send([byte]), await dripping.receive(seconds: 0.03) == nil else {
                    cut = ContinuousClock.now - began
                    break
                }
                await lazy.send([byte])
            }
            #expect(try #require(cut) < .seconds(6))
            #expect(await lazy.receiveAll(seconds: 10) != nil)
            #expect(await silent.receiveAll(seconds: 10) != nil)
        }
    }

    @Test func `cuts who does not take the answer, and nobody who does`() async throws {
        var limits = GuardLimits()
        limits.window = .milliseconds(1500)
        try await withGuard(limits) { port, _ in
            let greedy = try RawClient(port: port, receiveBuffer: 4096)
            await greedy.send(get("/big"))
            try await Task.sleep(for: .seconds(4))
            var count = 0
            while let bytes = await greedy.receive(1 << 20, seconds: 2), !bytes.isEmpty { count += bytes.count }
            #expect(count < 60_000_000)
            let fair = try RawClient(port: port)
            await fair.send(get("/big", "Connection: close\r\n"))
            count = 0
            while let bytes = await fair.receive(1 << 20, seconds: 60), !bytes.isEmpty { count += bytes.count }
            #expect(count > 80_000_000)
        }
    }

    @Test func `breaks the connection when a body cannot be sent to its end`() async throws {
        try await withGuard { port, _ in
            let client = try RawClient(port: port)
            await client.send(get("/broken"))
            let text = String(decoding: await client.receiveAll(seconds: 60) ?? [], as: UTF8.self)
            #expect(text.contains("Content-Length: 100") && text.hasSuffix("only this"))
        }
    }

    @Test func `gives one address so many connections, and all together so many`() async throws {
        var limits = GuardLimits.patient
        (limits.connectionsOfAddress, limits.connections) = (3, 10)
        try await withGuard(limits) { port, _ in
            var clients: [RawClient] = []
            for _ in 0..<3 {
                let client = try RawClient(port: port)
                await client.send(get("/"))
                #expect(await client.answer()?.status == 200)
                clients.append(client)
            }
            let fourth = try RawClient(port: port)
            #expect(await fourth.receiveAll(seconds: 60) == [])
            clients.removeAll()
            try await Task.sleep(for: .milliseconds(200))
            let fifth = try RawClient(port: port)
            await fifth.send(get("/"))
            #expect(await fifth.answer()?.status == 200)
        }
    }

    @Test func `finishes what is in progress when the server stops`() async throws {
        let held = Mutex<RawClient?>(nil)
        try await withGuard { port, _ in
            let client = try RawClient(port: port)
            await client.send(get("/slow"))
            try await Task.sleep(for: .milliseconds(150))
            held.withLock { $0 = client }
        }
        let client = try #require(held.withLock { $0 })
        let answer = await client.answer()
        #expect(answer?.text == "slow" && answer?["connection"] == "close")
    }
}
