import Documents
import Foundation
import Model
import Records
import SQLiteRecords
import TestKit
import Testing

@testable import Actions

/// A workspace with one agency that has documents, and its backups.
struct Backed {
    let place: Place
    let document: Document
    let data: LocalFolder
    let keys: LocalFolder
    let report: BackupReport

    init() async throws {
        place = try Place()
        let workspace = try place.workspace()
        let agency = try await workspace.make("north")
        let small = try await SmallAgency(agency)
        document = try await agency.keep("The text of the lease.\n", named: "lease.txt", on: small.lease, .client)
        _ = try await agency.keep("Not for the client.\n", named: "memo.txt", on: small.lease, .internal)
        try await agency.settled()
        try Disk.makeFolders(place.scratch.path("content/north"))
        try Data("---\ntitle: Ours\nupdated: 2026-01-01\n---\nOurs.\n".utf8)
            .write(to: URL(filePath: place.scratch.path("content/north/privacy.md")))
        data = LocalFolder(place.elsewhere.path("backup"))
        keys = LocalFolder(place.elsewhere.path("backup-keys"))
        report = try await workspace.backup(to: data, keys: keys)
        await workspace.stop()
    }

    /// Every file of the repository; the ledger of erasures lies beside it, in clear.
    var names: [String] { ((try? Disk.files(below: data.path)) ?? []).filter { !$0.hasPrefix("tombstones/") } }

    func work<T>(_ body: (Workspace) async throws -> T) async throws -> T {
        let workspace = try place.workspace(.command)
        do {
            let value = try await body(workspace)
            await workspace.stop()
            return value
        } catch {
            await workspace.stop()
            throw error
        }
    }
}

/// Turns one bit of a file.
func flip(_ path: String, at place: Int) throws {
    let url = URL(filePath: path)
    var bytes = try Data(contentsOf: url)
    bytes[place] ^= 1
    try bytes.write(to: url)
}

/// A folder without agencies and keys.
private func empty() throws -> Place {
    let place = try Place()
    try FileManager.default.removeItem(atPath: place.scratch.path("keys"))
    return place
}

@Test func `a backup is brought back whole: records, documents, keys, texts, pages`() async throws {
    let backed = try await Backed()
    #expect(backed.report.agencies == 1)
    #expect(backed.report.files == 4)
    try await backed.work { workspace in
        let verdict = try await workspace.verifyBackups(in: backed.data, keys: backed.keys)
        #expect(verdict.problems.isEmpty)
        #expect(verdict.snapshots == 1)
    }
    let place = try empty()
    let workspace = try place.workspace()
    _ = try await workspace.restore(from: backed.data, keys: backed.keys)
    let agency = try await workspace.agency(.of("north"))
    try await agency.settled()
    let document = backed.document
    try await Blocking.run { [documents = agency.documents] in
        let open = try documents.open(document)
        #expect(try open.read(0..<open.size) == Array("The text of the lease.\n".utf8))
    }
    #expect(try await workspace.check() == [])
    #expect(try await agency.verifyAudit().problem == nil)
    #expect(try await agency.latestAuditEntries(limit: 1).map(\.action) == ["backup.restore"])
    let before = try backed.place.pages(.of("north"))
    let after = try place.pages(.of("north"))
    // Only the agency's own policy is new, and what is said of its promises: it was written after the last build there.
    #expect(after["privacy/index.html"] != before["privacy/index.html"])
    #expect(before.keys.sorted() == after.keys.sorted())
    #expect(before.filter { !$0.key.hasPrefix("privacy/") } == after.filter { !$0.key.hasPrefix("privacy/") })
    #expect(try Disk.names(in: place.scratch.path("data")).filter { $0.hasPrefix(".restore") } == [])
    #expect(try place.mode("keys/root.key") == 0o400)
    // Once there is an agency, nothing is restored over it.
    await #expect { try await workspace.restore(from: backed.data) } throws: { ($0 as? Refusal)?.kind == .conflict }
    await workspace.stop()
}

@Test func `nothing that a repository holds can be read without the root key`() async throws {
    let backed = try await Backed()
    let whole = try backed.names.reduce(into: Data()) { $0 += try Data(contentsOf: URL(filePath: backed.data.path + "/" + $1)) }
    for word in ["Acme", "anna@acme.example", "lease", "north", "INV-2026-0001", "records.sqlite", "SQLite", "PORT"] {
        #expect(whole.range(of: Data(word.utf8)) == nil, "\(word)")
    }
    let key = try Data(contentsOf: URL(filePath: backed.place.scratch.path("keys/root.key")))
    #expect(whole.range(of: key.dropLast()) == nil)
    let stranger = try Place().workspace(.command)
    for folder in [backed.data] {
        await #expect { try await stranger.backups(in: folder) } throws: { ($0 as? Refusal)?.kind == .wrongKey }
        await #expect { try await stranger.backup(to: folder) } throws: { ($0 as? Refusal)?.kind == .wrongKey }
    }
    await stranger.stop()
}

@Test func `a second backup of what did not change writes next to nothing`() async throws {
    let backed = try await Backed()
    backed.place.clock.advance(seconds: 60)
    let second = try await backed.work { try await $0.backup(to: backed.data) }
    #expect(second.files == backed.report.files)
    #expect(second.bytes >= backed.report.bytes)
    // Only pages of the records that the first backup's audit entry and the clean stop changed.
    #expect(second.written < backed.report.written / 2, "\(second.written) of \(backed.report.written)")
    let documents = backed.names.count { $0.hasPrefix("chunks/") }
    #expect(documents > 4)
    let list = try await backed.work { try await $0.backups(in: backed.data) }
    #expect(list.map(\.name.description) == [backed.report.snapshot, second.snapshot])
    #expect(list.allSatisfy { $0.agencies == ["north"] && $0.files == 4 && $0.problem == nil })
}

@Test func `a bit that turned in any file of a repository is found and named`() async throws {
    let backed = try await Backed()
    // What an interrupted backup left counts too: the next one would take it for whole.
    let strays = try await backed.work { workspace in
        let root = try workspace.engines.root(workspace.settings.keys)
        return try await BackupRepository.open(backed.data, root: root).keep(Array("nobody names this".utf8)).id.path
    }
    #expect(backed.names.contains(strays))
    let names = backed.names.filter { $0 != "lock" }
    #expect(names.count > 6)
    try await backed.work { workspace in
        for name in names {
            let path = backed.data.path + "/" + name
            let size = Int(Disk.size(path) ?? 0)
            for place in [0, 5, size / 2, size - 1] {
                try flip(path, at: place)
                do {
                    let verdict = try await workspace.verifyBackups(in: backed.data)
                    #expect(verdict.problems.contains { $0.subject == name }, "\(name), byte \(place)")
                } catch let refusal as Refusal {
                    #expect(name == "repository.json" && ["repository.json", nil].contains(refusal.arguments["path"]), "\(name)")
                }
                try flip(path, at: place)
            }
        }
        #expect(try await workspace.verifyBackups(in: backed.data).problems == [])
        for name in try Disk.files(below: backed.keys.path) where name != "lock" {
            try flip(backed.keys.path + "/" + name, at: 60)
            let found = try await workspace.verifyBackups(in: backed.data, keys: backed.keys).problems
            #expect(found.count == 1, "\(name)")
            try flip(backed.keys.path + "/" + name, at: 60)
        }
    }
}

@Test func `a chunk that is missing or damaged is named, and nothing of its snapshot is restored`() async throws {
    let backed = try await Backed()
    for name in backed.names.filter({ $0.hasPrefix("chunks/") }) {
        let path = backed.data.path + "/" + name
        let bytes = try Data(contentsOf: URL(filePath: path))
        for isCut in [true, false] {
            if isCut { try bytes.dropLast().write(to: URL(filePath: path)) } else { try Disk.remove(path) }
            let place = try empty()
            let workspace = try place.workspace(.command)
            await #expect { try await workspace.restore(from: backed.data, keys: backed.keys) } throws: {
                ($0 as? Refusal)?.arguments["path"] == name
            }
            #expect(try workspace.slugs == [])
            await workspace.stop()
            let found = try await backed.work { try await $0.verifyBackups(in: backed.data).problems }
            #expect(found.map(\.subject).contains(name))
        }
        try bytes.write(to: URL(filePath: path))
    }
    // The next backup writes again what is missing, if the workspace still has it.
    let document = try #require(backed.names.filter { $0.hasPrefix("chunks/") }.first)
    try Disk.remove(backed.data.path + "/" + document)
    backed.place.clock.advance(seconds: 1)
    let report = try await backed.work { try await $0.backup(to: backed.data) }
    let verdict = try await backed.work { try await $0.verifyBackups(in: backed.data, snapshot: report.snapshot) }
    #expect(verdict.problems == [])
}

@Test func `a backup whose keys are not there is not restored`() async throws {
    let backed = try await Backed()
    let place = try Place()
    try Disk.remove(place.scratch.path("keys/root.key"))
    try FileManager.default.copyItem(
        atPath: backed.place.scratch.path("keys/root.key"), toPath: place.scratch.path("keys/root.key"))
    let workspace = try place.workspace()
    await #expect { try await workspace.restore(from: backed.data) } throws: { ($0 as? Refusal)?.kind == .wrongKey }
    #expect(try workspace.slugs.isEmpty)
    await workspace.stop()
}

@Test func `a backup of the earlier form, no backup and an unknown snapshot are refused in words`() async throws {
    let place = try Place()
    let workspace = try place.workspace(.command)
    let folder = LocalFolder(place.elsewhere.path("old"))
    func word(_ work: () async throws -> Void) async -> String? {
        do { try await work() } catch { return (error as? Refusal)?.word }
        return nil
    }
    #expect(await word { _ = try await workspace.backups(in: folder) } == "refusal.backup.none")
    try await folder.put(Array("{}".utf8), as: "manifest.json")
    #expect(await word { _ = try await workspace.restore(from: folder) } == "refusal.backup.old-form")
    #expect(await word { _ = try await workspace.backup(to: folder) } == "refusal.backup.old-form")
    let new = LocalFolder(place.elsewhere.path("new"))
    _ = try await workspace.backup(to: new)
    #expect(
        await word { _ = try await workspace.restore(from: new, snapshot: "20200101T000000.000Z-00000000") }
            == "refusal.backup.snapshot")
    #expect(
        await word { _ = try await workspace.backup(to: LocalFolder(place.scratch.path("data/x"))) } == "refusal.backup.inside")
    #expect(
        await word { _ = try await workspace.backup(to: new, keys: LocalFolder(new.path + "/keys")) } == "refusal.backup.together"
    )
    await workspace.stop()
}

@Test func `who writes to a repository has it alone, who reads shares it`() async throws {
    let backed = try await Backed()
    try await backed.work { workspace in
        let reading = try #require(try await backed.data.take(.reading))
        #expect(try await workspace.verifyBackups(in: backed.data).problems == [])
        await #expect { try await workspace.backup(to: backed.data) } throws: {
            ($0 as? Refusal)?.word == "refusal.backup.taken"
        }
        await #expect { try await workspace.pruneBackups(in: backed.data) } throws: {
            ($0 as? Refusal)?.word == "refusal.backup.taken"
        }
        reading.release()
    }
    try await backed.work { workspace in
        let alone = try #require(try await backed.data.take(.alone))
        await #expect { try await workspace.verifyBackups(in: backed.data) } throws: {
            ($0 as? Refusal)?.word == "refusal.backup.taken"
        }
        alone.release()
    }
    try await backed.work { workspace in _ = try await workspace.backup(to: backed.data) }
}

@Test func `check names the document whose bytes are not what was sealed`() async throws {
    let backed = try await Backed()
    let document = backed.document
    let path = "data/north/documents/\(document.client)/\(document.id)"
    try flip(backed.place.scratch.path(path), at: 100)
    let stranger = World.real.uuid()
    try Data("x".utf8).write(to: URL(filePath: backed.place.scratch.path("data/north/documents/\(document.client)/\(stranger)")))
    try flip(backed.place.scratch.path("public/north/clients/acme/en.cid/index.html"), at: 100)
    let workspace = try backed.place.workspace(.looking)
    let problems = try await workspace.check()
    #expect(
        problems.map { "\($0.kind) \($0.subject)" } == [
            "orphan \(document.client)/\(stranger)", "document \(document.id)", "page clients/acme/en.cid/index.html",
        ])
    #expect(problems.contains { $0.arguments["name"] == "lease.txt" })
    let findings = await workspace.doctor()
    #expect(findings.facts.contains { $0.name == "agency north" && $0.value.hasPrefix("drafts only") })
    #expect(findings.problems.allSatisfy { $0.kind == .machine })
    await workspace.stop()
}

@Test func `pages that outlived their records are not those of the records that come back`() async throws {
    let place = try Place()
    try await place.built()
    let before = try place.pages(.of("north"))
    var workspace = try place.workspace(.command)
    let backup = LocalFolder(place.elsewhere.path("backup"))
    _ = try await workspace.backup(to: backup)
    await workspace.stop()
    // The records are lost; meanwhile a page came to show what is not in the backup.
    try Disk.removeTree(place.scratch.path("data/north"))
    try Data("SECRET".utf8).write(to: URL(filePath: place.scratch.path("public/north/clients/acme/en.cid/index.html")))
    // A link where pages might be: what lies behind it is somebody else's.
    let others = place.scratch.path("others")
    try Disk.makeFolders(others)
    try Data("not of the backup".utf8).write(to: URL(filePath: others + "/index.html"))
    let link = place.scratch.path("public/north/clients/old")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: others)
    workspace = try place.workspace(.command)
    _ = try await workspace.restore(from: backup)
    let report = try await workspace.agency(.of("north")).build()
    #expect(report.written == before.count, "\(report)")
    #expect(Disk.isFile(others + "/index.html"))
    try FileManager.default.removeItem(atPath: link)
    let after = try place.pages(.of("north"))
    #expect(after.keys.sorted() == before.keys.sorted())
    for (path, bytes) in before { #expect(after[path] == bytes, "\(path)") }
    await workspace.stop()
}
