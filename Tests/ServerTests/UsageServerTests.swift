import Actions
import Foundation
import Model
import Records
import Site
import Testing

@testable import Server

@Suite struct `What is counted of requests` {
    private func report(_ fixture: Fixture) async throws -> UsageReport {
        try await fixture.workspace.agency(try slug("acme")).usage()
    }

    private func count(_ report: UsageReport, _ page: String) -> Int64 {
        report.speeds.first { $0.page == page }?.times ?? 0
    }

    @Test func `are pages that were served, from memory too, by their route and never by their path`() async throws {
        let fixture = try await Fixture()
        for _ in 0..<3 {
            _ = try await fixture.ask(.anna, "GET", "/acme/clients/a/cases/lease/?secret=1", ["User-Agent": "x Firefox/1"])
        }
        _ = try await fixture.ask(.anna, "GET", "/acme/clients/ab/")
        _ = try await fixture.ask(.visitor, "GET", "/acme/me/")
        _ = try await fixture.ask(.anna, "HEAD", "/acme/clients/a/")
        let report = try await report(fixture)
        #expect(count(report, "/AGENCY/clients/CLIENT/**") == 3)
        #expect(report.lines(.page).map(\.name) == ["/AGENCY/clients/CLIENT/**"])
        #expect(report.lines(.browser).map(\.name) == ["Firefox"])
        await fixture.stop()
    }

    @Test(arguments: ["Sec-GPC", "DNT"]) func `is nothing where the browser asks for that`(_ field: String) async throws {
        let fixture = try await Fixture()
        for path in ["/acme/clients/a/", "/acme/clients/a/", "/acme/me/"] {
            _ = try await fixture.ask(.anna, "GET", path, [field: "1"])
        }
        let report = try await report(fixture)
        #expect(report.lines(.page).isEmpty)
        #expect(report.speeds.reduce(0) { $0 + $1.times } == 3)
        await fixture.stop()
    }

    @Test func `ends when a person objects in their account`() async throws {
        let fixture = try await Fixture()
        let page = "/acme/me/account/statistics/"
        #expect(try await fixture.ask(.anna, "GET", page).text.contains("value=\"yes\" checked"))
        let answer = try await fixture.post(.anna, page, "counted=no")
        #expect(answer.status == 303 && answer["location"] == "/acme/me/account/?done=statistics")
        #expect(try await fixture.ask(.anna, "GET", page).text.contains("value=\"no\" checked"))
        _ = try await fixture.ask(.anna, "GET", "/acme/clients/a/")
        #expect(try await report(fixture).lines(.page).isEmpty)
        await fixture.stop()
    }

    @Test func `counts a browser that agreed again on another day, and its cookie says so`() async throws {
        let fixture = try await Fixture()
        let acme = try await fixture.workspace.agency(try slug("acme"))
        _ = try await acme.set([("analytics", "true")])
        let notice = try Fixture.site.get().consentNotice(try await acme.agency(), language: "en").digest
        let given = try await acme.decideConsent(true, notice: notice, earlier: nil, session: nil, address: "192.0.2.1")
        let today = try await acme.today()
        func cookie(_ day: Day, _ reference: String) async throws -> String? {
            try await fixture.ask(.visitor, "GET", "/acme/", ["Cookie": "__Host-a-acme=\(reference).\(day.text)"])["set-cookie"]
        }
        let again = try #require(try await cookie(today.adding(days: -3), given.reference))
        #expect(again.hasPrefix("__Host-a-acme=\(given.reference).\(today.text);"))
        #expect(try await cookie(today, given.reference) == nil)
        #expect(try await cookie(today.adding(days: -3), "never-given") == nil)
        await fixture.stop()
    }
}
