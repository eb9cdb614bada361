import Model
import Site

@testable import Server

extension Samples {
    /// How the portal is used; what browsers say of themselves is hostile.
    static func usage(_ site: Site, _ language: String) throws -> String {
        let row = UsagePage.Row(name: PagesTests.hostile, times: "120", half: "1", most: "2", failed: "0")
        let page = UsagePage(
            frame: frame(site, language), settings: "/acme/staff/settings/", lead: PagesTests.hostile, total: "120",
            returning: "12", asks: true, pages: [row], features: [row], browsers: [row], devices: [row])
        return try text(page, site, language)
    }
}
