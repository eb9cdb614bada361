import Actions
import Foundation
import HTTPTypes
import Model
import Records
import Site
import Templates
import TestKit
import Testing

@testable import Server

/// What each route leaves in the audit log.
@Suite struct `The audit log` {
    /// What pages of contacts, and of everybody who is signed in, leave. Nil: nothing, because they show nothing of anybody, or
    /// nothing but one's own account.
    private static let others: [String: String?] = [
        "/AGENCY/me/": "start.read", "/AGENCY/me/access/": "access-log.read", "/AGENCY/me/policies/NAME/": nil,
        "/AGENCY/clients/CLIENT/statement": "statement.read", "/AGENCY/clients/CLIENT/documents/ID": "document.read",
        "/AGENCY/clients/CLIENT/documents/ID/original": "document.original",
        // Thumbnails are part of the pages that list them.
        "/AGENCY/clients/CLIENT/documents/ID/thumbnail": nil,
        "/AGENCY/clients/CLIENT/**": "page.read",
    ]

    @Test func `has an entry of every page that somebody may open`() async throws {
        let fixture = try await Fixture()
        let agency = try await fixture.workspace.agency(try slug("acme"))
        var seen = 0
        for scenario in reading {
            let parts = scenario.route.split(separator: " ").map(String.init)
            guard parts[0] == "GET", let route = RouteTable.all.routes.first(where: { $0.method == .get && $0.path == parts[1] })
            else { continue }
            let expected: String?
            switch route.handler {
            case .anyone, .visitor, .settingUp: continue
            case .staff, .manager: expected = Route.told[route.path] ?? "view.read"
            case .signedIn:
                guard let known = route.isNoted ? "view.read" : Self.others[route.path] else { continue }
                expected = known
            }
            let path = scenario.path(fixture)
            let who = Who.allCases.first { scenario.expected[$0] == 200 && ![.visitor, .stranger].contains($0) }
            guard let who, let expected, let person = fixture.people[who] else { continue }
            #expect(try await fixture.ask(who, "GET", path).status == 200, "\(who) \(path)")
            // Of the same object in the same hour there is one entry, maybe of a scenario before.
            let entries = try await agency.latestAuditEntries(limit: 1000)
            let mine = entries.filter { $0.actor == person.text && $0.action == expected }
            #expect(!mine.isEmpty, "\(path) leaves no \(expected)")
            if expected == "view.read" { #expect(mine.contains { $0.subject == route.path }, "\(path)") }
            seen += 1
        }
        #expect(seen > 50)
        await fixture.stop()
    }

    @Test func `has an entry of everything that is refused to somebody who wants what is not theirs`() async throws {
        let fixture = try await Fixture()
        let agency = try await fixture.workspace.agency(try slug("acme"))
        let path = "/acme/clients/ab/documents/\(fixture.foreign.id)"
        #expect(try await fixture.ask(.anna, "GET", path).status == 404)
        let refused = try await agency.latestAuditEntries(limit: 50).filter { $0.action == "request.refuse" }
        #expect(refused.map(\.outcome) == ["notFound"] && refused.map(\.actor) == [fixture.people[.anna]?.text ?? ""])
        await fixture.stop()
    }

    @Test func `has a meaning for every action that a page leaves`() throws {
        let manual = try String(contentsOf: Checkout.root.appending(path: "docs/audit.md"), encoding: .utf8)
        for action in Set(Route.told.values).union(Self.others.values.compactMap { $0 }) {
            #expect(manual.contains("| `\(action)` |"), "\(action)")
        }
        // Managers read them in words, the same ones that the manual has.
        let words = try Fixture.site.get().words("en").keys
        let named = manual.matches(of: /(?m)^\| `([a-z.-]+)` \|/).map { String($0.1) }
        #expect(named.count > 140 && Set(named.map { "audit.did." + $0 }) == words.filter { $0.hasPrefix("audit.did.") })
        let paths = Set(RouteTable.all.routes.map(\.path))
        for path in Set(Route.told.keys).union(Self.others.keys) { #expect(paths.contains(path), "\(path)") }
    }
}
