import HTTPTypes
import Hummingbird
import NIOCore
import Site

extension Response {
    /// A page of HTML.
    static func page(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        page(bytes, status: status, policy: .of(hasScript: OpenPage.hasScript(bytes)))
    }

    private static func page(_ bytes: [UInt8], status: HTTPResponse.Status = .ok, policy: ContentPolicy) -> Response {
        var headers = HTTPFields()
        headers.reserveCapacity(12)
        headers.append(HTTPField(name: .contentType, value: "text/html; charset=utf-8"))
        headers.append(HTTPField(name: .contentSecurityPolicy, value: policy.rawValue))
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A rendered page, coded for the way if it is.
    static func page(_ page: OpenPage) -> Response {
        var response = Response.page(page.bytes, policy: .of(hasScript: page.hasScript))
        if let coding = page.coding { response.headers[.contentEncoding] = coding.rawValue }
        response.headers[.vary] = "Accept-Encoding"
        return response
    }

    /// Go on there with GET: 303 (RFC 9110, 15.4.4).
    /// - Parameter path: a path of our own, already safe to stand in a header.
    static func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }

    /// JSON, already written.
    static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok, type: String = "application/json") -> Response {
        Response(status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A line or more of plain text.
    static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
