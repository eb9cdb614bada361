import Actions
import HTTPTypes
import Hummingbird
import Model
import Site

/// GET and HEAD `/AGENCY/clients/CLIENT/documents/ID/thumbnail` and `…/preview`: pictures that the program made itself. The
/// browser may keep them but asks each time, so that whoever loses the right to the document loses them too.
enum Pictures {
    static func thumbnail(_ request: Request, _ session: SignedInSession) async throws -> Response {
        let visitor = session.visitor
        let picture = try await session.agency.picture(
            .thumbnail, session.session, client: visitor.slug(2), id: visitor.path.segments[4])
        guard let picture else {
            // A page that lists the document was made before there was a thumbnail, or there never is one.
            guard let asset = session.site.assets.named("no-picture.svg") else {
                throw Refusal(.notFound, "refusal.not-found")
            }
            return AssetFiles.answer(asset, of: session.site.assets, request, cache: kept)
        }
        return answer(request, session, picture)
    }

    static func preview(_ request: Request, _ session: SignedInSession) async throws -> Response {
        let visitor = session.visitor
        let picture = try await session.agency.picture(
            .preview, session.session, client: visitor.slug(2), id: visitor.path.segments[4])
        guard let picture else { throw Refusal(.notFound, "refusal.not-found") }
        return answer(request, session, picture)
    }

    private static let kept = "private, no-cache"

    private static func answer(_ request: Request, _ session: SignedInSession, _ picture: OpenedDocument) -> Response {
        var headers = HTTPFields()
        headers[.cacheControl] = kept
        headers[.eTag] = picture.etag
        if EntityTag.isKnown(picture.etag, request.headers) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = picture.type
        headers[.contentDisposition] = ContentDisposition.field(picture.name, isInline: true)
        headers[.contentSecurityPolicy] = ContentPolicy.shown.rawValue
        return Response(status: .ok, headers: headers, body: Downloads.body(picture, 0..<picture.size, session))
    }
}
