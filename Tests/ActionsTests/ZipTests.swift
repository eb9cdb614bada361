import Crypto
import Foundation
import Model
import TestKit
import Testing

@testable import Actions

/// Archives, written and read; Python's zipfile is the second opinion.
struct ZipTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch("zip") }

    private static let files: [(path: String, bytes: [UInt8])] = [
        ("a.txt", Array("Ačiū, שלום\n".utf8)), ("folder/empty", []),
        ("folder/long.bin", (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }),
        ("folder/same.txt", Array(repeating: 65, count: 900_000)),
    ]

    private func write(_ path: String, largest: UInt64 = 0xFFFF_FFFE, isLarge: Bool = false) async throws {
        var zip = ZipWriter(try LocalWriter(path), now: Instant(milliseconds: 1_773_133_200_000), largest: largest)
        for (index, file) in Self.files.enumerated() {
            try await zip.begin(file.path, level: index == 2 ? 0 : 6, isLarge: isLarge)
            for start in stride(from: 0, to: file.bytes.count, by: 70_001) {
                try await zip.write(Array(file.bytes[start..<min(start + 70_001, file.bytes.count)]))
            }
            #expect(try await zip.end().size == file.bytes.count)
        }
        try await zip.finish()
    }

    private func python(_ script: String, _ arguments: [String]) throws -> String {
        let answer = try OtherProgram.run("/usr/bin/env", ["python3", "-c", script] + arguments)
        #expect(answer.code == 0)
        return String(decoding: answer.bytes, as: UTF8.self)
    }

    @Test(arguments: [(UInt64(0xFFFF_FFFE), false), (10, false), (0xFFFF_FFFE, true), (10, true)])
    func `what is written is read again, by this program and by another`(_ largest: UInt64, _ isLarge: Bool) async throws {
        let path = scratch.path("a.zip")
        try await write(path, largest: largest, isLarge: isLarge)
        let archive = try ZipReader(path)
        #expect(archive.entries.keys.sorted() == Self.files.map(\.path).sorted())
        for file in Self.files { #expect(try archive.bytes(file.path, limit: 1 << 20) == file.bytes) }
        let script = """
            import sys, zipfile, hashlib
            z = zipfile.ZipFile(sys.argv[1])
            assert z.testzip() is None
            for name in sorted(z.namelist()): print(name, hashlib.sha256(z.read(name)).hexdigest())
            """
        let said = try python(script, [path])
        let wanted = Self.files.sorted { $0.path < $1.path }
            .map { "\($0.path) \(Hex.text(Array(SHA256.hash(data: $0.bytes))))\n" }.joined()
        #expect(said == wanted)
    }

    @Test func `what another program wrote is read, stored or deflated`() throws {
        let path = scratch.path("b.zip")
        let script = """
            import sys, zipfile
            z = zipfile.ZipFile(sys.argv[1], 'w')
            z.writestr('stored.txt', 'as it is', zipfile.ZIP_STORED)
            z.writestr('packed.txt', 'again ' * 1000, zipfile.ZIP_DEFLATED)
            z.close()
            """
        _ = try python(script, [path])
        let archive = try ZipReader(path)
        #expect(try archive.bytes("stored.txt", limit: 100) == Array("as it is".utf8))
        #expect(try archive.bytes("packed.txt", limit: 10_000).count == 6000)
        #expect(throws: Refusal.self) { try archive.bytes("packed.txt", limit: 100) }
    }

    @Test func `a bit that turned anywhere in the bytes of a file is found`() async throws {
        let path = scratch.path("c.zip")
        try await write(path)
        let whole = try Data(contentsOf: URL(filePath: path))
        for place in [45, 500, 350_000, 690_000] {
            var bytes = whole
            bytes[place] ^= 4
            try bytes.write(to: URL(filePath: path))
            #expect(throws: Refusal.self, "\(place)") {
                let archive = try ZipReader(path)
                for file in Self.files { _ = try archive.bytes(file.path, limit: 1 << 20) }
            }
        }
    }

    @Test(arguments: ["../evil", "/etc/passwd", "a/../b", ".hidden", "a//b", "a\\b"])
    func `a name that leaves its folder is refused`(_ name: String) throws {
        let path = scratch.path("d.zip")
        _ = try python(
            "import sys, zipfile; zipfile.ZipFile(sys.argv[1], 'w').writestr(zipfile.ZipInfo(sys.argv[2]), 'x')", [path, name])
        #expect { try ZipReader(path) } throws: { ($0 as? Refusal)?.word == "refusal.archive.path" }
    }

    @Test func `what is no archive is refused`() throws {
        let path = scratch.path("e.zip")
        for text in ["", "PK", String(repeating: "no archive ", count: 100)] {
            try Data(text.utf8).write(to: URL(filePath: path))
            #expect { try ZipReader(path) } throws: { ($0 as? Refusal)?.kind == .invalid }
        }
        #expect { try ZipReader(scratch.path("none")) } throws: { ($0 as? Refusal)?.kind == .notFound }
    }
}
