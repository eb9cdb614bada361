import Hummingbird
import Model
import Site

/// What happens to a form that comes after its session ended: it goes back into a page, from which it can be sent again once
/// its sender has signed in. Nothing is kept on the server. Only the portal's own pages can bring one here: what other sites
/// send was refused before.
enum KeptForm {
    /// Fields that are in no page's keeping: whole names, because a postcode is no secret.
    static let secrets: Set<String> = ["password", "new", "present", "token", "code"]
    /// Fields that say nothing by themselves.
    private static let machinery: Set<String> = ["to", "do", "state", "key", "by", "form", "visibility"]

    /// The page with the form; nil when nothing was typed, or it cannot be read.
    static func answer(_ request: Request, _ route: Route, _ visitor: Visitor) async -> Response? {
        guard request.method == .post, !visitor.isJSON, let pairs = try? await pairs(request, route) else { return nil }
        let kept = pairs.filter { !secrets.contains($0.name) }
        guard kept.contains(where: { !machinery.contains($0.name) && !$0.value.isEmpty }) else { return nil }
        let language = visitor.language
        let page = KeptFormPage(
            frame: visitor.site.frame(agency: visitor.settings, language: language, signedIn: false), signIn: visitor.home,
            action: request.uri.string, kept: kept.map { KeptFormPage.Kept(name: $0.name, value: $0.value) },
            hasFiles: route.body == .files)
        guard let html = try? page.bytes(site: visitor.site, language: language) else { return nil }
        return .page(html, status: .unauthorized)
    }

    private static func pairs(_ request: Request, _ route: Route) async throws -> [(name: String, value: String)] {
        switch route.body {
        case .form: return try FormBody.pairs(await FormBody.bytes(request, limit: FormBody.longLimit))
        case .files: return try await texts(request)
        case .none, .chunk: return []
        }
    }

    /// What was typed into a form that can have files; these are not kept, and nothing is read beyond the first of them.
    private static func texts(_ request: Request) async throws -> [(name: String, value: String)] {
        guard let boundary = request.headers[.contentType].flatMap(MultipartBoundary.read) else { return [] }
        let form = FormReader(
            request.body, boundary: boundary, limits: MultipartParser.Limits(parts: 20, headers: 4096),
            limit: Int64(FormBody.longLimit))
        var texts: [(name: String, value: String)] = []
        while let event = try await form.event() {
            guard case .part(let headers) = event else { continue }
            guard headers.fileName == nil else { break }
            texts.append((headers.name, try await form.text(limit: FormBody.longLimit)))
        }
        return texts
    }
}
