import CLinux
import Foundation
import Model
import Synchronization
import TestKit
import Testing

@testable import Site

struct FilePageStoreTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func `what was written is what opens, and the list has it`() throws {
        let scratch = try Scratch()
        let store = try FilePageStore(folder: scratch.path("public/acme"))
        try store.write("clients/a/lt.cid/index.html", bytes("one"))
        try store.write("privacy/index.html", bytes("two"))
        try store.write("privacy/index.html", bytes("three, longer"))
        #expect(try store.open("clients/a/lt.cid/index.html")?.bytes == bytes("one"))
        #expect(try store.open("privacy/index.html")?.bytes == bytes("three, longer"))
        #expect(try store.list() == ["clients/a/lt.cid/index.html", "privacy/index.html"])
        #expect(try store.open("privacy/none/index.html") == nil)
        #expect(try store.open("privacy") == nil)
    }

    @Test func `what a killed write has left is cleared away, and pages stay`() throws {
        let scratch = try Scratch()
        let store = try FilePageStore(folder: scratch.path("public/acme"))
        try store.write("clients/a/index.html", bytes("one"))
        let left = scratch.path("public/acme/clients/a/.new-1-1")
        try Data("ha".utf8).write(to: URL(filePath: left))
        #expect(try store.list() == ["clients/a/index.html"])
        try store.clear()
        #expect(!FileManager.default.fileExists(atPath: left))
        #expect(try store.open("clients/a/index.html")?.bytes == bytes("one"))
    }

    @Test func `files are for the owner alone, and so are folders`() throws {
        let scratch = try Scratch()
        let store = try FilePageStore(folder: scratch.path("public/acme"))
        try store.write("clients/a/index.html", bytes("x"))
        for (path, mode) in [
            ("public/acme", 0o700), ("public/acme/clients/a", 0o700), ("public/acme/clients/a/index.html", 0o600),
        ] {
            let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path(path))
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode, "\(path)")
        }
    }

    @Test func `a writer finds its way when folders go that it passed, and leaves nothing beside the pages`() throws {
        let scratch = try Scratch()
        let store = try FilePageStore(folder: scratch.path("p"))
        let writer = store.writer()
        let paths = [
            "clients/a/cases/x/index.html", "clients/a/cases/y/index.html", "clients/a/index.html", "index.html",
            "clients/b/index.html", "clients/a/cases/x/more.html",
        ]
        for path in paths {
            try writer.write(path, bytes(path))
            // The folder of the page goes with it, and those above as far as they are empty.
            if path.hasSuffix("y/index.html") { try store.remove(path) }
        }
        try store.remove("clients/a/cases/x/more.html")
        try store.remove("clients/a/cases/x/index.html")
        try writer.write("clients/a/cases/x/again.html", bytes("again"))
        #expect(
            try store.list() == [
                "clients/a/cases/x/again.html", "clients/a/index.html", "clients/b/index.html", "index.html",
            ])
        #expect(try store.open("clients/a/cases/x/again.html")?.bytes == bytes("again"))
    }

    @Test func `removing a page takes the folders that become empty, and no others`() throws {
        let scratch = try Scratch()
        let store = try FilePageStore(folder: scratch.path("p"))
        try store.write("clients/a/cases/x/index.html", bytes("x"))
        try store.write("clients/a/index.html", bytes("x"))
        try store.remove("clients/a/cases/x/index.html")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("p/clients/a/cases")))
        #expect(try store.list() == ["clients/a/index.html"])
        try store.remove("clients/a/index.html")
        try store.remove("clients/a/index.html")
        #expect(try store.list() == [])
        #expect(FileManager.default.fileExists(atPath: scratch.path("p")))
    }

    @Test(arguments: ["../x", "a/../../x", "/etc/passwd", "a//b", "a/./b", "", ".hidden", "a/"])
    func `a path that leads elsewhere is refused`(_ path: String) throws {
        let store = try FilePageStore(folder: try Scratch().path("p"))
        #expect(throws: Refusal.self) { try store.open(path) }
        #expect(throws: Refusal.self) { try store.write(path, []) }
        #expect(throws: Refusal.self) { try store.remove(path) }
    }

    @Test func `a planted link is no page, and somebody is told`() throws {
        let scratch = try Scratch()
        let told = Mutex<[String]>([])
        let store = try FilePageStore(folder: scratch.path("p")) { path in told.withLock { $0.append(path) } }
        try store.write("clients/a/index.html", bytes("mine"))
        try Data("secret".utf8).write(to: scratch.url.appending(path: "secret.html"))
        let files = FileManager.default
        try files.createSymbolicLink(
            atPath: scratch.path("p/clients/a/link.html"), withDestinationPath: scratch.path("secret.html"))
        try files.createSymbolicLink(atPath: scratch.path("p/clients/b"), withDestinationPath: scratch.path("p/clients/a"))
        #expect(try store.open("clients/a/link.html") == nil)
        #expect(try store.open("clients/b/index.html") == nil)
        #expect(told.withLock { $0 } == ["clients/a/link.html", "clients/b/index.html"])
        #expect(throws: Refusal.self) { try store.write("clients/b/index.html", bytes("x")) }
        #expect(try store.list() == ["clients/a/index.html"])
        // Writing replaces the link itself, not what it points to.
        try store.write("clients/a/link.html", bytes("page"))
        #expect(try String(contentsOfFile: scratch.path("secret.html"), encoding: .utf8) == "secret")
        #expect(try store.open("clients/a/link.html")?.bytes == bytes("page"))
    }

    @Test func `readers see the old page or the new one, never half of one`() async throws {
        let scratch = try Scratch()
        let store = try FilePageStore(folder: scratch.path("p"))
        let pages = (0..<4).map { [UInt8](repeating: UInt8(ascii: "a") + UInt8($0), count: 40_000 + $0 * 10_000) }
        try store.write("x/index.html", pages[0])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<2 {
                group.addTask { for round in 0..<60 { try store.write("x/index.html", pages[(round + writer) % 4]) } }
            }
            group.addTask {
                for _ in 0..<200 {
                    let seen = try store.open("x/index.html")
                    #expect(seen.map { pages.contains($0.bytes) } == true)
                }
            }
            try await group.waitForAll()
        }
        #expect(try store.list() == ["x/index.html"])
    }
}
