import Actions
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// GET and HEAD `/AGENCY/clients/CLIENT/documents/ID`: the bytes of a document, as a guest of the portal.
enum Downloads {
    /// Types that browsers show without running anything of ours or theirs; everything else is saved.
    static let shown: Set<String> = ["image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf"]

    static func send(_ request: Request, _ session: SignedInSession) async throws -> Response {
        let visitor = session.visitor
        return answer(
            request, session,
            try await session.agency.document(session.session, client: visitor.slug(2), id: visitor.path.segments[4]))
    }

    /// GET and HEAD `…/documents/ID/original`: the bytes as they were received, of a photo too.
    static func original(_ request: Request, _ session: SignedInSession) async throws -> Response {
        let visitor = session.visitor
        return answer(
            request, session,
            try await session.agency.original(session.session, client: visitor.slug(2), id: visitor.path.segments[4]))
    }

    private static func answer(_ request: Request, _ session: SignedInSession, _ document: OpenedDocument) -> Response {
        let visitor = session.visitor
        let etag = document.etag.hasPrefix("\"") ? document.etag : "\"\(document.etag)\""
        var headers = HTTPFields()
        headers[.cacheControl] = "private, no-store"
        headers[.eTag] = etag
        if EntityTag.isKnown(etag, request.headers) { return Response(status: .notModified, headers: headers) }
        let counts =
            request.method == .get && request.headers[values: .range].count == 1
            && EntityTag.rangeCounts(etag, request.headers)
        let range = ByteRange(counts ? request.headers[.range] : nil, size: document.size)
        headers[.acceptRanges] = "bytes"
        if range == .unsatisfiable {
            var response = RefusalResponse(visitor.incoming, visitor)
                .answer(Refusal(.range, "refusal.document.range"), log: visitor.log)
            response.headers[.contentRange] = "bytes */\(document.size)"
            return response
        }
        let isShown = shown.contains(document.type)
        headers[.contentType] = document.type
        headers[.contentDisposition] = ContentDisposition.field(document.name, isInline: isShown)
        headers[.contentSecurityPolicy] = (isShown ? ContentPolicy.shown : .saved).rawValue
        guard case .part(let part) = range else {
            return Response(status: .ok, headers: headers, body: body(document, 0..<document.size, session))
        }
        headers[.contentRange] = ByteRange.field(part, of: document.size)
        return Response(status: .partialContent, headers: headers, body: body(document, part, session))
    }

    /// Pieces of at most 256 KiB, opened away from the event loop. A failure breaks the connection: the length was announced.
    static func body(_ document: OpenedDocument, _ range: Range<Int64>, _ session: SignedInSession) -> ResponseBody {
        ResponseBody(contentLength: range.count) { writer in
            // The agency stays open as long as its bytes are read.
            defer { withExtendedLifetime(session) {} }
            if !range.isEmpty {
                for try await chunk in document.chunks(range) {
                    try await writer.write(ByteBuffer(bytes: chunk))
                }
            }
            try await writer.finish(nil)
        }
    }
}
