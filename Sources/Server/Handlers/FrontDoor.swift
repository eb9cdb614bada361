import Actions
import HTTPTypes
import Hummingbird
import Model
import Site

/// What stands at the root.
enum FrontDoor {
    /// GET `/`: on to the only agency, or a page that names none.
    static func show(_ request: Request, _ incoming: Incoming) async throws -> Response {
        let slugs = try incoming.parts.workspace.slugs
        if slugs.count == 1, let only = slugs.first { return .redirect(to: "/\(only)/") }
        let page = FrontPage(language: incoming.acceptedLanguage ?? "en")
        return .page(try page.bytes(site: incoming.parts.site))
    }

    /// GET `/AGENCY`: the slash is missing.
    static func agencyWithoutSlash(_ request: Request, _ visitor: Visitor) async throws -> Response {
        .redirect(to: visitor.home)
    }

    /// GET `/robots.txt`: nothing here is for search engines.
    static func robots(_ request: Request, _ incoming: Incoming) async throws -> Response {
        .text(String(decoding: incoming.parts.site.assets.robots, as: UTF8.self))
    }

    /// GET `/.well-known/security.txt`: whom to tell of a hole (RFC 9116), by any host.
    static func security(_ request: Request, _ incoming: Incoming) async throws -> Response {
        .text(incoming.parts.workspace.securityText())
    }

    /// GET `/favicon.ico`: browsers ask for it by that name, whatever the pages say.
    static func favicon(_ request: Request, _ incoming: Incoming) async throws -> Response {
        guard let icon = incoming.parts.site.assets.favicon else { throw Refusal(.notFound, "refusal.not-found") }
        // The name stays when the icon changes.
        return AssetFiles.answer(icon, of: incoming.parts.site.assets, request, cache: "public, max-age=3600")
    }
}
