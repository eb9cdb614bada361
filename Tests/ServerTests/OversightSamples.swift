import Model
import Site

@testable import Server

/// Specimens of the pages of oversight: the operator's access, incidents, who looked.
enum OversightSamples {
    private static let hostile = PagesTests.hostile

    static func all(_ site: Site, _ language: String) throws -> [(String, String)] {
        [
            ("staff/access", try access(site, language)), ("staff/incidents", try incidents(site, language)),
            ("staff/support", try support(site, language)), ("staff/support-thread", try thread(site, language)),
            ("portal/access", try accessLog(site, language)),
        ]
    }

    private static func access(_ site: Site, _ language: String) throws -> String {
        let use = AccessPage.Use(instant: "2026-03-01T10:00:00Z", time: "1 March 2026, 12:00", what: hostile)
        let page = AccessPage(
            frame: Samples.frame(site, language), settings: "/acme/staff/settings/", done: hostile, note: hostile,
            form: Form([Form.Section(fields: [.text("reason", "What for", hostile)])], buttons: [Form.Button("Give")]),
            rows: [
                AccessPage.Row(
                    title: hostile, about: hostile, state: "waiting", label: "Open", end: "/acme/end", uses: [use, use])
            ])
        return try Samples.text(page, site, language)
    }

    private static func incidents(_ site: Site, _ language: String) throws -> String {
        let step = IncidentsPage.Step(
            instant: "2026-03-01T10:00:00Z", time: "1 March 2026, 12:00", what: hostile, texts: [hostile, hostile])
        let page = IncidentsPage(
            frame: Samples.frame(site, language), settings: "/acme/staff/settings/", done: hostile,
            rows: [
                IncidentsPage.Row(
                    title: hostile, about: hostile, state: "overdue", label: hostile, add: "/acme/staff/incidents/x/",
                    steps: [step])
            ])
        return try Samples.text(page, site, language)
    }

    private static func form(_ name: String) -> Form {
        Form([Form.Section(fields: [.area(name, "Your question", hostile, isRequired: true)])], buttons: [Form.Button("Send")])
    }

    private static func support(_ site: Site, _ language: String) throws -> String {
        let row = SupportPage.Row(
            href: "/acme/staff/support/x/", title: hostile, about: hostile, state: "waiting", label: hostile)
        let page = SupportPage(
            frame: Samples.frame(site, language), settings: "/acme/staff/settings/", done: hostile, form: form("body"),
            rows: [row])
        return try Samples.text(page, site, language)
    }

    private static func thread(_ site: Site, _ language: String) throws -> String {
        let message = SupportThreadPage.Message(
            instant: "2026-03-01T10:00:00Z", time: "1 March 2026, 12:00", name: hostile, body: hostile)
        let page = SupportThreadPage(
            frame: Samples.frame(site, language), support: "/acme/staff/support/", title: hostile, state: "closed",
            label: hostile,
            form: form("body"), messages: [message, message])
        return try Samples.text(page, site, language)
    }

    private static func accessLog(_ site: Site, _ language: String) throws -> String {
        let row = AccessLogPage.Row(
            instant: "2026-03-01T10:00:00Z", time: "1 March 2026, 12:00", name: hostile, about: hostile, what: hostile)
        return try Samples.text(
            AccessLogPage(frame: Samples.frame(site, language), account: "/acme/me/account/", rows: [row]), site, language)
    }
}
