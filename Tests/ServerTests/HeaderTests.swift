import Foundation
import Model
import Site
import Testing

@testable import Server

@Suite struct `Every answer` {
    @Test func `has every header that protects it`() async throws {
        let fixture = try await Fixture.shared.value
        let asset = try Fixture.site.get().assets.all.first?.url ?? ""
        let answers: [(String, Answer)] = try await [
            ("page", fixture.ask(.anna, "GET", "/acme/clients/a/")), ("start", fixture.ask(.anna, "GET", "/acme/me/")),
            ("sign in", fixture.ask(.visitor, "GET", "/acme/")), ("redirect", fixture.ask(.visitor, "GET", "/acme/me/")),
            ("nothing", fixture.ask(.anna, "GET", "/acme/nothing/")), ("odd path", fixture.ask(.anna, "GET", "/%00")),
            ("document", fixture.ask(.anna, "GET", "/acme/clients/a/documents/\(fixture.published.id)")),
            ("range", fixture.ask(.anna, "GET", "/acme/clients/a/documents/\(fixture.published.id)", ["Range": "bytes=99999-"])),
            ("asset", fixture.ask(.visitor, "GET", asset)), ("live", fixture.ask(.visitor, "GET", "/livez")),
            ("JSON", fixture.ask(.visitor, "GET", "/acme/me/", ["Accept": "application/json"])),
            ("method", fixture.ask(.visitor, "TRACE", "/acme/")), ("two hosts", fixture.ask(.visitor, "GET", "/", ["host": "a"])),
            ("other host", fixture.ask(.visitor, "GET", "/acme/", ["Host": "evil.example"])),
            ("cross site", fixture.post(.anna, "/acme/sign-out", "", ["Sec-Fetch-Site": "cross-site"])),
            ("staff", fixture.ask(.owner, "GET", "/acme/staff/")), ("HEAD", fixture.ask(.anna, "HEAD", "/acme/clients/a/")),
        ]
        for (name, answer) in answers {
            #expect(answer["x-content-type-options"] == "nosniff", "\(name)")
            #expect(answer["referrer-policy"] == "same-origin", "\(name)")
            #expect(answer["cross-origin-opener-policy"] == "same-origin", "\(name)")
            #expect(answer["cross-origin-resource-policy"] == "same-origin", "\(name)")
            #expect(
                answer["permissions-policy"]
                    == "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()", "\(name)")
            let policy = answer["content-security-policy"] ?? ""
            #expect(
                policy.hasPrefix("default-src 'none'") && policy.contains("frame-ancestors 'none'")
                    && policy.contains("base-uri 'none'"), "\(name)")
            // The list of clients finds as one types.
            #expect(!policy.contains("unsafe-") && policy.contains("script-src 'self'") == (name == "staff"), "\(name)")
            #expect(
                name == "asset"
                    ? answer["cache-control"] == "public, max-age=31536000, immutable"
                    : answer["cache-control"]?.hasSuffix("no-store") == true, "\(name)")
            #expect((answer["request-id"] ?? "").count >= 8 && answer["date"] != nil && answer["server"] == nil, "\(name)")
            #expect(answer["access-control-allow-origin"] == nil && answer["strict-transport-security"] == nil, "\(name)")
            #expect(answer["content-length"] != nil || answer.body.isEmpty, "\(name)")
            for field in ["content-type", "content-security-policy", "cache-control", "request-id", "content-length", "location"]
            {
                #expect(answer.fields.filter { $0.name == field }.count <= 1, "\(name) \(field)")
            }
            if answer.text.contains("<html") { #expect(answer["content-type"] == "text/html; charset=utf-8", "\(name)") }
        }
    }

    @Test func `by another address says where the portal is`() async throws {
        let fixture = try await Fixture.shared.value
        for host in ["evil.example", "127.0.0.1", "localhost:\(fixture.port)", "127.0.0.1:1"] {
            let answer = try await fixture.ask(.anna, "GET", "/acme/clients/a/", ["Host": host])
            #expect(answer.status == 421 && answer.text.contains("http://127.0.0.1:\(fixture.port)"), "\(host)")
            for path in ["/livez", "/readyz", "/robots.txt"] {
                #expect(try await fixture.ask(.visitor, "GET", path, ["Host": host]).status == 200, "\(host) \(path)")
            }
        }
        // Nobody's X-Forwarded-* count here.
        let forwarded = ["X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"]
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/", forwarded).status == 200)
    }

    @Test func `to another site's request is no`() async throws {
        let fixture = try await Fixture.shared.value
        let own = "http://127.0.0.1:\(fixture.port)"
        let cases: [([String: String], Int)] = [
            (["Sec-Fetch-Site": "cross-site"], 403), (["Sec-Fetch-Site": "same-site"], 403),
            (["Sec-Fetch-Site": "", "Origin": "http://evil.example"], 403), (["Sec-Fetch-Site": "", "Origin": "null"], 403),
            (["Sec-Fetch-Site": ""], 403), (["Sec-Fetch-Site": "", "Origin": own], 404), (["Sec-Fetch-Site": "none"], 404),
            (["Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"], 404),
        ]
        for (fields, status) in cases {
            #expect(try await fixture.post(.owner, "/acme/staff/documents/x/remove", "", fields).status == status, "\(fields)")
        }
        let embedded = ["Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"]
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/documents/\(fixture.published.id)", embedded).status == 403)
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/", ["Sec-Fetch-Site": "cross-site"]).status == 200)
    }

    @Test func `to a path that is odd is one and the same`() async throws {
        let fixture = try await Fixture.shared.value
        let nothing = try await fixture.ask(.anna, "GET", "/acme/nothing/")
        let bytes = RequestPathCorpus.wire
        for path in bytes + bytes.map({ "/acme/clients/a" + $0 }) + bytes.map({ "/assets" + $0 }) {
            let answer = try await fixture.ask(.anna, "GET", path)
            #expect(answer == nothing, "\(path)")
            #expect(!answer.text.contains("root:"), "\(path)")
        }
    }

    @Test func `of the figures needs their token, and names nobody`() async throws {
        let fixture = try await Fixture.shared.value
        _ = try await fixture.ask(.anna, "GET", "/acme/clients/a/")
        #expect(try await fixture.ask(.visitor, "GET", "/metrics", ["Authorization": "Bearer wrong"]).status == 404)
        let answer = try await fixture.ask(.visitor, "GET", "/metrics", ["Authorization": "Bearer figures"])
        #expect(
            answer.status == 200
                && answer.text.contains("portico_requests_total{route=\"/AGENCY/clients/CLIENT/**\",status=\"200\"}"))
        #expect(!answer.text.contains("acme") && !answer.text.contains("anna"))
    }
}

/// Odd paths that may be written on a request line.
enum RequestPathCorpus {
    static let wire = [
        "//", "/./", "/../", "/..", "/.", "/%2e%2e/", "/%2E%2E/%2E%2E/etc/passwd", "/../../../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/%252e%252e/", "/%c0%ae%c0%ae/", "/%e0%80%ae/", "/..;/", "/a;b/", "/\\", "/..\\..\\", "/%5c..%5c", "/%00", "/a%00.html",
        "/%", "/%4",
        "/%zz", "/%0d%0aX:y", "/%C4%85/", "/a%20b/", "/a+b/", "/a:b/", "/a@b/", "/*/", "/%3f/", "/%23/", "/.../", "/~root/x/",
        "/.git/config", "/.hidden/", "/WEB-INF/web.xml/", "/" + String(repeating: "a", count: 2050),
    ]
}
