import Model
import Testing

@Suite struct GrammarTests {
    @Test(arguments: ["a", "acme", "acme-2", "a-b-c", "0", String(repeating: "a", count: 63)])
    func `these are slugs`(_ text: String) {
        #expect(Slug(text)?.text == text)
    }

    @Test(arguments: [
        "", "-a", "a-", "a--b", "A", "a b", "a_b", "ä", "a.b", "..", "a/b", "a%2e", "a\u{0}", String(repeating: "a", count: 64),
    ])
    func `these are none`(_ text: String) {
        #expect(Slug(text) == nil)
    }

    @Test func `a view's name reads back for every set of rights`() {
        for raw in 0..<8 {
            let view = View(language: "lt", rights: Rights(rawValue: raw))
            #expect(View(name: view.name) == view)
            #expect(Rights(words: view.rights.words) == view.rights)
        }
        #expect(View(language: "lt", rights: .all).name == "lt.cid")
        #expect(View(name: "lt.dic") == nil)
        #expect(View(name: "lt.") == nil)
        #expect(View(name: "lt") == nil)
        #expect(Rights(words: "cases money") == nil)
    }

    @Test func `identities are UUIDs of version 7, in the order of their time`() throws {
        let ids = (0..<1000).map { World.uuid7(at: Instant(milliseconds: 1_700_000_000_000 + $0), World.real.random(10)) }
        #expect(ids == ids.sorted())
        for text in ids {
            let id = try #require(ID<Client>(checking: text))
            let bytes = try #require(id.bytes)
            #expect(bytes[6] >> 4 == 7 && bytes[8] >> 6 == 2)
        }
        #expect(ID<Client>(checking: "../../../../../../../../../etc/passwd") == nil)
        #expect(ID<Client>(checking: ids[0].uppercased()) == nil)
    }

    @Test(arguments: [
        ([], ""), (Array("f".utf8), "Zg"), (Array("fo".utf8), "Zm8"), (Array("foo".utf8), "Zm9v"), (Array("foob".utf8), "Zm9vYg"),
        (Array("fooba".utf8), "Zm9vYmE"), (Array("foobar".utf8), "Zm9vYmFy"), ([0xFB, 0xFF, 0xBF, 0xFE], "-_-__g"),
    ]) func `base64url is that of RFC 4648, without padding`(bytes: [UInt8], text: String) {
        #expect(Base64URL.text(bytes) == text)
        #expect(Base64URL.bytes(text) == bytes)
    }

    @Test(arguments: ["Zg==", "Zg=", "+_-_", "-_-/", "Zm9vY", "Zm 9v", "Zm9v\n", "Zm9é", "\u{0}m9v"])
    func `what is not base64url is nothing`(text: String) {
        #expect(Base64URL.bytes(text) == nil)
    }

    @Test func `tokens are 256 bits and never the same`() {
        let tokens = Set((0..<10_000).map { _ in World.real.token() })
        #expect(tokens.count == 10_000)
        #expect(tokens.allSatisfy { Base64URL.bytes($0)?.count == 32 })
    }

    @Test func `a page's key reads back`() {
        let (client, other) = (ID<Client>("c"), ID<Case>("k"))
        for page in [
            Page.home(client), .cases(client), .caseRecord(client, other), .invoice(client, ID("i")), .shared("privacy"), .all,
        ] {
            #expect(Page(key: page.key) == page)
        }
    }
}
