import Model
import Site

@testable import Server

extension Samples {
    /// The page that says what is chosen in a browser.
    static func consent(_ site: Site, _ language: String) throws -> String {
        var page = ConsentPage(
            frame: frame(site, language), cookies: "/acme/cookies/", state: PagesTests.hostile, signal: PagesTests.hostile,
            done: PagesTests.hostile, error: PagesTests.hostile, receipt: "/acme/cookies/receipts/abc")
        page.consent = site.consentNotice(PagesTests.agency, language: language)
        return try text(page, site, language)
    }
}
