import Model
import Site

@testable import Server

/// Specimens of the pages about people's own data.
extension Samples {
    private static var hostile: String { PagesTests.hostile }

    static func erased(_ site: Site, _ language: String) throws -> String {
        let page = ErasedPage(frame: frame(site, language), lead: hostile, receipt: hostile)
        return try text(page, site, language)
    }

    static func data(_ site: Site, _ language: String) throws -> String {
        let request = MyDataPage.Request(
            title: hostile, about: hostile, state: "waiting", status: hostile, outcome: hostile,
            changes: [.init(label: hostile, value: hostile)], receipt: "/acme/me/data/requests/a/receipt")
        let page = MyDataPage(
            frame: frame(site, language), account: "/acme/me/account/", done: hostile, restricted: hostile,
            facts: [.init(label: hostile, value: hostile)],
            rows: [
                .init(
                    href: "/acme/me/data/export/", title: hostile, about: hostile, badge: .init(state: "kept", label: hostile))
            ], requests: [request, request])
        return try text(page, site, language)
    }

    static func requests(_ site: Site, _ language: String) throws -> String {
        let row = RequestsPage.Row(
            href: "/acme/staff/requests/a/", title: hostile, about: hostile, state: "overdue", status: hostile)
        let page = RequestsPage(
            frame: frame(site, language), settings: "/acme/staff/settings/", new: "/acme/staff/requests/new/", done: hostile,
            rows: [row, row], restrictions: [row])
        return try text(page, site, language)
    }

    static func request(_ site: Site, _ language: String) throws -> String {
        let form = Form(
            [
                Form.Section(fields: [
                    .choice("decision", hostile, "done", [.init("done", hostile)], kind: .radios),
                    .area("outcome", hostile, hint: hostile),
                ])
            ], buttons: [Form.Button(hostile), Form.Button(hostile, value: "note")])
        let page = RequestPage(
            frame: frame(site, language), requests: "/acme/staff/requests/", title: hostile, state: "waiting", status: hostile,
            facts: [.init(label: hostile, value: hostile)], changes: [.init(label: hostile, value: hostile)], words: hostile,
            outcome: hostile,
            steps: [.init(instant: "2026-03-01T10:00:00Z", time: hostile, what: hostile, who: hostile, words: hostile)],
            export: "/acme/staff/requests/a/export", offer: "/acme/staff/requests/a/offer",
            receipt: "/acme/me/data/requests/a/receipt", how: hostile, isOpen: true,
            form: form)
        return try text(page, site, language)
    }
}
