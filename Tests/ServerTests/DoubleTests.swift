import Actions
import Foundation
import HTTPTypes
import Model
import Records
import TestKit
import Testing

@testable import Server

/// A form that makes something, as somebody sends it twice.
private struct Creating: Sendable {
    /// A row of the table of routes, without its method.
    let route: String
    let who: Who
    /// Where the form is, and where it is sent when that is another place.
    let place: @Sendable (Fixture) async throws -> (page: String, target: String)
    let fields: String
    /// The rows that it makes, by their tables.
    let rows: [String: Int64]
    /// The letters that go with them.
    var letters: Int64 = 0

    init(_ route: String, _ who: Who, _ path: String, _ fields: String, _ rows: [String: Int64], letters: Int64 = 0) {
        self.init(route, who, { _ in path }, fields, rows, letters: letters)
    }

    init(
        _ route: String, _ who: Who, _ path: @escaping @Sendable (Fixture) async throws -> String, _ fields: String,
        _ rows: [String: Int64], letters: Int64 = 0
    ) {
        (self.route, self.who, self.fields, self.rows, self.letters) = (route, who, fields, rows, letters)
        place = { fixture in
            let path = try await path(fixture)
            return (path, path)
        }
    }

    /// For a button on a page that is not its own.
    init(
        _ route: String, _ who: Who, on page: @escaping @Sendable (Fixture) -> String, _ last: String, _ fields: String,
        _ rows: [String: Int64]
    ) {
        (self.route, self.who, self.fields, self.rows) = (route, who, fields, rows)
        place = { (page($0), page($0) + last) }
    }
}

private let staffClients = "/AGENCY/staff/clients/CLIENT/"
private let inA = "/acme/staff/clients/a/"
private let lines =
    "&lines[0].description=Work&lines[0].quantity=1&lines[0].price=5&lines[0].rate=21&lines[0].category=S&lines[0].unit="

/// Every route that makes a row whenever its form is sent.
private let creating: [Creating] = [
    .init(
        "/AGENCY/staff/new-client/", .owner, "/acme/staff/new-client/", "kind=company&basis=contract&name=Baltic", ["client": 1]),
    .init(
        staffClients + "contacts/new/", .agent, inA + "contacts/new/",
        "name=Nina&email=nina%40people.example&language=en&sees=cases", ["contact": 1, "person": 1]),
    .init(
        staffClients + "new-case/", .agent, inA + "new-case/",
        "title=Accounts&slug=&summary=&stages=&assignee=&due=", ["client_case": 1]),
    .init(
        staffClients + "cases/CASE/entry/", .agent, inA + "cases/lease/entry/",
        "kind=note&day=2026-03-01&time=&title=Call&body=&visibility=internal", ["event": 1]),
    .init(
        staffClients + "cases/CASE/papers/", .agent, inA + "cases/lease/papers/",
        "title=Bank&due=&papers[0].title=Statement&papers[0].hint=&papers[0].kinds=&papers[0].largest=",
        ["paper_request": 1, "paper": 1]),
    .init(
        "/AGENCY/staff/templates/new/", .owner, "/acme/staff/templates/new/", "name=Yearly&title=Accounts&summary=&stages=",
        ["case_template": 1]),
    .init(
        "/AGENCY/staff/invoices/new", .agent, "/acme/staff/invoices/new?client=a",
        "due=2030-01-31&currency=EUR&notes=&service_from=&service_to=&case=" + lines, ["invoice": 1, "invoice_line": 1]),
    .init(
        "/AGENCY/staff/invoices/ID/payments", .agent, on: { "/acme/staff/invoices/\($0.issued)/" }, "payments",
        "amount=1&day=2026-02-20&provider=Bank&reference=", ["payment": 1]),
    .init(
        "/AGENCY/staff/invoices/ID/credit", .agent, on: { "/acme/staff/invoices/\($0.issued)/" }, "credit", "",
        ["invoice": 1, "invoice_line": 1]),
    .init(
        "/AGENCY/staff/settings/access/", .owner, "/acme/staff/settings/access/", "length=3600&reason=A+question",
        ["access_grant": 1]),
    // Everybody is told, the contact of before too.
    .init(
        "/AGENCY/staff/settings/policies/announce/", .owner, "/acme/staff/settings/policies/announce/",
        "reason=Ours&material=yes&from=", ["policy_version": 1, "policy_notice": 7], letters: 7),
    .init(
        "/AGENCY/staff/incidents/ID/", .admin,
        { fixture in
            let acme = try await fixture.workspace.agency(try slug("acme"))
            let opened = try await acme.openIncident(NewIncident(.confidentiality, title: "A lost key"), by: .operator)
            return "/acme/staff/incidents/\(opened.id)/"
        }, "kind=update&facts=It+was+found.&effects=&measures=&shown=", ["incident_step": 1]),
    .init(
        "/AGENCY/staff/support/", .admin, "/acme/staff/support/", "subject=x&body=x", ["support_thread": 1, "support_message": 1]),
    .init(
        "/AGENCY/staff/support/ID/", .admin,
        { fixture in
            let acme = try await fixture.workspace.agency(try slug("acme"))
            return "/acme/staff/support/\(try #require(try await acme.supportThreads().first).id)/"
        }, "body=More", ["support_message": 1]),
    .init(
        "/AGENCY/staff/people/invite/", .owner, "/acme/staff/people/invite/",
        "name=Nora&email=nora%40people.example&role=agent", ["person": 1, "invitation": 1], letters: 1),
    // The admin is told.
    .init(
        "/AGENCY/staff/requests/new/", .owner, "/acme/staff/requests/new/",
        "name=Carl&email=&day=&kind=access&words=A+copy.", ["data_request": 1, "data_request_step": 1], letters: 1),
    .init(
        "/AGENCY/staff/requests/ID/", .owner,
        { fixture in
            let acme = try await fixture.workspace.agency(try slug("acme"))
            return "/acme/staff/requests/\(try #require(try await acme.dataRequestList().first).id)/"
        }, "do=note&note=We+called.&outcome=", ["data_request_step": 1]),
    .init(
        "/AGENCY/me/data/request/", .anna, "/acme/me/data/request/", "kind=access&words=A+copy.",
        ["data_request": 1, "data_request_step": 1], letters: 3),
    .init(
        "/AGENCY/me/data/correction/", .anna, "/acme/me/data/correction/", "words=The+name+is+wrong.",
        ["data_request": 1, "data_request_step": 1], letters: 3),
    .init(
        "/AGENCY/privacy/request/", .visitor, "/acme/privacy/request/",
        "name=Carl&email=carl%40else.example&kind=access&words=&language=en", ["data_request_ticket": 1], letters: 1),
    .init(staffClients + "hold/", .owner, "/acme/staff/clients/ab/hold/", "reason=Dispute+7", ["legal_hold": 1]),
    .init(
        staffClients + "contacts/ID/restriction/", .owner,
        { fixture in
            let acme = try await fixture.workspace.agency(try slug("acme"))
            let abby = try #require(fixture.people[.abby])
            let contact = try #require(try await acme.inspect { try $0.contacts(of: abby) }.first)
            return "/acme/staff/clients/ab/contacts/\(contact.id)/restriction/"
        }, "reason=a&words=", ["restriction": 1]),
    .init(staffClients + "restriction/", .owner, "/acme/staff/clients/ab/restriction/", "reason=a&words=", ["restriction": 1]),
]

/// What every other route with a body does, so that a second time makes nothing more.
private let others: [String: [String]] = [
    "the form of a letter has an identity too, of another kind (LetterTests)": ["/AGENCY/clients/CLIENT/cases/CASE/messages"],
    "each file is a document of its own, and each upload a receipt of what was read": [
        "/AGENCY/clients/CLIENT/cases/CASE/documents", "/AGENCY/clients/CLIENT/cases/CASE/uploads",
        "/AGENCY/clients/CLIENT/cases/CASE/uploads/ID", "/AGENCY/clients/CLIENT/cases/CASE/papers/ID",
    ],
    "each decision is proof of its own": ["/AGENCY/cookies/"],
    "a token is spent once": [
        "/setup", "/AGENCY/welcome", "/AGENCY/new-password", "/AGENCY/new-address", "/AGENCY/sign-in/code",
        "/AGENCY/sign-in/link", "/AGENCY/sign-in/second-step", "/AGENCY/privacy/request/confirm", "/AGENCY/privacy/request/copy",
    ],
    "the last link is the one that holds": [
        "/AGENCY/sign-in/mail", "/AGENCY/forgotten", "/AGENCY/me/account/address/", "/AGENCY/staff/people/ID/link/",
        staffClients + "contacts/ID/invite", "/AGENCY/staff/requests/ID/offer", "/AGENCY/me/account/second-factor/offer",
    ],
    "gives something out, which is written down each time": [
        "/AGENCY/me/data/export/", "/AGENCY/staff/requests/ID/export", "/AGENCY/staff/settings/export/",
        "/AGENCY/me/account/second-factor/download", "/AGENCY/staff/preview", "/AGENCY/staff/mail/test",
    ],
    "begins or ends sessions": [
        "/AGENCY/sign-in", "/AGENCY/sign-out", "/AGENCY/me/account/sessions", "/AGENCY/staff/people/ID/sessions",
    ],
    "changes what is there, or takes it away": [
        "/AGENCY/mail", "/AGENCY/me/policies/NAME/", "/AGENCY/me/account/profile/", "/AGENCY/me/account/password/",
        "/AGENCY/me/account/mail/", "/AGENCY/me/account/statistics/", "/AGENCY/me/account/second-factor/confirm",
        "/AGENCY/me/account/second-factor/codes", "/AGENCY/me/account/second-factor/remove/", "/AGENCY/me/data/objections/",
        "/AGENCY/me/data/erase/", staffClients + "edit/", staffClients + "archive", staffClients + "restore",
        staffClients + "erase/", staffClients + "hold/lift", staffClients + "agents/", staffClients + "contacts/ID/",
        staffClients + "contacts/ID/remove", staffClients + "contacts/ID/erase/", staffClients + "contacts/ID/lock-out",
        staffClients + "contacts/ID/let-in", staffClients + "cases/CASE/edit/", staffClients + "cases/CASE/status",
        staffClients + "cases/CASE/stage", "/AGENCY/staff/templates/ID/", "/AGENCY/staff/templates/ID/remove",
        "/AGENCY/staff/documents/ID/publish", "/AGENCY/staff/documents/ID/unpublish", "/AGENCY/staff/documents/ID/remove",
        "/AGENCY/staff/papers/ID/", "/AGENCY/staff/messages/ID/withdraw", "/AGENCY/staff/inbox/", "/AGENCY/staff/mail/ID/again",
        "/AGENCY/staff/invoices/ID/edit", "/AGENCY/staff/invoices/ID/issue", "/AGENCY/staff/invoices/ID/delete",
        "/AGENCY/staff/invoices/ID/take-back", "/AGENCY/staff/settings/", "/AGENCY/staff/settings/appearance/",
        "/AGENCY/staff/settings/uploads/", "/AGENCY/staff/settings/policies/activate", "/AGENCY/staff/settings/logo",
        "/AGENCY/staff/settings/logo/remove", "/AGENCY/staff/settings/access/ID/end", "/AGENCY/staff/restrictions/ID/",
        "/AGENCY/staff/people/ID/role/", "/AGENCY/staff/people/ID/clients/", "/AGENCY/staff/people/ID/second-factor/",
        "/AGENCY/staff/people/ID/lock-out", "/AGENCY/staff/people/ID/let-in",
    ],
]

@Suite struct `A form that is sent twice` {
    @Test func `is known for every route that takes one`() {
        let routes = RouteTable.all.routes.filter { $0.body != .none }.map(\.path)
        #expect((creating.map(\.route) + others.values.flatMap(\.self)).sorted() == routes.sorted())
    }

    @Test func `in parallel makes one of what it makes, and both are answered alike`() async throws {
        let fixture = try await Fixture()
        let acme = try await fixture.workspace.agency(try slug("acme"))
        let content = fixture.scratch.path("content/acme")
        try FileManager.default.createDirectory(atPath: content, withIntermediateDirectories: true)
        try Data("---\ntitle: Ours\n---\nAnother text.\n".utf8).write(to: URL(filePath: content + "/privacy.md"))
        func count(_ tables: some Collection<String>) async throws -> [String: Int64] {
            let all = try await acme.inspect { try $0.rowCounts() }
            return Dictionary(uniqueKeysWithValues: tables.map { ($0, Int64(all[$0] ?? -1)) })
        }
        for form in creating {
            let (page, target) = try await form.place(fixture)
            let opened = try await fixture.ask(form.who, "GET", page)
            let key = try #require(
                opened.text.firstMatch(of: /name="key" value="([0-9a-f-]{36})"/)?.1, "\(form.route) has no key")
            let state = opened.text.firstMatch(of: /name="state" value="([0-9a-f]*)"/).map { "&state=\($0.1)" }
            let sent = "key=\(key)" + (form.route.hasSuffix("invoices/new") ? state ?? "" : "") + "&" + form.fields
            let body = sent.replacing("[", with: "%5B").replacing("]", with: "%5D")
            let tables = Array(form.rows.keys) + ["mail"]
            let before = try await count(tables)
            async let first = fixture.post(form.who, target, body)
            async let second = fixture.post(form.who, target, body)
            let answers = try await [first, second]
            let after = try await count(tables)
            let made = after.merging(before) { $0 - $1 }
            #expect(made == form.rows.merging(["mail": form.letters]) { $1 }, "\(form.route)")
            // The link of an invitation is shown once; after that, the person.
            if form.route.hasSuffix("people/invite/") {
                #expect(Set(answers.map(\.status)) == [200, 303] && answers.contains { $0["location"]?.contains(key) == true })
                continue
            }
            #expect(answers.map(\.status) == [303, 303], "\(form.route): \(answers.map(\.text))")
            #expect(answers[0]["location"] == answers[1]["location"], "\(form.route)")
        }
        await fixture.stop()
    }
}
