import Actions
import Model
import Testing

@testable import Server

@Suite struct `Behind a proxy` {
    /// What a proxy of ours adds.
    private func forwarded(_ host: String, _ more: [String: String] = [:]) -> [String: String] {
        ["Host": "inner", "X-Forwarded-Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"].merging(more)
        { $1 }
    }

    @Test func `people come by https, and agencies may have hosts of their own`() async throws {
        let fixture = try await Fixture { server, _ in
            (server.baseURL, server.proxies) = ("https://portal.example", ["127.0.0.1"])
            server.limits.connectionsOfAddress = 3
        }
        let page = try await fixture.ask(.anna, "GET", "/acme/clients/a/", forwarded("portal.example"))
        #expect(page.status == 200 && page["strict-transport-security"] == "max-age=31536000")
        #expect(
            try await fixture.ask(.anna, "GET", "/acme/clients/a/", forwarded("portal.example", ["X-Forwarded-Proto": "http"]))
                .status == 421)
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/", forwarded("evil.example")).status == 421)
        #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/").status == 421)
        let form = ["Sec-Fetch-Site": "", "Origin": "https://portal.example"]
        #expect(
            try await fixture.post(.owner, "/acme/staff/documents/x/remove", "", forwarded("portal.example", form)).status == 404)

        _ = try await fixture.workspace.agency(try slug("acme-2")).set([("host", "two.example")])
        #expect(try await fixture.ask(.visitor, "GET", "/", forwarded("two.example"))["location"] == "/acme-2/")
        #expect(try await fixture.ask(.visitor, "GET", "/acme-2/", forwarded("two.example")).status == 200)
        #expect(try await fixture.ask(.visitor, "GET", "/acme/", forwarded("two.example")).status == 421)
        let moved = try await fixture.ask(.visitor, "GET", "/acme-2/", forwarded("portal.example"))
        #expect(moved.status == 421 && moved.text.contains("https://two.example"))

        // The proxy's own connections are not counted, its clients' requests are: none is left open here.
        for _ in 0..<10 { #expect(try await fixture.ask(.visitor, "GET", "/livez", forwarded("portal.example")).status == 200) }
        await fixture.stop()
    }

    @Test(
        arguments: [
            ("0.0.0.0", "http://portal.example", []), ("127.0.0.1", "https://portal.example", []),
            ("127.0.0.1", "portal.example", []),
            ("127.0.0.1", "http://portal.example/path", []), ("0.0.0.0", "http://portal.example", ["not an address!"]),
        ] as [(String, String, [String])])
    func `nothing starts with settings that cannot be right`(_ host: String, _ base: String, _ proxies: [String]) async throws {
        let workspace = try await Fixture.shared.value.workspace
        var settings = ServerSettings()
        (settings.host, settings.baseURL, settings.proxies) = (host, base, proxies)
        #expect(throws: Refusal.self) { try PorticoServer(workspace: workspace, settings: settings, log: workspace.log) }
    }
}
