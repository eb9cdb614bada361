import Site
import Testing

@testable import Server

@Suite struct `Assets` {
    @Test func `come coded to who takes it, each coding under a tag of its own`() async throws {
        let fixture = try await Fixture.shared.value
        let site = try Fixture.site.get()
        let url = try #require(site.assets.url("site.css"))
        let sheet = try #require(site.assets.asset(at: url))
        let plain = try await fixture.ask(.visitor, "GET", url)
        #expect(plain.body == sheet.bytes && plain["content-encoding"] == nil)
        var tags = [plain["etag"]]
        for coding in PageCoding.allCases {
            let answer = try await fixture.ask(.visitor, "GET", url, ["Accept-Encoding": coding.rawValue])
            #expect(answer["content-encoding"] == coding.rawValue && answer["vary"] == "Accept-Encoding")
            #expect(answer.body == coding.coded(sheet.bytes) && answer.body.count < sheet.bytes.count / 2)
            let again = try await fixture.ask(
                .visitor, "GET", url, ["Accept-Encoding": coding.rawValue, "If-None-Match": answer["etag"] ?? ""])
            #expect(again.status == 304)
            tags.append(answer["etag"])
        }
        #expect(Set(tags).count == 1 + PageCoding.allCases.count)
    }
}
