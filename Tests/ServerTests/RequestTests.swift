import HTTPTypes
import Model
import Testing

@testable import Server

@Suite struct `A path` {
    @Test(
        arguments: [
            ("/", [], true), ("/acme/", ["acme"], true), ("/acme", ["acme"], false),
            ("/acme/clients/a/invoices/INV_2F1/", ["acme", "clients", "a", "invoices", "INV_2F1"], true),
            ("/%61cme/", ["acme"], true), ("/a.b~c_d-e", ["a.b~c_d-e"], false),
        ] as [(String, [String], Bool)])
    func `is decoded once`(_ raw: String, _ segments: [String], _ slash: Bool) throws {
        let path = try #require(RequestPath(raw[...]))
        #expect(path.segments == segments && path.endsInSlash == slash)
    }

    static let odd = [
        "", "acme", "//", "/acme//", "/./", "/../", "/acme/..", "/acme/../b/", "/acme/.", "/.../", "/%2e%2e/", "/%2E/",
        "/acme%2fb/",
        "/acme%2Fb/", "/acme%5cb/", "/acme\\b/", "/acme%00/", "/acme\0/", "/%252e%252e/", "/%c0%ae%c0%ae/", "/%e0%80%ae/",
        "/..;/",
        "/a;b/", "/a b/", "/a+b/", "/a%20b/", "/a%/", "/a%4/", "/a%zz/", "/ą/", "/%C4%85/", "/\u{FF0E}\u{FF0E}/", "/a?b", "/a#b",
        "/a%3fb", "/a%23b", "/a:b/", "/a@b/", "/a*b", "/a%0d%0ab/", "/~%7e/../", "/" + String(repeating: "a", count: 2048),
    ]

    @Test(arguments: odd)
    func `that is odd is none`(_ raw: String) {
        #expect(RequestPath(raw[...]) == nil)
    }

    @Test func `to go on to stays in its agency`() throws {
        let acme = try #require(Slug("acme"))
        #expect(LocalTarget.checked("/acme/me/", agency: acme) == "/acme/me/")
        #expect(LocalTarget.checked("/acme/clients/a/documents/x", agency: acme) == "/acme/clients/a/documents/x")
        for bad in [
            "/acme-2/me/", "//evil.example/", "https://evil.example/", "/acme/../acme-2/", "/acme", "", "/\\evil",
            "/acme\r\nX: y",
        ] {
            #expect(LocalTarget.checked(bad, agency: acme) == nil, "\(bad)")
        }
    }

    @Test func `and a query are two things`() {
        let query = Query("token=a%2Bb&x=1+2&token=c&bad=%zz&nul=%00")
        #expect(
            query["token"] == "a+b" && query["x"] == "1 2" && query["bad"] == nil && query["nul"] == nil && query["none"] == nil)
    }
}

@Suite struct `An origin` {
    @Test(
        arguments: [
            ("https://Portal.Example", "https://portal.example"), ("https://portal.example:443/", "https://portal.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("http://[::1]:8080", "http://[::1]:8080"),
            ("http://a:80", "http://a"),
            ("https://a:80", "https://a:80"), ("ftp://a", nil), ("https://", nil), ("https://a/path", nil), ("https://a?x", nil),
            ("https://u@a", nil), ("a", nil), ("https://a:0", nil), ("https://a:65536", nil), ("https://a:", nil),
            ("https://a b", nil),
            ("https://a:1:2", nil), ("null", nil), ("https://[::1", nil),
        ] as [(String, String?)])
    func `is compared as browsers do`(_ text: String, _ expected: String?) {
        #expect(Origin(text)?.description == expected)
    }

    static let own = Origin("https://portal.example")

    @Test(
        arguments: [
            ("POST", ["Sec-Fetch-Site": "same-origin"], true), ("POST", ["Sec-Fetch-Site": "none"], true),
            ("POST", ["Sec-Fetch-Site": "same-site"], false), ("POST", ["Sec-Fetch-Site": "cross-site"], false),
            ("POST", ["Sec-Fetch-Site": "cross-site", "Origin": "https://portal.example"], false),
            ("POST", ["Sec-Fetch-Site": ""], false),
            ("POST", ["Origin": "https://portal.example"], true), ("POST", ["Origin": "https://portal.example:443"], true),
            ("POST", ["Origin": "https://evil.example"], false), ("POST", ["Origin": "null"], false),
            ("POST", ["Origin": "http://portal.example"], false),
            ("POST", ["Origin": "https://portal.example.evil.example"], false),
            ("POST", ["Cookie": "__Host-s-acme=x"], false), ("POST", [:], true),
            ("DELETE", ["Cookie": "a=b"], false),
            ("GET", [:], true), ("GET", ["Cookie": "a=b"], true), ("GET", ["Origin": "https://evil.example"], true),
            ("GET", ["Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"], true),
            ("GET", ["Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"], false),
            ("GET", ["Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"], false),
            ("GET", ["Sec-Fetch-Site": "cross-site"], false),
            ("HEAD", ["Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"], false),
            ("GET", ["Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"], true),
        ] as [(String, [String: String], Bool)])
    func `of another site changes nothing here`(_ method: String, _ fields: [String: String], _ allowed: Bool) throws {
        var request = HTTPRequest(method: try #require(.init(method)), scheme: "https", authority: "portal.example", path: "/")
        for (name, value) in fields { request.headerFields[try #require(.init(name))] = value }
        let own = try #require(Self.own)
        if allowed {
            try CrossSite.check(request, own: own)
        } else {
            #expect(throws: Refusal.self) { try CrossSite.check(request, own: own) }
        }
    }
}

@Suite struct `The address of a client` {
    let proxies = Proxies(["10.0.0.1", "10.0.0.2", "::1"])

    @Test func `is the peer's unless that is a proxy of ours`() {
        func client(_ peer: String, _ fields: HTTPFields) -> String { proxies.client(of: peer, fields) }
        #expect(client("192.0.2.9", [.forwardedFor: "198.51.100.1"]) == "192.0.2.9")
        #expect(client("10.0.0.1", [.forwardedFor: "198.51.100.1"]) == "198.51.100.1")
        #expect(client("::ffff:10.0.0.1", [.forwardedFor: "198.51.100.1"]) == "198.51.100.1")
        #expect(client("10.0.0.1", [.forwardedFor: "6.6.6.6, 198.51.100.1, 10.0.0.2"]) == "198.51.100.1")
        #expect(client("10.0.0.1", [:]) == "10.0.0.1")
        #expect(client("10.0.0.1", [.forwardedFor: "<script>"]) == "10.0.0.1")
    }

    @Test func `decides whose word on scheme and host counts`() throws {
        let base = try #require(Origin("https://portal.example"))
        func origin(_ peer: String, _ fields: HTTPFields) -> String? {
            proxies.origin(of: peer, host: "inner:8080", fields, isSecure: false, base: base)?.description
        }
        #expect(origin("192.0.2.9", [.forwardedHost: "portal.example", .forwardedProto: "https"]) == "http://inner:8080")
        #expect(origin("10.0.0.1", [.forwardedHost: "portal.example", .forwardedProto: "https"]) == "https://portal.example")
        #expect(origin("10.0.0.1", [.forwardedHost: "portal.example"]) == "https://portal.example")
        #expect(origin("10.0.0.1", [.forwardedProto: "http"]) == "http://inner:8080")
        var two: HTTPFields = [.forwardedHost: "a"]
        two.append(HTTPField(name: .forwardedHost, value: "b"))
        #expect(origin("10.0.0.1", two) == nil)
    }
}

@Suite struct `Our cookies` {
    private func cookies(_ lines: String...) -> Cookies {
        var fields = HTTPFields()
        for line in lines { fields.append(HTTPField(name: .cookie, value: line)) }
        return Cookies(fields)
    }

    @Test func `belong to one agency each`() throws {
        let (acme, other) = (try #require(Slug("acme")), try #require(Slug("acme-2")))
        let sent = cookies("a=b; __Host-s-acme=tok_-1; __Host-d-acme=dev", "__Host-s-acme-2=two")
        #expect(sent.session(of: acme) == "tok_-1" && sent.device(of: acme) == "dev" && sent.session(of: other) == "two")
        #expect(sent.device(of: other) == nil)
    }

    @Test(arguments: [
        "__Host-s-acme=a; __Host-s-acme=b", "__Host-s-acme=", "__Host-s-acme=\"a\"", "__Host-s-acme=a b", "s-acme=a",
        "__Host-s-acme=ą", "__host-s-acme=a", "__Host-s-acme", "__Host-s-acme=" + String(repeating: "a", count: 257),
    ])
    func `that are odd are none`(_ line: String) throws {
        #expect(cookies(line).session(of: try #require(Slug("acme"))) == nil)
    }

    @Test func `are set so that nobody else can read them`() throws {
        let acme = try #require(Slug("acme"))
        for line in [Cookies.setSession("t", of: acme), Cookies.endSession(of: acme), Cookies.setDevice("t", of: acme)] {
            #expect(line.hasPrefix("__Host-") && line.contains("; Path=/") && line.contains("; Secure"))
            #expect(line.contains("; HttpOnly") && line.contains("; SameSite=Lax") && !line.contains("Domain"))
        }
    }
}

@Suite struct `What is asked for` {
    @Test(arguments: [
        ("application/json", true), ("application/problem+json, application/json;q=0.5", true), ("APPLICATION/JSON", true),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false), ("*/*", false),
        ("application/json;q=0", false),
        ("text/html, application/json", false), ("", false),
    ])
    func `is JSON only by name`(_ accept: String, _ json: Bool) {
        #expect(Accept.isJSON([.accept: accept]) == json)
    }

    @Test(
        arguments: [
            ("lt-LT,lt;q=0.9,en;q=0.8", "lt"), ("en-GB", "en"), ("fr, de", nil), ("en;q=0.1, lt;q=0.9", "lt"), ("*", nil),
            ("lt;q=0", nil),
            ("en;q=nan", nil),
        ] as [(String, String?)])
    func `is the first language that there is`(_ accept: String, _ language: String?) {
        #expect(Accept.language([.acceptLanguage: accept], offered: ["en", "lt"]) == language)
    }

    @Test func `in a form is each field once, in UTF-8`() throws {
        let form = try FormBody(Array("email=a%40b.lt&password=p%C4%85+s&to=".utf8), names: ["email", "password", "to"])
        #expect(form["email"] == "a@b.lt" && form["password"] == "pą s" && form["to"] == "")
        for bad in ["email=a&email=b", "x=1", "email=%ff", "email=%00", "email=%4", "%65mail=a&email=b"] {
            #expect(throws: Refusal.self, "\(bad)") { try FormBody(Array(bad.utf8), names: ["email"]) }
        }
    }

    @Test func `is dated as HTTP writes dates`() {
        #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(0) == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(HTTPDate.text(1_709_164_800) == "Thu, 29 Feb 2024 00:00:00 GMT")
    }
}
