import Testing

@testable import Server

@Suite struct `A page with an upload form` {
    @Test func `may have our script, and no other page may`() async throws {
        let fixture = try await Fixture.shared.value
        for _ in 0..<3 {
            for (who, path, has) in [
                (Who.anna, "/acme/clients/a/cases/lease/", true), (.owner, "/acme/staff/clients/a/cases/lease/", true),
                (.anna, "/acme/clients/a/", false), (.anna, "/acme/clients/a/documents/", false), (.anna, "/acme/me/", false),
                (.visitor, "/acme/", false),
            ] {
                let answer = try await fixture.ask(who, "GET", path)
                let policy = try #require(answer["content-security-policy"])
                #expect(answer.text.contains("<script type=\"module\" src=\"/assets/upload.") == has, "\(path)")
                #expect(policy.contains("script-src 'self'; connect-src 'self'") == has, "\(path)")
                #expect(policy.contains("script-src 'none'") != has && policy.hasPrefix("default-src 'none'"), "\(path)")
            }
        }
    }
}
