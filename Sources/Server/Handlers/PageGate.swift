import Actions
import Hummingbird
import Model
import Site

/// GET `/AGENCY/clients/CLIENT/…`: the page of one's own view, or what does not exist.
enum PageGate {
    static func show(_ request: Request, _ session: SignedInSession) async throws -> Response {
        let visitor = session.visitor
        let client = try visitor.slug(2)
        guard visitor.path.endsInSlash else {
            // Pages are folders: a link without its slash is mended, for whoever may see the client at all. Files are none.
            guard !visitor.path.segments.contains(where: { $0.contains(".") }) else {
                throw Refusal(.notFound, "refusal.not-found")
            }
            _ = try await session.agency.access(session.session, client: client)
            return .redirect(to: visitor.path.text + "/")
        }
        let rest = visitor.path.segments.dropFirst(3)
        let path = rest.isEmpty ? "" : rest.joined(separator: "/") + "/"
        let page = try await session.agency.page(session.session, client: client, path: path, in: Accept.codings(request.headers))
        return .page(page)
    }

    /// Below `clients/`, where no client is named: for visitors it looks like everything else there.
    static func nothing(_ request: Request, _ session: SignedInSession) async throws -> Response {
        throw Refusal(.notFound, "refusal.not-found")
    }
}

/// GET `/AGENCY/privacy/`, `privacy/platform/`, `privacy/retention/`, `cookies/`: for everybody.
enum SharedPages {
    static func show(_ request: Request, _ visitor: Visitor) async throws -> Response {
        .page(
            try await visitor.agency.sharedPage(
                visitor.path.segments.dropFirst().joined(separator: "/"), in: Accept.codings(request.headers)))
    }
}
