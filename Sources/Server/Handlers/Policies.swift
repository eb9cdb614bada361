import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// Privacy policies, for whoever is signed in and says that they have read them.
enum PolicyHandlers {
    /// GET `/AGENCY/me/policies/NAME/`: the text as it stands now.
    static func show(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        try await page(signedIn)
    }

    /// POST the same: “I have read it”. When the text has changed meanwhile, it is shown anew with 409.
    static func read(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let body = try await FormBody.read(request, names: ["digest"])
        do {
            try await signedIn.agency.readPolicy(name(signedIn), digest: body["digest"] ?? "", signedIn.session)
        } catch let refusal as Refusal where refusal.kind == .conflict && !signedIn.isJSON {
            return try await page(signedIn, refusal)
        }
        return .redirect(to: signedIn.visitor.home + "me/")
    }

    private static func name(_ signedIn: SignedInSession) -> String { signedIn.visitor.path.segments[3] }

    private static func page(_ signedIn: SignedInSession, _ refusal: Refusal? = nil) async throws -> Response {
        let text = try await signedIn.agency.policy(name(signedIn))
        let (site, language, settings) = (signedIn.site, signedIn.ownLanguage, signedIn.settings)
        let words = site.words(language)
        let page = PolicyPage(
            frame: site.frame(agency: settings, language: language, signedIn: true), start: signedIn.visitor.home + "me/",
            title: text.title,
            updated: text.updated.map {
                words.text("text.updated", ["date": site.formats(language: language, agency: settings).day($0)])
            },
            textLanguage: settings.language, body: text.html, digest: text.digest,
            error: refusal.map { words.text($0.word, $0.arguments) })
        return .page(
            try page.bytes(site: site, language: language), status: refusal.map { $0.kind.status } ?? .ok)
    }
}
