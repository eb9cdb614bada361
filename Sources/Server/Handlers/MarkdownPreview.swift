import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Site

/// Markdown that staff are typing, as pages will show it.
enum MarkdownPreview {
    /// POST `/AGENCY/staff/preview`: `text` as a piece of HTML. Keeps nothing.
    static func show(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let body = try await FormBody.read(request, names: FormNames(single: ["text"]), limit: FormBody.longLimit)
        let html = staff.site.html(body["text"] ?? "")
        return Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html.text)))
    }
}
