import HTTPTypes
import Hummingbird
import NIOCore
import Site

/// A whole answer with a page, as bytes: the same fields as any other answer, made once and not for each request.
struct ReadyAnswer {
    /// What they begin with, for each coding, without and with a script.
    struct Heads: Sendable {
        private let plain, scripted: Codings

        /// - Parameter isSecure: whether people come by https.
        init(isSecure: Bool) {
            plain = Codings(OpenPage(bytes: []), isSecure: isSecure)
            scripted = Codings(OpenPage(bytes: Array("<script ".utf8)), isSecure: isSecure)
        }

        fileprivate func head(_ page: OpenPage) -> Head { (page.hasScript ? scripted : plain).head(page.coding) }
    }

    private struct Codings: Sendable {
        private let plain: Head
        private let coded: [PageCoding: Head]

        init(_ page: OpenPage, isSecure: Bool) {
            plain = Head(page, isSecure: isSecure)
            coded = Dictionary(
                uniqueKeysWithValues: PageCoding.allCases.map {
                    ($0, Head(OpenPage(page, coded: [], as: $0), isSecure: isSecure))
                })
        }

        func head(_ coding: PageCoding?) -> Head { coding.flatMap { coded[$0] } ?? plain }
    }

    fileprivate struct Head: Sendable {
        /// Up to the length, and from there to the request's id.
        let before, after: [UInt8]

        init(_ page: OpenPage, isSecure: Bool) {
            var response = Response.page(page)
            SecurityHeaders.add(to: &response, requestID: "", isSecure: isSecure)
            var (before, after) = ("HTTP/1.1 200 OK\r\n", "")
            for field in response.headers where field.name != .requestID && field.name != .date {
                if field.name == .contentLength {
                    (before, after) = (before + after + "Content-Length: ", "\r\n")
                } else {
                    after += "\(field.name.rawName): \(field.value)\r\n"
                }
            }
            (self.before, self.after) = (Array(before.utf8), Array((after + "Request-Id: ").utf8))
        }
    }

    private let head: Head
    private let body: [UInt8]
    private let requestID: String
    private let isHead: Bool
    /// Called once the answer is out, or the connection gone.
    let leave: (@Sendable () -> Void)?

    init(heads: Heads, page: OpenPage, requestID: String, isHead: Bool, leave: (@Sendable () -> Void)?) {
        (head, body) = (heads.head(page), page.bytes)
        (self.requestID, self.isHead, self.leave) = (requestID, isHead, leave)
    }

    /// Room that it fits in, bytes.
    var size: Int { head.before.count + head.after.count + 128 + (isHead ? 0 : body.count) }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeBytes(head.before)
        buffer.writeString(String(body.count))
        buffer.writeBytes(head.after)
        buffer.writeString(requestID)
        buffer.writeStaticString("\r\nDate: ")
        buffer.writeString(HTTPDate.now)
        buffer.writeStaticString("\r\n\r\n")
        if !isHead { buffer.writeBytes(body) }
    }
}
