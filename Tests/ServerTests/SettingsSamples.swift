import Model
import Site

@testable import Server

extension Samples {
    static func appearance(_ site: Site, _ language: String) throws -> String {
        let field = FormField.text("colour", "Colour", PagesTests.hostile, hint: PagesTests.hostile)
        let page = AppearancePage(
            frame: frame(site, language), settings: "/acme/staff/settings/", done: PagesTests.hostile,
            form: Form([Form.Section(fields: [field])], buttons: [Form.Button("Save")]), logo: "/acme/logo/a.png",
            setLogo: "/acme/staff/settings/logo", removeLogo: "/acme/staff/settings/logo/remove", limits: PagesTests.hostile,
            logoError: PagesTests.hostile)
        return try text(page, site, language)
    }

    static func audit(_ site: Site, _ language: String) throws -> String {
        let row = AuditPage.Row(
            instant: "2026-03-01T10:00:00Z", time: "1 March 2026, 12:00", who: PagesTests.hostile, action: PagesTests.hostile,
            did: PagesTests.hostile, subject: PagesTests.hostile, outcome: PagesTests.hostile, isBad: true,
            detail: PagesTests.hostile)
        let page = AuditPage(
            frame: frame(site, language), settings: "/acme/staff/settings/",
            fields: [.text("who", "Who", PagesTests.hostile)], export: "/acme/staff/audit.csv", rows: [row],
            older: "/acme/staff/audit/?before=1")
        return try text(page, site, language)
    }
}
