import Actions
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Model
import Records
import Site
import Testing

@testable import Server

@Suite struct `Consent to be counted` {
    private static let cookie = "__Host-a-acme"

    /// A workspace whose agency asks.
    private func asking() async throws -> Fixture {
        let fixture = try await Fixture()
        let acme = try await fixture.workspace.agency(try slug("acme"))
        _ = try await acme.set([("analytics", "true")])
        try await acme.settled()
        return fixture
    }

    private func notice(_ page: Answer) throws -> String {
        String(try #require(page.text.firstMatch(of: /name="notice" value="([0-9a-f]{64})"/)?.output.1))
    }

    private func value(_ answer: Answer) -> String? {
        answer.fields.first { $0.name == "set-cookie" && $0.value.hasPrefix(Self.cookie + "=") }
            .map { String($0.value.dropFirst(Self.cookie.count + 1).prefix { $0 != ";" }) }
    }

    @Test func `nothing is set before somebody agrees, and it is gone with the answer to their no`() async throws {
        let fixture = try await asking()
        let page = try await fixture.ask(.visitor, "GET", "/acme/cookies/")
        #expect(value(page) == nil)
        // The two buttons are alike: the same kind, one after the other.
        let buttons = page.text.matches(of: /<button class="([a-z ]+)" type="submit" name="choice" value="([a-z]+)">/)
        #expect(buttons.map(\.output.2) == ["accept", "refuse"] && Set(buttons.map(\.output.1)).count == 1)
        let given = try await fixture.post(.visitor, "/acme/cookies/", "choice=accept&notice=\(try notice(page))")
        #expect(given.status == 303)
        let cookie = try #require(value(given))
        #expect(try #require(given["set-cookie"]).contains("Max-Age=15552000; Secure; HttpOnly; SameSite=Lax"))
        let browser = ["Cookie": "\(Self.cookie)=\(cookie)"]
        let choice = try await fixture.ask(.visitor, "GET", try #require(given["location"]), browser)
        #expect(choice.status == 200 && choice.text.contains("are counted in this browser"))
        let withdrawn = try await fixture.post(
            .visitor, "/acme/cookies/", "choice=refuse&notice=\(try notice(choice))", browser)
        #expect(value(withdrawn) == "" && (withdrawn["set-cookie"] ?? "").contains("Max-Age=0"))
        // Both decisions stand under one reference, and the receipt tells them.
        let reference = try #require(withdrawn["location"]).split(separator: "=").last.map(String.init) ?? ""
        #expect(reference == cookie.split(separator: ".").first.map(String.init))
        let receipt = try await fixture.ask(.visitor, "GET", "/acme/cookies/receipts/\(reference)")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(receipt.body)) as? [String: Any])
        let decisions = try #require(json["decisions"] as? [[String: String]])
        #expect(decisions.map { $0["decision"] } == ["given", "withdrawn"])
        #expect(decisions.allSatisfy { $0["notice_sha256"]?.count == 64 })
        #expect(receipt["content-disposition"]?.hasPrefix("attachment") == true)
        await fixture.stop()
    }

    @Test func `a refusal leaves no cookie, and what was read must be what is asked`() async throws {
        let fixture = try await asking()
        let digest = try notice(try await fixture.ask(.anna, "GET", "/acme/cookies/"))
        let refused = try await fixture.post(.anna, "/acme/cookies/", "choice=refuse&notice=\(digest)")
        #expect(refused.status == 303 && value(refused) == "")
        let other = String(repeating: "0", count: 64)
        let stale = try await fixture.post(.anna, "/acme/cookies/", "choice=accept&notice=\(other)")
        #expect(stale.status == 409 && value(stale) == nil && stale.text.contains("name=\"notice\""))
        for form in ["choice=maybe&notice=\(digest)", "choice=accept", "notice=\(digest)", "x=1"] {
            #expect(try await fixture.post(.anna, "/acme/cookies/", form).status == 400, "\(form)")
        }
        let acme = try await fixture.workspace.agency(try slug("acme"))
        let entries = try await acme.latestAuditEntries(limit: 20).filter { $0.action == "consent.decide" }
        #expect(entries.map(\.detail) == ["analytics refused"])
        await fixture.stop()
    }

    @Test(arguments: ["Sec-GPC", "DNT"]) func `a browser that asks not to be tracked is not, whatever it chose`(
        _ field: String
    ) async throws {
        let fixture = try await asking()
        let digest = try notice(try await fixture.ask(.visitor, "GET", "/acme/cookies/"))
        let given = try #require(
            value(try await fixture.post(.visitor, "/acme/cookies/", "choice=accept&notice=\(digest)")))
        let signalled = [field: "1", "Cookie": "\(Self.cookie)=\(given)"]
        let page = try await fixture.ask(.visitor, "GET", "/acme/cookies/choice/", signalled)
        #expect(page.text.contains("asks every site not to track you") && !page.text.contains("name=\"choice\""))
        #expect(value(page) == "")
        let again = try await fixture.post(.visitor, "/acme/cookies/", "choice=accept&notice=\(digest)", signalled)
        #expect(again.status == 303 && (value(again) ?? "") == "")
        await fixture.stop()
    }

    @Test func `an agency that does not ask has nothing to choose and sets nothing`() async throws {
        let fixture = try await Fixture.shared.value
        let page = try await fixture.ask(.visitor, "GET", "/acme/cookies/")
        #expect(!page.text.contains("name=\"choice\"") && page.text.contains("there is nothing to choose"))
        for rule in CookieRegistry.all { #expect(page.text.contains(rule.name(of: try slug("acme")))) }
        let notice = try Fixture.site.get().consentNotice(
            try await fixture.workspace.agency(try slug("acme")).agency(), language: "en")
        let answer = try await fixture.post(.visitor, "/acme/cookies/", "choice=accept&notice=\(notice.digest)")
        #expect(answer.status == 303 && value(answer) == nil)
        let old = ["Cookie": "\(Self.cookie)=left.2026-01-01"]
        #expect(value(try await fixture.ask(.visitor, "GET", "/acme/cookies/choice/", old)) == "")
    }
}

@Suite struct `A cookie that leaves` {
    private func left(_ lines: [String]) -> [String] {
        var response = Response(status: .ok)
        response.headers[values: .setCookie] = lines
        CookieGate.check(&response, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return response.headers[values: .setCookie]
    }

    @Test func `stands in the registry, under that name, for that long and for the server alone`() throws {
        let acme = try slug("acme")
        let ours = [
            Cookies.setSession("x", of: acme), Cookies.setDevice("x", of: acme), Cookies.setBrowser("x", of: acme),
            Cookies.setSecondStep("x", of: acme), Cookies.endSession(of: acme), Cookies.endAnalytics(of: acme),
            Cookies.setAnalytics(AnalyticsCookie(reference: "x", day: try #require(Day("2026-01-01"))), of: acme),
        ]
        #expect(left(ours) == ours)
        let flags = "Path=/; Secure; HttpOnly; SameSite=Lax"
        let others = [
            "id=1; \(flags)", "__Host-x-acme=1; \(flags)", "__Host-s-=1; \(flags)", "__Host-s-Acme=1; \(flags)",
            "__Host-s-acme=1", "__Host-s-acme=1; Path=/; Secure; SameSite=Lax", "__Host-s-acme=1; Max-Age=9; \(flags)",
            "__Host-d-acme=1; \(flags)", "__Host-d-acme=1; Max-Age=99999999; \(flags)", "__Host-a-acme=1; Max-Age=x; \(flags)",
        ]
        for other in others { #expect(left([other]) == [], "\(other)") }
        #expect(left([others[0], ours[0], others[1]]) == [ours[0]])
    }

    @Test func `is one of those that the code sets: none is written by hand elsewhere`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appending(path: "Sources")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let sources = (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
        #expect(sources.count > 300)
        // The checks of the promises read them as a browser does.
        for file in sources
        where !["CookieRegistry.swift", "Cookies.swift"].contains(file.lastPathComponent) && !file.path.contains("/Proof/") {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(!text.contains("\"__Host-") && !text.contains("document.cookie"), "\(file.lastPathComponent)")
        }
    }
}
