import Hummingbird
import Model
import Site

/// What happens to a form that comes after its session ended: it goes back into a page, from which it can be sent again once
/// its sender has signed in. Nothing is kept on the server. Only the portal's own pages can bring one here: what other sites
/// send was refused before.
enum KeptForm {
    /// Fields that are in no page's keeping, and those that say nothing by themselves.
    private static let secrets = ["password", "secret", "token", "code"]
    private static let machinery: Set<String> = ["to", "do", "state", "key", "by"]

    /// The page with the form; nil when nothing was typed, or it cannot be read.
    static func answer(_ request: Request, _ route: Route, _ visitor: Visitor) async -> Response? {
        guard request.method == .post, route.body == .form, !visitor.isJSON,
            let bytes = try? await FormBody.bytes(request, limit: FormBody.limit), let pairs = try? FormBody.pairs(bytes)
        else { return nil }
        let kept = pairs.filter { pair in !secrets.contains { pair.name.lowercased().contains($0) } }
        guard kept.contains(where: { !machinery.contains($0.name) && !$0.value.isEmpty }) else { return nil }
        let language = visitor.language
        let page = KeptFormPage(
            frame: visitor.site.frame(agency: visitor.settings, language: language, signedIn: false), signIn: visitor.home,
            action: visitor.path.text, kept: kept.map { KeptFormPage.Kept(name: $0.name, value: $0.value) })
        guard let html = try? page.bytes(site: visitor.site, language: language) else { return nil }
        return .page(html, status: .unauthorized)
    }
}
