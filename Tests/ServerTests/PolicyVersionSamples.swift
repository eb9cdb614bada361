import Model
import Site

@testable import Server

extension Samples {
    /// How the policies stand, with hostile names.
    static func policyVersions(_ site: Site, _ language: String) throws -> String {
        let policy = PolicyVersionsPage.Policy(
            title: "Privacy", isOwn: true, inForce: PagesTests.hostile, announced: PagesTests.hostile,
            draft: String(repeating: "0", count: 64), untold: [PagesTests.hostile],
            announce: "/acme/staff/settings/policies/announce/", activate: "/acme/staff/settings/policies/activate")
        let page = PolicyVersionsPage(
            frame: frame(site, language), settings: "/acme/staff/settings/", history: "/acme/privacy/history/",
            done: PagesTests.hostile, error: PagesTests.hostile, policies: [policy])
        return try text(page, site, language)
    }
}
