import Foundation
import Model
import Testing

@testable import Server

private let tus = ["Tus-Resumable": "1.0.0"]
private let base = "/acme/clients/a/cases/lease/uploads"
private let casePage = "/acme/clients/a/cases/lease/"
private let table = Array("a,b\n1,2\n3,4\n".utf8)

extension Fixture {
    /// Asks for one paper, a table of 1 MB at most, and gives its id as the contact's page has it.
    fileprivate func askForTable(_ title: String) async throws -> String {
        let form = "/acme/staff/clients/a/cases/lease/papers/"
        let key = try #require(
            try await ask(.agent, "GET", form).text.firstMatch(of: /name="key" value="([^"]*)"/).map { String($0.1) })
        let asked = try await post(
            .agent, form,
            "key=\(key)&title=Bank&due=&papers%5B0%5D.title=\(title)&papers%5B0%5D.kinds=sheet&papers%5B0%5D.largest=1")
        #expect(asked.status == 303, "\(asked.text)")
        let page = try await ask(.anna, "GET", casePage).text
        return try #require(page.matches(of: /data-resumable="([^"]*)" data-paper="([^"]*)"/).last.map { String($0.2) })
    }

    fileprivate func begin(_ who: Who, paper: String, _ name: String, _ length: Int) async throws -> Answer {
        let said = [("filename", name), ("paper", paper)].map { "\($0) \(Data($1.utf8).base64EncodedString())" }
        return try await ask(
            who, "POST", base,
            tus.merging([
                "Upload-Length": String(length), "Upload-Metadata": said.joined(separator: ","), "Accept": "application/json",
            ]) { $1 })
    }

    fileprivate func send(_ who: Who, _ path: String, _ bytes: [UInt8]) async throws -> Answer {
        try await ask(
            who, "PATCH", path,
            tus.merging([
                "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream", "Accept": "application/json",
            ]) { $1 }, body: bytes)
    }
}

@Suite struct `An upload that can be resumed, for a paper` {
    @Test func `answers what was asked for, and both sides read which paper it is for`() async throws {
        let fixture = try await Fixture()
        let paper = try await fixture.askForTable("Accounts")
        let path = try #require(try await fixture.begin(.anna, paper: paper, "accounts.csv", table.count)["location"])
        let sent = try await fixture.send(.anna, path, table)
        #expect(sent.status == 204 && sent["content-location"]?.hasPrefix("/acme/clients/a/receipts/") == true)
        let page = try await fixture.ask(.anna, "GET", casePage).text
        #expect(page.contains("1 of 1 sent") && page.contains("<br>Sent for: <bdi>Accounts</bdi>"))
        let staff = try await fixture.ask(.agent, "GET", "/acme/staff/clients/a/cases/lease/").text
        #expect(staff.contains("Sent for: <bdi>Accounts</bdi>"))
        // The same again is received already, by whatever way.
        let again = try #require(try await fixture.begin(.anna, paper: paper, "accounts.csv", table.count)["location"])
        let receipt = try #require(sent["content-location"])
        #expect(try await fixture.send(.anna, again, table)["content-location"] == receipt + "?again=yes")
        #expect(try await fixture.ask(.anna, "GET", receipt + "?again=yes").text.contains("had already arrived"))
        await fixture.stop()
    }

    @Test func `keeps the paper's rules: by size and name before a byte is sent, by its bytes at the end`() async throws {
        let fixture = try await Fixture()
        let paper = try await fixture.askForTable("Accounts")
        let large = try await fixture.begin(.anna, paper: paper, "accounts.csv", (1 << 20) + 1)
        #expect(large.status == 413 && large.text.contains("accounts.csv") && large.text.contains("1\u{A0}MB"))
        let named = try await fixture.begin(.anna, paper: paper, "passport.jpg", 9)
        #expect(named.status == 415 && named.text.contains("not what was asked for here"))
        // A name that says nothing is looked at in the bytes.
        let text = Array("Some text here.\n".utf8)
        let path = try #require(try await fixture.begin(.anna, paper: paper, "accounts", text.count)["location"])
        let wrong = try await fixture.send(.anna, path, text)
        #expect(wrong.status == 415 && wrong.text.contains("not what was asked for here"))
        #expect(try await fixture.ask(.anna, "HEAD", path, tus).status == 404)
        #expect(try await fixture.ask(.anna, "GET", casePage).text.contains("0 of 1 sent"))
        await fixture.stop()
    }

    @Test func `begins for nobody else, and for no paper that is not asked for`() async throws {
        let fixture = try await Fixture()
        let paper = try await fixture.askForTable("Accounts")
        for (who, status) in [(Who.rita, 404), (.abby, 404), (.visitor, 401), (.agent, 201), (.anna, 201)] {
            #expect(try await fixture.begin(who, paper: paper, "a.csv", 9).status == status, "\(who)")
        }
        for strange in ["x", "00000000-0000-7000-8000-000000000000", ""] {
            #expect(try await fixture.begin(.anna, paper: strange, "a.csv", 9).status == 404)
        }
        let staff = try await fixture.ask(.agent, "GET", "/acme/staff/clients/a/cases/lease/").text
        let state = try #require(staff.firstMatch(of: /name="state" value="([0-9a-f]{32})"/).map { String($0.1) })
        let done = try await fixture.post(.agent, "/acme/staff/papers/\(paper)/", "do=accept&note=&state=\(state)&to=")
        #expect(done.status == 303)
        let late = try await fixture.begin(.anna, paper: paper, "a.csv", 9)
        #expect(late.status == 409 && late.text.contains("accepted already"))
        await fixture.stop()
    }
}
