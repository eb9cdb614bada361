import Actions
import Foundation
import Model
import Site
import Testing

@testable import Server

extension Fixture {
    /// A letter as browsers send it.
    func letter(
        _ who: Who, _ text: String, form: String = "f", file: (name: String, text: String)? = nil,
        to path: String = "/acme/clients/a/cases/lease/messages"
    ) async throws -> Answer {
        var body = ""
        for (name, value) in [("form", form), ("text", text)] {
            body += "--BB\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        if let file {
            body += "--BB\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(file.name)\"\r\n\r\n\(file.text)\r\n"
        }
        return try await ask(
            who, "POST", path, ["Content-Type": "multipart/form-data; boundary=BB"], body: Array((body + "--BB--\r\n").utf8))
    }
}

@Suite struct LetterTests {
    @Test func `a letter whose sender was signed out meanwhile comes back, without its files`() async throws {
        let fixture = try await Fixture.shared.value
        let answer = try await fixture.letter(.visitor, "Hello <b>there</b>", file: ("a.txt", "Some text here.\n"))
        #expect(answer.status == 401 && answer.text.contains("value=\"Hello &lt;b&gt;there&lt;/b&gt;\""))
        #expect(answer.text.contains("action=\"/acme/clients/a/cases/lease/messages\" enctype=\"multipart/form-data\""))
        #expect(!answer.text.contains("Some text here."))
        // Nothing typed, nothing kept.
        #expect(try await fixture.letter(.visitor, "").status == 303)
    }

    @Test func `twenty thousand letters of any writing fit into a form`() async throws {
        let fixture = try await Fixture.shared.value
        for letter in ["\u{627}", "\u{1F600}"] {
            let text = String(repeating: letter, count: 20_000)
            let form = "text=" + text.utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
            let answer = try await fixture.post(.agent, "/acme/staff/preview", form)
            #expect(answer.status == 200 && answer.text.contains(text))
        }
    }

    @Test func `a letter comes and goes over HTTP, and comes back when it cannot be sent`() async throws {
        let fixture = try await Fixture()
        let sent = try await fixture.letter(.anna, "Hello <b>there</b>", file: ("a.txt", "Some text here.\n"))
        #expect(sent.status == 303)
        let to = try #require(sent["location"])
        #expect(to.hasPrefix("/acme/clients/a/cases/lease/#m-"))
        let page = try await fixture.ask(.anna, "GET", "/acme/clients/a/cases/lease/").text
        #expect(page.contains("Hello &lt;b&gt;there&lt;/b&gt;") && page.contains("a.txt"))
        // Sent twice it is one.
        #expect(try await fixture.letter(.anna, "Hello <b>there</b>", file: ("a.txt", "Some text here.\n"))["location"] == to)
        // Staff find it in the inbox until they open the case.
        #expect(try await fixture.ask(.agent, "GET", "/acme/staff/inbox/").text.contains("Hello &lt;b&gt;"))
        let staffPage = try await fixture.ask(.agent, "GET", "/acme/staff/clients/a/cases/lease/").text
        #expect(staffPage.contains("Hello &lt;b&gt;there&lt;/b&gt;"))
        #expect(try await fixture.ask(.agent, "GET", "/acme/staff/inbox/").text.contains("Hello &lt;b&gt;") == false)
        let answer = try await fixture.letter(.agent, "Welcome", form: "s")
        #expect(answer["location"]?.hasPrefix("/acme/staff/clients/a/cases/lease/#m-") == true)
        #expect(try await fixture.ask(.anna, "GET", "/acme/me/").text.contains("Welcome"))
        for (text, file, status) in [
            ("", nil, 422), (String(repeating: "a", count: 10_001), nil, 422),
            ("Typed \"words\"", (name: "x.html", text: "<html></html>"), 415),
        ] {
            let back = try await fixture.letter(.anna, text, form: "g", file: file)
            #expect(back.status == status)
            #expect(back.text.contains("aria-invalid=\"true\"") && back.text.contains("name=\"form\" value=\"g\""))
            if status == 415 { #expect(back.text.contains("Typed &quot;words&quot;</textarea>")) }
        }
        await fixture.stop()
    }

    @Test func `papers are asked for, sent, and decided about over HTTP`() async throws {
        let fixture = try await Fixture()
        let form = "/acme/staff/clients/a/cases/lease/papers/"
        let opened = try await fixture.ask(.agent, "GET", form).text
        let key = try #require(opened.firstMatch(of: /name="key" value="([^"]*)"/).map { String($0.1) })
        func fields(_ values: [String: String]) -> String {
            values.map { name, value in
                let name = name.replacing("[", with: "%5B").replacing("]", with: "%5D")
                return "\(name)=\(value)"
            }.joined(separator: "&")
        }
        let more = try await fixture.post(
            .agent, form, fields(["key": key, "title": "Bank", "due": "", "papers[2].title": "", "do": "more"]))
        #expect(more.status == 200 && more.text.contains("papers[5].title") && more.text.contains("value=\"Bank\""))
        let wrong = try await fixture.post(.agent, form, fields(["key": key, "title": "", "due": "soon"]))
        #expect(wrong.status == 422 && wrong.text.contains("value=\"soon\""))
        let asked = try await fixture.post(
            .agent, form,
            fields([
                "key": key, "title": "Bank", "due": "", "papers[0].title": "Accounts", "papers[0].hint": "",
                "papers[0].kinds": "sheet",
                "papers[0].largest": "1",
            ]))
        #expect(asked.status == 303)
        let page = try await fixture.ask(.anna, "GET", "/acme/clients/a/cases/lease/").text
        let path = try #require(page.firstMatch(of: /action="([^"]*\/papers\/[^"]*)"/).map { String($0.1) })
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/").text.contains("Bank"))
        for (who, status) in [(Who.rita, 404), (.abby, 404), (.visitor, 303)] {
            #expect(try await fixture.upload(who, path, [("a.csv", Array("a,b\n1,2\n".utf8))], json: false).status == status)
        }
        let refused = try await fixture.upload(.anna, path, [("a.txt", Array("Some text here.\n".utf8))], json: false)
        #expect(refused.status == 415 && refused.text.contains("not what was asked for here"))
        #expect(try await fixture.upload(.anna, path, [("a.csv", Array("a,b\n1,2\n".utf8))], json: false).status == 303)
        let staff = try await fixture.ask(.agent, "GET", "/acme/staff/clients/a/cases/lease/").text
        let verb = try #require(staff.firstMatch(of: /action="(\/acme\/staff\/papers\/[^"]*)"/).map { String($0.1) })
        let state = try #require(staff.firstMatch(of: /name="state" value="([0-9a-f]{32})"/).map { String($0.1) })
        let back = "%2Facme%2Fstaff%2Fclients%2Fa%2Fcases%2Flease%2F"
        func decide(_ verdict: String, _ who: Who = .agent) async throws -> Answer {
            try await fixture.post(who, verb, "do=\(verdict)&note=Thanks&state=\(state)&to=\(back)")
        }
        #expect(try await decide("accept", .anna).status == 404)
        #expect(try await decide("accept").status == 303)
        let late = try await decide("withdraw")
        #expect(late.status == 409 && late.text.contains("value=\"Thanks\""))
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/cases/lease/").text.contains("1 of 1 sent"))
        await fixture.stop()
    }

    @Test func `a policy waits until it is read, and a message is withdrawn by its author alone`() async throws {
        let fixture = try await Fixture()
        #expect(try await fixture.ask(.anna, "GET", "/acme/me/").text.contains("/acme/me/policies/privacy/"))
        let page = try await fixture.ask(.anna, "GET", "/acme/me/policies/privacy/").text
        let digest = try #require(page.firstMatch(of: /name="digest" value="([0-9a-f]{64})"/).map { String($0.1) })
        #expect(try await fixture.post(.anna, "/acme/me/policies/privacy/", "digest=\(digest)")["location"] == "/acme/me/")
        #expect(try await fixture.ask(.anna, "GET", "/acme/me/").text.contains("/acme/me/policies/privacy/") == false)
        let sent = try await fixture.letter(.agent, "To the WRONG one", form: "s")
        let id = try #require(sent["location"]?.split(separator: "#m-").last)
        for (who, status) in [(Who.anna, 404), (.owner, 404), (.visitor, 303), (.agent, 303)] {
            #expect(try await fixture.post(who, "/acme/staff/messages/\(id)/withdraw", "to=%2Facme%2Fstaff%2F").status == status)
        }
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/cases/lease/").text.contains("WRONG") == false)
        let clear = try await fixture.post(.agent, "/acme/staff/inbox/", "until=\(Int64(Date().timeIntervalSince1970 * 1000))")
        #expect(clear["location"] == "/acme/staff/inbox/")
        await fixture.stop()
    }
}
