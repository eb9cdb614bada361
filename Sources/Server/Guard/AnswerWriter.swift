import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

/// Writes one answer. What is there as a whole goes out in one write.
struct AnswerWriter: ResponseBodyWriter {
    typealias Outbound = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

    private let outbound: Outbound
    private let length: Int?
    private var held: [HTTPServerResponsePart]
    private var count = 0

    /// - Parameter length: the Content-Length that was announced, nil when there is none.
    init(_ outbound: Outbound, head: HTTPResponseHead, length: Int?) {
        (self.outbound, self.length, held) = (outbound, length, [.head(head)])
    }

    mutating func write(_ buffer: ByteBuffer) async throws {
        count += buffer.readableBytes
        if let length, count > length { throw WrongLength() }
        held.append(.body(.byteBuffer(buffer)))
        // The last piece waits for the end, which follows at once.
        guard count != length else { return }
        try await outbound.write(contentsOf: held)
        held.removeAll(keepingCapacity: true)
    }

    consuming func finish(_ trailers: HTTPFields?) async throws {
        if let length, count != length { throw WrongLength() }
        held.append(.end(nil))
        try await outbound.write(contentsOf: held)
    }

    /// Other bytes than announced: the connection must not go on.
    struct WrongLength: Error {}
}

extension HTTPResponseHead {
    /// - Parameter closes: whether the connection ends with this answer.
    init(_ response: Response, closes: Bool) {
        var headers = HTTPHeaders()
        headers.reserveCapacity(response.headers.count + 1)
        for field in response.headers { headers.add(name: field.name.rawName, value: field.value) }
        if closes { headers.add(name: "Connection", value: "close") }
        self.init(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: response.status.code, reasonPhrase: response.status.reasonPhrase),
            headers: headers)
    }
}
