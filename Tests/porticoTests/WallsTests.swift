import Foundation
import TestKit
import Testing

/// The table of docs/rooms.md as a test: SwiftPM alone lets an import through that another target brings along.
@Suite struct WallsTests {
    /// A room and the modules that it may import. Foundation and the standard library's own modules go without saying.
    struct Room: Sendable, CustomTestStringConvertible {
        let name: String
        let allowed: Set<String>

        var testDescription: String { name }
    }

    private static let system: Set<String> = ["Foundation", "Glibc", "Synchronization", "Dispatch"]

    static let rooms = [
        Room(name: "Model", allowed: []),
        Room(name: "Threads", allowed: []),
        Room(name: "Records", allowed: ["Model", "Crypto"]),
        Room(name: "Documents", allowed: ["Model", "Threads", "Crypto", "CMagic", "CLinux"]),
        Room(
            name: "SQLiteRecords", allowed: ["Model", "Threads", "Records", "Documents", "CLinux", "GRDB", "Crypto"]),
        Room(name: "Markdown", allowed: ["Model", "CCmark", "Yams"]),
        Room(name: "Templates", allowed: ["Model", "Yams"]),
        Room(name: "Site", allowed: ["Model", "Markdown", "Templates", "CLinux", "CCompress", "CQRencode", "Crypto", "Yams"]),
        Room(
            name: "Actions",
            allowed: [
                "Model", "Threads", "Records", "Documents", "Site", "Templates", "CCompress", "CCurl", "CSodium", "CLinux",
                "Crypto", "Logging",
            ]),
        Room(
            name: "Server",
            allowed: [
                "Model", "Actions", "Site", "Templates", "Hummingbird", "HummingbirdCore", "Logging", "CoreMetrics",
                "ServiceLifecycle", "NIOCore", "NIOPosix", "NIOHTTP1", "HTTPTypes", "Crypto",
            ]),
        Room(name: "Proof", allowed: ["Model", "Records", "Templates", "Site", "Actions", "Crypto", "Yams"]),
    ]

    @Test(arguments: rooms)
    func `each room imports only what its row allows`(_ room: Room) throws {
        let files = Checkout.files(below: "Sources/\(room.name)", endings: ["swift"])
        #expect(!files.isEmpty)
        for file in files {
            let surplus = try imports(of: String(contentsOf: file, encoding: .utf8)).subtracting(room.allowed.union(Self.system))
            #expect(surplus.isEmpty, "\(file.lastPathComponent) imports \(surplus.sorted())")
        }
    }

    @Test func `every folder of Sources has a row, is the command line, or is a module map`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Checkout.root.appending(path: "Sources").path)
        let known = Set(Self.rooms.map(\.name)).union([
            "portico", "CCmark", "CCompress", "CCurl", "CLinux", "CMagic", "CQRencode", "CSodium",
        ])
        #expect(Set(folders).subtracting(known).isEmpty)
    }

    @Test func `an import that a row does not allow is seen, however it is written`() {
        let source = """
            import Foundation
            public import Records
            @testable import struct Site.Page
            package import  GRDB // why
              internal import enum Documents.Verdict
            let text = "import Nothing"
            // import Server
            """
        #expect(imports(of: source) == ["Foundation", "Records", "Site", "GRDB", "Documents"])
    }

    @Test func `only SQLiteRecords knows GRDB`() throws {
        for file in Checkout.files(below: "Sources", endings: ["swift"]) where !file.path.contains("/Sources/SQLiteRecords/") {
            #expect(try !imports(of: String(contentsOf: file, encoding: .utf8)).contains("GRDB"), "\(file.lastPathComponent)")
        }
    }

    /// The modules that a source file imports.
    private func imports(of source: String) -> Set<String> {
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor"]
        var found: Set<String> = []
        for line in source.split(separator: "\n") {
            var words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })[...]
            while let word = words.first,
                word.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains(word)
            {
                words.removeFirst()
            }
            guard words.first == "import" else { continue }
            words.removeFirst()
            if let kind = words.first, kinds.contains(kind) { words.removeFirst() }
            if let module = words.first?.split(separator: ".").first { found.insert(String(module)) }
        }
        return found
    }
}
