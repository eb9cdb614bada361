import Model
import Testing

@testable import Actions

@Suite struct ImportValueTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1970-01-01t00:00:01z", 1000), ("1970-01-01 00:00:00.5Z", 500),
        ("1970-01-01T00:00:00.123456789+00:00", 123), ("1970-01-01T02:00:00+02:00", 0), ("1969-12-31T19:30:00-04:30", 0),
        ("2000-02-29T23:59:59.001+14:00", 951_818_399_001), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999), ("1970-01-01T00:00:00.07-00:00", 70),
    ])
    func `an instant is read as RFC 3339 writes it`(text: String, milliseconds: Int64) {
        #expect(RFC3339.instant(text) == Instant(milliseconds: milliseconds))
    }

    @Test(arguments: [
        "", "1970-01-01", "1970-01-01T00:00:00", "1970-01-01T00:00Z", "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z",
        "1970-01-01T00:00:60Z", "1970-02-29T00:00:00Z", "1970-13-01T00:00:00Z", "0000-01-01T00:00:00Z",
        "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00.1234567890Z", "1970-01-01T00:00:00+24:00", "1970-01-01T00:00:00+02:60",
        "1970-01-01T00:00:00+0200", "1970-01-01T00:00:00Z ", " 1970-01-01T00:00:00Z", "1970-01-01X00:00:00Z",
        "1970-01-01T00:00:00ZZ", "+970-01-01T00:00:00Z", "１970-01-01T00:00:00Z",
    ])
    func `what is no instant is not guessed at`(text: String) {
        #expect(RFC3339.instant(text) == nil)
    }

    @Test(arguments: [
        ("a@b.c", true), ("ada.lovelace+x@moon.example", true), ("ė@pavyzdys.lt", true), ("a@b", false), ("@b.c", false),
        ("a@@b.c", false), ("a@.b.c", false), ("a@b.c.", false), ("a b@c.d", false), ("a\u{A0}b@c.d", false),
        ("a<b@c.d", false), ("\"a\"@c.d", false), ("a,b@c.d", false), ("a;b@c.d", false), ("a\n@b.c", false), ("", false),
        ("a@b@\u{301}c.d", false), ("a\u{202E}b@c.d", false),
        ("a\u{85}@b.c", false), (String(repeating: "a", count: 65) + "@b.c", false),
        ("a@" + String(repeating: "b", count: 252) + ".c", false),
    ])
    func `an e-mail address is told from what can be none`(text: String, isOne: Bool) {
        #expect(Email.isAddress(text) == isOne)
    }
}
