import Actions
import Model
import Site

@testable import Server

/// Specimens of the pages on which staff work on cases.
extension Samples {
    static func staffDocument(_ site: Site, _ language: String) throws -> String {
        let client = Client(id: ID("c"), slug: Slugs.baltic, name: PagesTests.hostile, kind: .company)
        let record = Case(
            id: ID("k"), client: client.id, slug: Slugs.lease, title: PagesTests.hostile, status: .open, opened: day)
        let found = StaffDocument(
            client: client, record: record, document: document("4", PagesTests.hostile, .staff, .internal),
            author: PagesTests.hostile,
            openings: [
                .init(name: PagesTests.hostile, isContact: true, at: instant),
                .init(name: nil, isContact: false, at: instant, again: 3),
            ], versions: [document("5", PagesTests.hostile, .staff, .client)])
        let maker = CasePageMaker(site: site, language: language, settings: PagesTests.agency, home: "/acme/")
        return try text(maker.page(of: found, done: PagesTests.hostile), site, language)
    }

    static func work(_ site: Site, _ language: String) throws -> String {
        let bad = PagesTests.hostile
        let row = WorkPage.Row(
            href: "/acme/staff/clients/a/cases/b/", title: bad, client: bad, about: bad, due: bad, state: "overdue", status: bad)
        func list(_ anchor: String, _ rows: [WorkPage.Row]) -> WorkPage.List {
            WorkPage.List(anchor: anchor, title: bad, empty: bad, cases: rows)
        }
        let page = WorkPage(
            frame: frame(site, language), greeting: bad, today: "1", mine: list("mine", [row]),
            others: [list("due", []), list("recent", [row])])
        return try text(page, site, language)
    }

    static func templates(_ site: Site, _ language: String) throws -> String {
        let bad = PagesTests.hostile
        let page = TemplatesPage(
            frame: frame(site, language), new: "/acme/staff/templates/new/", done: bad,
            templates: [.init(href: "/acme/staff/templates/1/", name: bad, about: bad)])
        return try text(page, site, language)
    }

    static func writing(_ site: Site, _ language: String) throws -> String {
        let bad = PagesTests.hostile
        var form = Form(
            [Form.Section(fields: [.text("title", bad, bad), .area("body", bad, bad)])],
            buttons: [.init(bad), .init(bad, value: "preview")], cancel: "/acme/staff/", key: "k")
        form.preview = site.html(bad)
        form.beginnings = [.init(action: "?template=1", label: bad, isCurrent: true)]
        let page = WritingPage(
            frame: frame(site, language), crumbs: [.init(href: "/acme/staff/", label: bad)], title: bad, lead: bad,
            quoted: .init(about: bad, title: bad, body: site.html(bad)), form: form, source: "body",
            renderer: "/acme/staff/preview", script: site.assets.url("preview.js") ?? "",
            dangers: [.init(anchor: "remove", label: bad, sentence: bad, action: "/acme/x")])
        return try text(page, site, language)
    }

    static var instant: Instant { Instant(milliseconds: 1_772_360_000_000) }
}
