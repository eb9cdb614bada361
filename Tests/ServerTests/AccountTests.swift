import Actions
import Foundation
import HTTPTypes
import Model
import TestKit
import Testing

@testable import Server

/// A browser that keeps its cookies.
private final class Browser {
    let fixture: Fixture
    var cookies: [String: String] = [:]

    init(_ fixture: Fixture) { self.fixture = fixture }

    func ask(_ method: String, _ path: String, _ form: [String: String]? = nil) async throws -> Answer {
        var fields: [String: String] = [:]
        if !cookies.isEmpty { fields["Cookie"] = cookies.map { "\($0)=\($1)" }.joined(separator: "; ") }
        if form != nil { fields["Content-Type"] = "application/x-www-form-urlencoded" }
        let body = (form ?? [:]).map { "\($0)=\(Browser.escaped($1))" }.joined(separator: "&")
        let answer = try await fixture.ask(.visitor, method, path, fields, body: Array(body.utf8))
        for line in answer.fields.filter({ $0.name == "set-cookie" }).map(\.value) {
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1])
        }
        return answer
    }

    func get(_ path: String) async throws -> Answer { try await ask("GET", path) }
    func post(_ path: String, _ form: [String: String]) async throws -> Answer { try await ask("POST", path, form) }

    @discardableResult func signIn(_ who: Who) async throws -> Answer {
        try await post("/acme/sign-in", ["email": who.email, "password": Who.password])
    }

    /// Sets two-step sign-in up, as its pages lead; the secret and the recovery codes.
    func setUp() async throws -> (secret: [UInt8], codes: [String]) {
        _ = try await post("/acme/me/account/second-factor/offer", [:])
        let page = try await get("/acme/me/account/second-factor/").text
        let secret = try #require(page.firstMatch(of: /secret=([A-Z2-7]{32})&/)?.output.1).description
        let bytes = try #require(Base32.bytes(secret))
        let made = try await post("/acme/me/account/second-factor/confirm", ["code": try Browser.code(bytes)])
        #expect(made.status == 200, "\(made.text)")
        return (bytes, made.text.matches(of: /<li>([a-z2-7-]{32})<\/li>/).map { String($0.output.1) })
    }

    /// What a phone shows: computed by oathtool, which knows nothing of us.
    static func code(_ secret: [UInt8], later seconds: Int = 0) throws -> String {
        try OtherProgram.run(
            "/usr/bin/oathtool",
            ["--totp", "--base32", Base32.text(secret), "--now", "@\(Int(Date().timeIntervalSince1970) + seconds)"]
        ).text
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = byte.isASCIILetterOrDigit
            return isPlain ? String(UnicodeScalar(byte)) : "%" + Hex.text([byte])
        }.joined()
    }
}

extension UInt8 {
    fileprivate var isASCIILetterOrDigit: Bool {
        (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self)
    }
}

@Suite struct AccountTests {
    @Test func `two-step sign-in by its pages: set up, asked for, and no step of it skipped`() async throws {
        let fixture = try await Fixture()
        let (mine, other) = (Browser(fixture), Browser(fixture))
        try await mine.signIn(.agent)
        try await other.signIn(.agent)
        let (secret, codes) = try await mine.setUp()
        #expect(codes.count == 10)
        #expect(try await mine.get("/acme/me/account/").status == 200)
        #expect(try await other.get("/acme/me/account/").status == 303)
        // The file has the very codes, and nobody else gets them from there.
        let file = try await mine.post("/acme/me/account/second-factor/download", ["codes": codes.joined(separator: " ")])
        #expect(file.status == 200 && codes.allSatisfy(file.text.contains))
        #expect(file["content-disposition"]?.hasPrefix("attachment") == true)
        #expect(
            try await fixture.post(.anna, "/acme/me/account/second-factor/download", "codes=\(codes[0])").status == 404)

        let next = Browser(fixture)
        let first = try await next.signIn(.agent)
        #expect(first["location"] == "/acme/sign-in/second-step")
        #expect(next.cookies["__Host-s-acme"] == nil)
        for path in ["/acme/me/", "/acme/me/account/", "/acme/staff/", "/acme/clients/a/"] {
            #expect(try await next.get(path).status == 303, "\(path)")
        }
        // The token of the step is no session, whatever cookie it comes in.
        let thief = Browser(fixture)
        thief.cookies["__Host-s-acme"] = next.cookies["__Host-c-acme"]
        #expect(try await thief.get("/acme/staff/").status == 303)
        // Another browser has not given the password.
        let stranger = Browser(fixture)
        #expect(try await stranger.get("/acme/sign-in/second-step")["location"] == "/acme/")
        #expect(
            try await stranger.post("/acme/sign-in/second-step", ["code": try Browser.code(secret, later: 30)])["location"]
                == "/acme/")
        let wrong = try await next.post("/acme/sign-in/second-step", ["code": "000000"])
        #expect(wrong.status == 422 && !wrong.text.contains("000000"))
        let step = next.cookies["__Host-c-acme"]
        let done = try await next.post(
            "/acme/sign-in/second-step", ["code": try Browser.code(secret, later: 30), "to": "/acme/staff/"])
        #expect(done.status == 303 && done["location"] == "/acme/staff/")
        #expect(next.cookies["__Host-s-acme"] != nil && next.cookies["__Host-s-acme"] != step)
        #expect(next.cookies["__Host-c-acme"] == nil)
        #expect(try await next.get("/acme/staff/").status == 200)
        await fixture.stop()
    }

    @Test func `the second step leads nowhere but into this agency`() async throws {
        let fixture = try await Fixture()
        let mine = Browser(fixture)
        try await mine.signIn(.agent)
        let (_, codes) = try await mine.setUp()
        for (index, to) in ["https://evil.example/", "//evil.example/", "/acme-2/", "javascript:x"].enumerated() {
            let next = Browser(fixture)
            try await next.signIn(.agent)
            let done = try await next.post("/acme/sign-in/second-step", ["code": codes[index], "to": to])
            #expect(done["location"] == "/acme/me/", "\(to)")
        }
        await fixture.stop()
    }

    @Test func `where the agency asks for it, staff set it up before anything else, and clients need not`() async throws {
        let fixture = try await Fixture()
        let agent = Browser(fixture)
        try await agent.signIn(.agent)
        // Kept in memory before the setting changes, as pages in demand are.
        for _ in 0..<3 { #expect(try await agent.get("/acme/clients/a/").status == 200) }
        _ = try await fixture.workspace.agency(try slug("acme")).set([("second_factor", "staff")])
        let place = "/acme/me/account/second-factor/"
        for path in [
            "/acme/me/", "/acme/staff/", "/acme/clients/a/", "/acme/me/account/", "/acme/me/account/password/",
            "/acme/clients/a/documents/\(fixture.published.id)", "/acme/staff/nothing/",
        ] {
            let answer = try await agent.get(path)
            #expect(answer.status == 303 && answer["location"] == place, "\(path)")
        }
        for path in ["/acme/staff/documents/\(fixture.internalOne.id)/publish", "/acme/me/account/profile/"] {
            #expect(try await agent.post(path, [:])["location"] == place, "\(path)")
        }
        #expect(try await fixture.ask(.admin, "GET", "/acme/staff/", ["Accept": "application/json"]).status == 403)
        #expect(try await agent.get(place).status == 200)
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/").status == 200)
        _ = try await agent.setUp()
        #expect(try await agent.get("/acme/clients/a/").status == 200)
        #expect(try await agent.get("/acme/staff/").status == 200)
        // Out again, for who would rather not.
        let admin = Browser(fixture)
        try await admin.signIn(.admin)
        #expect(try await admin.post("/acme/sign-out", [:])["location"] == "/acme/")
        await fixture.stop()
    }

    @Test func `a new password changes the cookie and ends every other session`() async throws {
        let fixture = try await Fixture()
        let (mine, other) = (Browser(fixture), Browser(fixture))
        try await mine.signIn(.anna)
        try await other.signIn(.anna)
        let old = mine.cookies
        let wrong = try await mine.post("/acme/me/account/password/", ["present": "no", "new": "another quiet river"])
        #expect(wrong.status == 422 && !wrong.text.contains("another quiet river"))
        let done = try await mine.post(
            "/acme/me/account/password/", ["present": Who.password, "new": "another quiet river"])
        #expect(done.status == 303)
        #expect(try await mine.get("/acme/me/").status == 200)
        #expect(try await other.get("/acme/me/").status == 303)
        mine.cookies = old
        #expect(try await mine.get("/acme/me/").status == 303)
        await fixture.stop()
    }

    @Test func `another e-mail address counts from the moment its link is sent, not from when it is opened`() async throws {
        let fixture = try await Fixture()
        let background = Task { try await fixture.workspace.run() }
        defer { background.cancel() }
        let (mine, other) = (Browser(fixture), Browser(fixture))
        try await mine.signIn(.anna)
        try await other.signIn(.anna)
        let asked = try await mine.post(
            "/acme/me/account/address/", ["email": "anna@new.example", "present": Who.password])
        let taken = try await mine.post(
            "/acme/me/account/address/", ["email": Who.owner.email, "present": Who.password])
        #expect(asked.status == 303 && asked["location"] == taken["location"])
        // The later wish made the first one worthless; once more.
        _ = try await mine.post("/acme/me/account/address/", ["email": "anna@new.example", "present": Who.password])
        let link = try await fixture.link(/new-address\?token=3D([A-Za-z0-9_-]{43})/, count: 2)
        for _ in 0..<2 {
            let page = try await Browser(fixture).get("/acme/new-address?token=\(link)")
            #expect(page.status == 200 && page.text.contains("anna@new.example"))
        }
        #expect(try await other.get("/acme/me/").status == 200)
        let done = try await mine.post("/acme/new-address", ["token": link])
        #expect(done["location"] == "/acme/me/account/?done=address")
        #expect(try await mine.get("/acme/me/account/").text.contains("anna@new.example"))
        #expect(try await other.get("/acme/me/").status == 303)
        #expect(try await mine.post("/acme/new-address", ["token": link]).status == 404)
        await fixture.stop()
    }

    @Test func `sessions are listed in words and ended one by one`() async throws {
        let fixture = try await Fixture()
        let (mine, other) = (Browser(fixture), Browser(fixture))
        try await mine.signIn(.rita)
        try await other.signIn(.rita)
        // Rita's sessions: the fixture's, and these two.
        let page = try await mine.get("/acme/me/account/").text
        let names = page.matches(of: /name="session" value="([0-9a-f]{16})"/).map { String($0.output.1) }
        #expect(names.count == 2)
        for name in names { #expect(try await mine.post("/acme/me/account/sessions", ["session": name]).status == 303) }
        #expect(try await other.get("/acme/me/").status == 303)
        #expect(try await fixture.ask(.rita, "GET", "/acme/me/").status == 303)
        #expect(try await mine.get("/acme/me/").status == 200)
        await fixture.stop()
    }

    @Test func `another language shows in one's own pages at once`() async throws {
        let fixture = try await Fixture()
        let anna = Browser(fixture)
        try await anna.signIn(.anna)
        #expect(try await anna.get("/acme/clients/a/").text.contains("<html lang=\"en\""))
        #expect(try await anna.post("/acme/me/account/profile/", ["name": "Anna", "language": "lt"]).status == 303)
        for path in ["/acme/clients/a/", "/acme/me/", "/acme/me/account/"] {
            #expect(try await anna.get(path).text.contains("<html lang=\"lt\""), "\(path)")
        }
        await fixture.stop()
    }

    @Test func `an owner invites an agent, makes them an admin and locks them out`() async throws {
        let fixture = try await Fixture()
        let owner = Browser(fixture)
        try await owner.signIn(.owner)
        let invited = try await owner.post(
            "/acme/staff/people/invite/",
            ["key": World.real.uuid(), "name": "Nora", "email": "nora@people.example", "role": "agent"])
        let url = try #require(invited.text.firstMatch(of: /value="(http[^"]*)"/)?.output.1).description
        let token = try #require(url.split(separator: "=").last).description
        let nora = Browser(fixture)
        #expect(try await nora.post("/acme/welcome", ["token": token, "password": Who.password]).status == 303)
        #expect(try await nora.get("/acme/staff/").status == 200)
        let agency = try await fixture.workspace.agency(try slug("acme"))
        let id = try #require(try await agency.people().first { $0.person.name == "Nora" }).person.id
        let path = "/acme/staff/people/\(id)/"
        let form = try await owner.get(path + "role/").text
        let state = try #require(form.firstMatch(of: /name="state" value="([0-9a-f]+)"/)?.output.1).description
        #expect(try await owner.post(path + "role/", ["role": "admin", "state": state]).status == 303)
        #expect(try await nora.get("/acme/staff/").status == 303)
        // The same form again: somebody was faster.
        #expect(try await owner.post(path + "role/", ["role": "agent", "state": state]).status == 409)
        try await nora.post("/acme/sign-in", ["email": "nora@people.example", "password": Who.password]).expect(303)
        #expect(try await nora.get("/acme/staff/people/").status == 200)
        #expect(try await owner.post(path + "lock-out", [:]).status == 303)
        #expect(try await nora.get("/acme/staff/").status == 303)
        try await nora.post("/acme/sign-in", ["email": "nora@people.example", "password": Who.password]).expect(401)
        #expect(try await owner.post(path + "let-in", [:]).status == 303)
        try await nora.post("/acme/sign-in", ["email": "nora@people.example", "password": Who.password]).expect(303)
        await fixture.stop()
    }
}

extension Answer {
    fileprivate func expect(_ status: Int) { #expect(self.status == status) }
}

extension Fixture {
    /// What a link in the spool's letters holds, of the last of so many; waits until they are there.
    fileprivate func link(_ pattern: Regex<(Substring, Substring)>, count: Int) async throws -> String {
        for _ in 0..<200 {
            let folder = scratch.path("data/acme/mail")
            // Letters are named by ids that sort by time.
            let found = try (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted().compactMap { name in
                let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
                return text.replacing("=\r\n", with: "").replacing("=\n", with: "").firstMatch(of: pattern)?.output.1
            }
            if let found, found.count >= count { return String(found[found.count - 1]) }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw RawClient.Failed(code: ETIMEDOUT)
    }
}
