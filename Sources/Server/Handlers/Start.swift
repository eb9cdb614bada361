import Actions
import Hummingbird
import Model
import Site
import Templates

/// A person's own start.
enum MeHandlers {
    /// GET `/AGENCY/me/`.
    static func show(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let start = try await signedIn.agency.start(signedIn.session)
        let (site, language) = (signedIn.site, signedIn.ownLanguage)
        let words = site.words(language)
        let home = signedIn.visitor.home
        let isStaff = start.isStaff
        let page = MePage(
            frame: site.frame(
                agency: signedIn.settings, language: language, signedIn: true,
                nav: isStaff ? [StaffPages.nav(home, words, current: nil)] : []),
            greeting: words.text("me.greeting", ["name": start.name]),
            clients: start.clients.map { row($0, home: home, words) }, staff: isStaff ? home + "staff/" : nil)
        return .page(try page.bytes(site: site, language: language))
    }

    private static func row(_ client: Start.Client, home: String, _ words: Words) -> MePage.Client {
        MePage.Client(
            href: home + "clients/" + client.slug.text + "/", name: client.name,
            about: client.openCases.map { $0 == 0 ? words.text("me.no-cases") : words.text("me.cases", count: $0) } ?? "",
            unpaid: client.unpaid == 0 ? nil : words.text("me.unpaid", count: client.unpaid))
    }
}
