import Testing

@testable import Server

/// What a form brought: parts with their bytes, or why it was refused.
private enum Read: Equatable, CustomStringConvertible {
    case parts([Part])
    case fault(MultipartFault)

    struct Part: Equatable {
        var name: String
        var file: String?
        var bytes: [UInt8]
    }

    var description: String {
        switch self {
        case .parts(let parts): "\(parts.map { ($0.name, $0.file ?? "-", $0.bytes.count) })"
        case .fault(let fault): "\(fault)"
        }
    }
}

/// Reads a form in pieces of the given lengths, over and over.
private func read(_ form: [UInt8], boundary: String = "B", pieces: [Int] = [.max], limits: MultipartParser.Limits = .init())
    -> Read
{
    var parser = MultipartParser(boundary: boundary, limits: limits)
    var parts: [Read.Part] = []
    var isOpen = false
    var ends = 0
    do {
        var at = 0
        var turn = 0
        while at < form.count {
            let length = min(pieces[turn % pieces.count], form.count - at)
            turn += 1
            try parser.feed(form[at..<(at + length)]) { event in
                switch event {
                case .part(let headers):
                    #expect(!isOpen)
                    isOpen = true
                    parts.append(Read.Part(name: headers.name, file: headers.fileName, bytes: []))
                case .body(let slice):
                    #expect(isOpen)
                    #expect(slice.count <= limits.slice && !slice.isEmpty)
                    parts[parts.count - 1].bytes += slice
                case .endOfPart:
                    #expect(isOpen)
                    isOpen = false
                case .end: ends += 1
                }
            }
            at += length
        }
        try parser.finish()
        #expect(ends == 1 && !isOpen)
        return .parts(parts)
    } catch let fault as MultipartFault {
        return .fault(fault)
    } catch {
        Issue.record(error)
        return .parts([])
    }
}

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

private func part(_ headers: String, _ body: String) -> String { "--B\r\n" + headers + "\r\n\r\n" + body + "\r\n" }

private let file = "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\""

@Suite struct `A form with files` {
    @Test func `is read the same however its bytes are split`() {
        // Everything that looks like a boundary, and is not one, stands in the data.
        let nasty = "\r\n--\r\n-\r\n--A\r\n\r--B\n--B\r\r\n-B--"
        let form = bytes(
            "preamble\r\n" + part(file, nasty) + part("Content-Disposition: form-data; name=\"x\"", "")
                + part(file + "\r\nContent-Type: text/plain", String(repeating: "\r\n", count: 50)) + "--B--\r\nepilogue")
        let expected = Read.parts([
            .init(name: "file", file: "a.txt", bytes: bytes(nasty)), .init(name: "x", file: nil, bytes: []),
            .init(name: "file", file: "a.txt", bytes: bytes(String(repeating: "\r\n", count: 50))),
        ])
        #expect(read(form) == expected)
        for length in 1...80 { #expect(read(form, pieces: [length]) == expected) }
        for at in 1..<form.count { #expect(read(form, pieces: [at, .max]) == expected) }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let pieces = (0..<7).map { _ in Int.random(in: 1...40, using: &generator) }
            #expect(read(form, pieces: pieces) == expected, "\(pieces)")
        }
    }

    @Test func `passes random bytes on unchanged`() {
        var generator = SystemRandomNumberGenerator()
        let data = (0..<100_000).map { _ in [13, 10, 45, 66, 0, 255].randomElement(using: &generator) ?? UInt8(0) }
        let boundary = "----WebKitFormBoundaryAbCdEfGhIjKlMnOp"
        let form =
            bytes("--\(boundary)\r\n\(file)\r\n\r\n") + data + bytes("\r\n--\(boundary)--\r\n")
        for pieces in [[Int.max], [1000, 3, 70_000], [65_536]] {
            #expect(read(form, boundary: boundary, pieces: pieces) == .parts([.init(name: "file", file: "a.txt", bytes: data)]))
        }
    }

    fileprivate static let torture: [(String, String, Read)] = [
        ("empty body", "", .fault(.unfinished)),
        ("no part", "--B--\r\n", .parts([])),
        ("no final boundary", part(file, "x"), .fault(.unfinished)),
        ("cut in the delimiter", part(file, "x") + "--B-", .fault(.unfinished)),
        ("cut in the headers", "--B\r\nContent-Disp", .fault(.unfinished)),
        ("LF only", "--B\nContent-Disposition: form-data; name=\"file\"\n\nx\n--B--\n", .fault(.delimiter)),
        ("LF in headers", "--B\r\nX: y\n\(file)\r\n\r\nx\r\n--B--\r\n", .fault(.headers)),
        ("something behind the boundary", "--Bx\r\n\(file)\r\n\r\nx\r\n--B--\r\n", .fault(.delimiter)),
        ("boundary at the start of a data line", part(file, "a\r\n--Bb") + "--B--\r\n", .fault(.delimiter)),
        ("no headers", "--B\r\n\r\nx\r\n--B--\r\n", .fault(.unfinished)),
        ("no disposition", part("Content-Type: text/plain", "x") + "--B--", .fault(.headers)),
        ("no name", part("Content-Disposition: form-data; filename=\"a\"", "x") + "--B--", .fault(.headers)),
        ("two dispositions", part(file + "\r\n" + file, "x") + "--B--", .fault(.headers)),
        ("name twice", part("Content-Disposition: form-data; name=\"a\"; name=\"file\"", "x") + "--B--", .fault(.headers)),
        ("file name twice", part(file + "; filename=\"b\"", "x") + "--B--", .fault(.headers)),
        ("file name twice in capitals", part(file + "; FileName=\"b\"", "x") + "--B--", .fault(.headers)),
        ("filename*", part(file + "; filename*=UTF-8''b", "x") + "--B--", .fault(.headers)),
        ("unended quotes", part("Content-Disposition: form-data; name=\"file", "x") + "--B--", .fault(.headers)),
        ("folded header", part("Content-Disposition: form-data;\r\n name=\"file\"", "x") + "--B--", .fault(.headers)),
        ("NUL in a header", part("X: \0\r\n" + file, "x") + "--B--", .fault(.headers)),
        ("space before the colon", part("Content-Disposition : form-data; name=\"file\"", "x") + "--B--", .fault(.headers)),
        ("transfer encoding", part(file + "\r\nContent-Transfer-Encoding: base64", "eA==") + "--B--", .fault(.headers)),
        ("nested form", part(file + "\r\nContent-Type: multipart/mixed; boundary=C", "x") + "--B--", .fault(.headers)),
        ("attachment", part("Content-Disposition: attachment; name=\"file\"", "x") + "--B--", .fault(.headers)),
        (
            "not UTF-8 by escape is text", part("Content-Disposition: form-data; name=\"file\"; filename=\"%C3\"", "x") + "--B--",
            .parts([.init(name: "file", file: "%C3", bytes: bytes("x"))])
        ),
        (
            "browsers' escapes",
            part("Content-Disposition: form-data; name=\"file\"; filename=\"a%22b%0D%0A.txt\"", "x") + "--B--",
            .parts([.init(name: "file", file: "a\"b\r\n.txt", bytes: bytes("x"))])
        ),
        (
            "quoted pair", part("Content-Disposition: form-data; name=\"file\"; filename=\"a\\\"b\\\\c\"", "x") + "--B--",
            .parts([.init(name: "file", file: "a\"b\\c", bytes: bytes("x"))])
        ),
        (
            "a path of an old browser",
            part("Content-Disposition: form-data; name=\"file\"; filename=\"C:\\Temp\\a.txt\"", "x") + "--B--",
            .parts([.init(name: "file", file: "C:\\Temp\\a.txt", bytes: bytes("x"))])
        ),
        (
            "token values", part("content-disposition: Form-Data; name=file; filename=a.txt", "x") + "--B--",
            .parts([.init(name: "file", file: "a.txt", bytes: bytes("x"))])
        ),
        (
            "unknown headers", part("X-Any: thing\r\n" + file, "x") + "--B--",
            .parts([.init(name: "file", file: "a.txt", bytes: bytes("x"))])
        ),
    ]

    @Test(arguments: 0..<30)
    func `has one fixed verdict for each odd form`(_ index: Int) {
        #expect(Self.torture.count == 30)
        let (name, form, expected) = Self.torture[index]
        #expect(read(bytes(form)) == expected, "\(name)")
        #expect(read(bytes(form), pieces: [1]) == expected, "\(name), byte by byte")
    }

    @Test func `is refused beyond its limits, before it fills memory`() {
        let limits = MultipartParser.Limits(parts: 3, headers: 200, surroundings: 100, slice: 16)
        let long = String(repeating: "x", count: 150)
        #expect(read(bytes(String(repeating: part(file, "x"), count: 3) + "--B--"), limits: limits) != .fault(.parts))
        #expect(read(bytes(String(repeating: part(file, "x"), count: 4) + "--B--"), limits: limits) == .fault(.parts))
        #expect(read(bytes(part(file + "\r\nX: " + long, "x") + "--B--"), limits: limits) == .fault(.headerSize))
        #expect(read(bytes("--B\r\nX: " + long + long), limits: limits) == .fault(.headerSize))
        #expect(read(bytes(long + "\r\n--B--"), limits: limits) == .fault(.surroundings))
        #expect(read(bytes("--B--\r\n" + long), limits: limits) == .fault(.surroundings))
        #expect(read(bytes(String(repeating: "\r\n--", count: 60) + "\r\n--B--"), limits: limits) == .fault(.surroundings))
    }

    @Test(
        arguments: [
            ("multipart/form-data; boundary=B", "B"), ("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"", "a b"),
            ("multipart/form-data;boundary=" + String(repeating: "x", count: 70), String(repeating: "x", count: 70)),
            ("multipart/form-data; boundary=" + String(repeating: "x", count: 71), nil),
            ("multipart/form-data", nil), ("multipart/form-data; boundary=", nil), ("multipart/form-data; boundary=\"\"", nil),
            ("multipart/form-data; boundary=a; boundary=b", nil), ("multipart/form-data; boundary=\"a \"", nil),
            ("multipart/form-data; boundary=\"a\r\n\"", nil), ("multipart/form-data; boundary=\"ą\"", nil),
            ("multipart/form-data; boundary*=utf-8''B", nil), ("multipart/mixed; boundary=B", nil),
            ("application/x-www-form-urlencoded", nil), ("multipart/form-data; boundary=\"B", nil),
        ] as [(String, String?)])
    func `needs a boundary of 1 to 70 allowed characters`(_ type: String, _ boundary: String?) {
        #expect(MultipartBoundary.read(type) == boundary)
    }
}
