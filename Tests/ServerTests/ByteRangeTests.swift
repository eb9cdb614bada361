import HTTPTypes
import Testing

@testable import Server

@Suite struct `A range of bytes` {
    @Test(
        arguments: [
            (nil, .whole), ("bytes=0-0", .part(0..<1)), ("bytes=0-", .part(0..<1000)), ("bytes=999-", .part(999..<1000)),
            ("bytes=10-19", .part(10..<20)), ("bytes=10-5000", .part(10..<1000)), ("bytes=-10", .part(990..<1000)),
            ("bytes=-5000", .part(0..<1000)), ("BYTES=1-2", .part(1..<3)), ("bytes= 1-2", .part(1..<3)),
            ("bytes=1000-", .unsatisfiable), ("bytes=5000-6000", .unsatisfiable), ("bytes=-0", .unsatisfiable),
            ("bytes=9223372036854775807-", .unsatisfiable), ("bytes=99999999999999999999-", .unsatisfiable),
            ("bytes=0-99999999999999999999", .part(0..<1000)), ("bytes=-99999999999999999999", .part(0..<1000)),
            ("bytes=0-0,5-6", .whole), ("bytes=5-4", .whole), ("bytes=", .whole), ("bytes=-", .whole), ("bytes", .whole),
            ("bytes=a-b", .whole), ("bytes=1-2-3", .whole), ("bytes=--1", .whole), ("bytes=+1-2", .whole), ("lines=1-2", .whole),
            ("bytes=0x1-2", .whole), ("bytes=1 - 2", .whole), ("bytes=١-٢", .whole),
        ] as [(String?, ByteRange)])
    func `of a file of 1000 bytes`(_ field: String?, _ expected: ByteRange) {
        #expect(ByteRange(field, size: 1000) == expected)
    }

    @Test func `of an empty file cannot be had`() {
        #expect(ByteRange("bytes=0-", size: 0) == .unsatisfiable)
        #expect(ByteRange("bytes=-1", size: 0) == .unsatisfiable)
        #expect(ByteRange(nil, size: 0) == .whole)
    }

    @Test func `of the largest file stays within 64 bits`() {
        #expect(ByteRange("bytes=0-9223372036854775807", size: .max) == .part(0..<Int64.max))
        #expect(ByteRange("bytes=-9223372036854775807", size: .max) == .part(0..<Int64.max))
    }

    @Test func `counts only when If-Range names the very tag`() {
        #expect(EntityTag.rangeCounts("\"a\"", [:]))
        #expect(EntityTag.rangeCounts("\"a\"", [.ifRange: "\"a\""]))
        #expect(!EntityTag.rangeCounts("\"a\"", [.ifRange: "\"b\""]))
        #expect(!EntityTag.rangeCounts("\"a\"", [.ifRange: "W/\"a\""]))
        #expect(!EntityTag.rangeCounts("\"a\"", [.ifRange: "Sun, 06 Nov 1994 08:49:37 GMT"]))
    }

    @Test(arguments: [
        ("\"a\"", true), ("\"b\", \"a\"", true), ("W/\"a\"", true), ("*", true), ("\"b\"", false), ("a", false), ("", false),
    ])
    func `is not sent again when If-None-Match names its tag`(_ field: String, _ known: Bool) {
        #expect(EntityTag.isKnown("\"a\"", [.ifNoneMatch: field]) == known)
    }
}

@Suite struct `The name of a download` {
    @Test(arguments: [
        ("plain.pdf", "attachment; filename=\"plain.pdf\"; filename*=UTF-8''plain.pdf"),
        ("sąskaita 1.pdf", "attachment; filename=\"s_skaita 1.pdf\"; filename*=UTF-8''s%C4%85skaita%201.pdf"),
        ("a\"b\\c%41.txt", "attachment; filename=\"a_b_c_41.txt\"; filename*=UTF-8''a%22b_c%2541.txt"),
        ("x\r\nSet-Cookie: a=b", "attachment; filename=\"xSet-Cookie: a=b\"; filename*=UTF-8''xSet-Cookie%3A%20a%3Db"),
        ("../../etc/passwd", "attachment; filename=\".._.._etc_passwd\"; filename*=UTF-8''.._.._etc_passwd"),
        ("\u{202E}fdp.exe", "attachment; filename=\"fdp.exe\"; filename*=UTF-8''fdp.exe"),
        ("", "attachment; filename=\"document\"; filename*=UTF-8''document"),
        ("..", "attachment; filename=\"document\"; filename*=UTF-8''document"),
    ])
    func `cannot end the header or lie about itself`(_ name: String, _ expected: String) {
        #expect(ContentDisposition.field(name, isInline: false) == expected)
    }

    @Test func `of 300 characters and emoji is still one name`() {
        let field = ContentDisposition.field(String(repeating: "😀", count: 300), isInline: true)
        #expect(field.utf8.allSatisfy { $0 >= 32 && $0 < 127 })
        #expect(field.split(separator: "filename=").count == 2 && field.hasPrefix("inline; "))
    }
}
