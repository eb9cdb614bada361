import Actions
import Foundation
import Model
import Records
import Testing

@testable import Server

@Suite struct `What the operator may do` {
    @Test func `is told to all of the staff on every page while it is open, and to nobody else`() async throws {
        let fixture = try await Fixture()
        func told(_ who: Who, _ path: String) async throws -> String? {
            let text = try await fixture.ask(who, "GET", path).text
            return text.firstMatch(of: /<div class="alert"><p>(.*?)<\/p>/).map { String($0.1) }
        }
        #expect(try await told(.agent, "/acme/staff/") == nil)
        let given = try await fixture.post(
            .owner, "/acme/staff/settings/access/", "key=\(World.real.uuid())&length=3600&reason=A+question")
        #expect(given.status == 303)
        for (who, path) in [(Who.agent, "/acme/staff/"), (.admin, "/acme/staff/people/"), (.agent, "/acme/me/account/")] {
            let sentence = try #require(try await told(who, path))
            #expect(sentence.contains("an owner allowed it") && !sentence.contains("<a "), "\(who) at \(path)")
        }
        #expect(try await told(.owner, "/acme/staff/work/")?.contains("href=\"/acme/staff/settings/access/\"") == true)
        #expect(try await told(.anna, "/acme/me/") == nil)
        let acme = try await fixture.workspace.agency(try slug("acme"))
        let session = try #require(try await acme.session(token: fixture.tokens[.owner] ?? ""))
        for entry in try await acme.accessOverview(session).entries {
            _ = try await fixture.post(.owner, "/acme/staff/settings/access/\(entry.grant.id)/end", "")
        }
        #expect(try await told(.agent, "/acme/staff/") == nil)
        try await acme.operatorLooks("document get", emergency: "The disk is dying")
        #expect(try await told(.agent, "/acme/staff/")?.contains("in an emergency") == true)
        await fixture.stop()
    }
}

@Suite struct `Whoever finds a hole` {
    private func fields(_ fixture: Fixture) async throws -> [String: String] {
        let answer = try await fixture.ask(.visitor, "GET", "/.well-known/security.txt")
        #expect(answer.status == 200 && answer["content-type"] == "text/plain; charset=utf-8")
        let lines = answer.text.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
        return Dictionary(uniqueKeysWithValues: lines.map { ($0[0], $0[1]) })
    }

    @Test func `is told whom to write to, for less than a year`() async throws {
        let fixture = try await Fixture { $1.securityContact = "holes@portal.example" }
        let fields = try await fields(fixture)
        #expect(fields["Contact:"] == "mailto:holes@portal.example")
        #expect(fields["Canonical:"] == "http://127.0.0.1:\(fixture.port)/.well-known/security.txt")
        let expires = try Date(try #require(fields["Expires:"]), strategy: .iso8601)
        #expect((89.0...91.0).contains(expires.timeIntervalSinceNow / 86_400))
        await fixture.stop()
    }

    @Test func `is sent to a page, or to the mailbox that everybody has for it`() async throws {
        let page = try await Fixture { $1.securityContact = "https://portal.example/holes" }
        #expect(try await fields(page)["Contact:"] == "https://portal.example/holes")
        await page.stop()
        let none = try await Fixture()
        #expect(try await fields(none)["Contact:"] == "mailto:security@127.0.0.1")
        await none.stop()
    }
}

@Suite struct `The agency's way to the operator` {
    @Test func `takes a question once, shows its answer and how long it took, and a letter leads there`() async throws {
        let fixture = try await Fixture()
        let acme = try await fixture.workspace.agency(try slug("acme"))
        let page = "/acme/staff/support/"
        let form = "key=01980000-0000-7000-8000-00000000d001&subject=Backups&body=Who+keeps+them%3F"
        for _ in 0..<2 { #expect(try await fixture.post(.admin, page, form).status == 303) }
        let thread = try #require(try await acme.supportThreads().first)
        #expect(try await acme.supportThreads().count == 1 && thread.messages.map(\.body) == ["Who keeps them?"])
        #expect(thread.isWaiting && thread.answerTime == nil)
        #expect(try await fixture.ask(.owner, "GET", page).text.contains("Waits for an answer"))
        let more = "key=01980000-0000-7000-8000-00000000d002&body=And+how+long%3F"
        for _ in 0..<2 { #expect(try await fixture.post(.owner, page + "\(thread.id)/", more).status == 303) }
        let answered = try await acme.answerSupport(thread.number, "We do,\nfor 56 days.")
        #expect(!answered.isWaiting && answered.messages.count == 3)
        let text = try await fixture.ask(.admin, "GET", page + "\(thread.id)/").text
        #expect(text.contains("We do,\nfor 56 days.") && text.contains("Answered within 1 minute"))
        let letter = try #require(try await acme.inspect { try $0.latestMail(in: [.waiting, .sent], limit: 10) }.first)
        #expect(letter.kind == "support-answer" && letter.address == Who.owner.email)
        #expect(letter.body.contains("/acme/staff/support/\(thread.id)/"))
        await fixture.stop()
    }

    @Test func `is there for owner and admin alone`() async throws {
        let fixture = try await Fixture.shared.value
        let form = "key=01980000-0000-7000-8000-00000000d003&subject=x&body=x"
        for who in [Who.agent, .anna] { #expect(try await fixture.post(who, "/acme/staff/support/", form).status == 404) }
        let acme = try await fixture.workspace.agency(try slug("acme"))
        #expect(try await acme.supportThreads().isEmpty)
        await #expect(throws: Refusal.self) { try await acme.answerSupport(1, "Nobody asked.") }
    }
}
