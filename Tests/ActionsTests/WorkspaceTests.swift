import Dispatch
import Documents
import Foundation
import Model
import Records
import SQLiteRecords
import Synchronization
import TestKit
import Testing

@testable import Actions

/// Counts which files are open, so that a test sees two opens of one file.
private final class Watch: Sendable {
    struct Seen {
        var open: Set<String> = []
        var most = 0
        var twice: [String] = []
    }
    let seen = Mutex(Seen())

    var engines: Engines {
        var engines = Place.engines
        engines.records = { path in
            self.seen.withLock { seen in
                if !seen.open.insert(path).inserted { seen.twice.append(path) }
                seen.most = max(seen.most, seen.open.count)
            }
            return Watched(engine: try await SQLiteEngine.open(path: path, readers: 1)) {
                self.seen.withLock { _ = $0.open.remove(path) }
            }
        }
        return engines
    }
}

private struct Watched: RecordsEngine {
    let engine: SQLiteEngine
    let closed: @Sendable () -> Void

    func read<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await engine.read(work)
    }
    func write<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await engine.write(work)
    }
    func writeAlone<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await engine.writeAlone(work)
    }
    func backup(to path: String) async throws { try await engine.backup(to: path) }
    func check() async throws -> [String] { try await engine.check() }
    func scrub() async throws { try await engine.scrub() }
    func close() async throws {
        try await engine.close()
        closed()
    }
}

@Test func `a workspace has one owner at a time`() async throws {
    let place = try Place()
    let first = try place.workspace()
    let refusal = #expect(throws: Refusal.self) { try place.workspace() }
    #expect(refusal?.kind == .locked)
    await first.stop()
    await (try place.workspace()).stop()
}

@Test func `an agency that does not exist is not found, and one that is made is there whole`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    await #expect { try await workspace.agency(.of("north")) } throws: { ($0 as? Refusal)?.kind == .notFound }
    let agency = try await workspace.make("north")
    #expect(try workspace.slugs == [.of("north")])
    #expect(try await agency.agency().timeZone == "Europe/Vilnius")
    await #expect { try await workspace.make("north") } throws: { ($0 as? Refusal)?.kind == .conflict }
    await #expect { try await workspace.make("livez") } throws: { ($0 as? Refusal)?.kind == .invalid }
    #expect(try Disk.names(in: place.scratch.path("data")).filter { $0.hasPrefix(".new") } == [])
    #expect(try await agency.auditEntries().map(\.action) == ["agency.add"])
    await workspace.stop()
}

@Test func `of many who add an agency of one name at once one does, and the others are told why not`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    let outcomes = await withTaskGroup(of: String.self) { group in
        for _ in 0..<4 {
            group.addTask {
                do {
                    _ = try await workspace.make("north")
                    return "made"
                } catch { return (error as? Refusal)?.word ?? "\(error)" }
            }
        }
        return await group.reduce(into: [String]()) { $0.append($1) }
    }
    let whys = outcomes.filter { $0 != "made" }
    #expect(whys.count == 3 && whys.allSatisfy { ["refusal.agency.exists", "refusal.key.taken"].contains($0) }, "\(outcomes)")
    #expect(try await workspace.check() == [])
    await workspace.stop()
}

@Test func `keys of an agency whose folder is gone are taken by no other`() async throws {
    let place = try Place()
    let first = try place.workspace()
    _ = try await first.make("north")
    await first.stop()
    try FileManager.default.removeItem(atPath: place.scratch.path("data/north"))
    let second = try place.workspace()
    await #expect { try await second.make("north") } throws: { ($0 as? Refusal)?.word == "refusal.key.taken" }
    await second.stop()
}

@Test func `seventy agencies live in the room of sixty-four, and no file is ever open twice`() async throws {
    let place = try Place()
    let watch = Watch()
    let slugs = (1...70).map { Slug.of("a\($0)") }
    let workspace = try place.workspace(.command, engines: watch.engines)
    for slug in slugs { _ = try await workspace.make(slug.text) }
    try await withThrowingTaskGroup(of: Void.self) { group in
        // Some are wanted twice at once.
        for slug in (slugs + slugs.prefix(20)).shuffled() {
            group.addTask {
                let agency = try await workspace.agency(slug)
                try await agency.change { connection, _ in try connection.setSetting("seen", slug.text) }
                #expect(try await agency.agency().slug == slug)
            }
        }
        try await group.waitForAll()
    }
    watch.seen.withLock { seen in
        #expect(seen.twice.isEmpty)
        // One more than the limit: while an agency is made, its file stands in a folder of its own.
        #expect(seen.most <= 65)
    }
    await workspace.stop()
    watch.seen.withLock { #expect($0.open.isEmpty) }
}

@Test func `an agency whose records are damaged shuts itself only`() async throws {
    let place = try Place()
    var workspace = try place.workspace(.command)
    _ = try await workspace.make("north")
    _ = try await workspace.make("south")
    await workspace.stop()
    // The log of writes beside the file could heal it, so that goes too.
    try? FileManager.default.removeItem(atPath: place.scratch.path("data/north/records.sqlite-wal"))
    try Data(repeating: 7, count: 8192).write(to: URL(filePath: place.scratch.path("data/north/records.sqlite")))
    workspace = try place.workspace(.command)
    let broken = workspace
    await #expect { try await broken.agency(.of("north")) } throws: { ($0 as? Refusal)?.kind == .unavailable }
    #expect(try await workspace.agency(.of("south")).agency().name == "Agency south")
    #expect(await workspace.health().map(\.agency) == [.of("north")])
    #expect(try await workspace.check().map(\.kind) == [.shut])
    await workspace.stop()
}

@Test func `an agency at which a command only looks is left as it was`() async throws {
    let place = try Place()
    var workspace = try place.workspace(.command)
    _ = try await workspace.make("north").build()
    await workspace.stop()
    let path = URL(filePath: place.scratch.path("data/north/records.sqlite"))
    let before = try Data(contentsOf: path)
    for mode in [Workspace.Mode.command, .looking] {
        workspace = try place.workspace(mode)
        let agency = try await workspace.agency(.of("north"))
        #expect(try await agency.agency().name == "Agency north")
        if mode == .command { #expect(try await agency.build().written == 0) }
        await workspace.stop()
        #expect(try Data(contentsOf: path) == before)
    }
}

@Test func `records say that files may differ before the first is touched, until the stop`() async throws {
    let place = try Place()
    func isClean(_ agency: OpenAgency) async throws -> Bool { try await agency.records.read { try $0.isClean() } }
    let doings: [@Sendable (OpenAgency) async throws -> Void] = [
        { _ = try await $0.set([("phone", "123")]) },
        { _ = try await $0.build(full: true) },
        {
            try FileManager.default.removeItem(atPath: $0.settings.pages(of: "north") + "/cookies")
            _ = try await $0.build(full: true)
        },
        { _ = try await $0.receiving("a.pdf", for: $0.world.id()) },
    ]
    var workspace = try place.workspace(.command)
    _ = try await workspace.make("north")
    await workspace.stop()
    for (number, doing) in doings.enumerated() {
        workspace = try place.workspace(.command)
        let agency = try await workspace.agency(.of("north"))
        #expect(try await isClean(agency), "\(number)")
        try await doing(agency)
        #expect(try await !isClean(agency), "\(number)")
        await workspace.stop()
    }
    workspace = try place.workspace(.serving)
    #expect(try await !isClean(try await workspace.agency(.of("north"))))
    await workspace.stop()
}

@Test func `a change is audited in its own transaction, or not made at all`() async throws {
    let place = try Place()
    let workspace = try place.workspace(.command)
    let agency = try await workspace.make("north")
    struct Stop: Error {}
    await #expect(throws: Stop.self) {
        try await agency.change { connection, journal in
            try connection.setSetting("phone", "1")
            journal.audit(actor: .operator, action: "test", subject: "x")
            throw Stop()
        }
    }
    #expect(try await agency.auditEntries().count == 1)
    #expect(try await agency.agency().phone == "")
    _ = try await agency.set([("phone", " 123 "), ("agents_see_all", "no")])
    #expect(try await agency.agency().phone == "123")
    #expect(try await agency.agency().agentsSeeAll == false)
    #expect(try await agency.auditEntries().map(\.action) == ["agency.add", "agency.set", "agency.set"])
    #expect(try await agency.verifyAudit().problem == nil)
    await workspace.stop()
}

@Test func `while one long change has the agency, every other is refused`() async throws {
    let place = try Place()
    let workspace = try place.workspace(.command)
    let agency = try await workspace.make("north")
    let (begun, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let long = Task {
        try await agency.changeAlone { connection, _ in
            begun.signal()
            goOn.wait()
            try connection.setSetting("phone", "1")
        }
    }
    await withCheckedContinuation { ready in
        DispatchQueue.global().async {
            begun.wait()
            ready.resume()
        }
    }
    await #expect { try await agency.change { _, _ in } } throws: { ($0 as? Refusal)?.kind == .unavailable }
    await #expect { try await agency.noteAndWait(Noted(.operator, "document.read", subject: "x")) } throws: {
        ($0 as? Refusal)?.kind == .unavailable
    }
    agency.note(Noted(.operator, "page.read", subject: "y"))
    goOn.signal()
    try await long.value
    try await agency.change { _, _ in }
    #expect(try await agency.auditEntries().map(\.action).contains("page.read"))
    await workspace.stop()
}

@Test(arguments: [
    ("iban", "LT12 1000 0111 0100 1000", "LT121000011101001000"), ("locale", "lt-LT", "lt_LT"),
    ("host", "Portal.Acme.lt", "portal.acme.lt"),
    ("currency", "eur", "EUR"), ("country", "lt", "LT"), ("time_zone", "America/New_York", "America/New_York"),
    ("agents_see_all", "off", "false"), ("invoice_series", "NOTE-{n}", "NOTE-{n}"), ("bic", "cbvilt2x", "CBVILT2X"),
])
func `a setting is kept in its one spelling`(_ key: String, _ text: String, _ kept: String) throws {
    #expect(try AgencySettings.value(key, text, languages: ["en", "lt"]) == kept)
}

@Test(arguments: [
    ("iban", "LT12 1000 0111 0100 1001"), ("iban", "LT1"), ("locale", "xx"), ("locale", "lt_XX"), ("host", "a..b"),
    ("host", "a:80"),
    ("currency", "EU"), ("currency", "ZZZ"), ("country", "ZZ"), ("time_zone", "GMT+3"), ("time_zone", "Mars/Base"),
    ("agents_see_all", "maybe"), ("payment_reference", "text"), ("invoice_series", "INV"), ("invoice_series", "{n}{n}"),
    ("name", " "), ("nam", "x"),
    ("email", "a b@c.d"), ("legal_name", "a\u{7}b"), ("bic", "X"),
])
func `a setting that cannot be is refused`(_ key: String, _ text: String) {
    #expect { try AgencySettings.value(key, text, languages: ["en", "lt"]) } throws: { ($0 as? Refusal)?.kind == .invalid }
}
