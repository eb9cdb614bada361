import Documents
import Foundation
import Model
import Records
import SQLiteRecords
import TestKit
import Testing

@testable import Actions

/// A workspace with one agency that has documents, and its backups.
private struct Backed {
    let place: Place
    let document: Document
    let data: LocalFolder
    let keys: LocalFolder

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
        let report = try await workspace.backup(
            to: LocalFolder(place.scratch.path("backup")), keys: LocalFolder(place.scratch.path("backup-keys")))
        #expect(report.agencies == 1)
        #expect(report.files == 4)
        await workspace.stop()
        data = LocalFolder(place.scratch.path("backup"))
        keys = LocalFolder(place.scratch.path("backup-keys"))
    }

    /// Turns one bit of a file below the workspace.
    func flip(_ path: String, at place: Int = 100) throws {
        let url = URL(filePath: self.place.scratch.path(path))
        var bytes = try Data(contentsOf: url)
        bytes[place] ^= 1
        try bytes.write(to: url)
    }
}

/// A folder without agencies and keys.
private func empty() throws -> Place {
    let place = try Place()
    try FileManager.default.removeItem(atPath: place.scratch.path("keys"))
    return place
}

@Test func `a backup is brought back whole: records, documents, keys, texts, pages`() async throws {
    let backed = try await Backed()
    let verdict = try await Workspace.verifyBackup(backed.data)
    #expect(verdict.problems.isEmpty)
    #expect(verdict.report.files == 4)
    #expect(try await Workspace.verifyBackup(backed.keys).problems.isEmpty)
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
    // Once there is an agency, nothing is restored over it; and a backup is never written over another.
    await #expect { try await workspace.restore(from: backed.data) } throws: { ($0 as? Refusal)?.kind == .conflict }
    await #expect { try await workspace.backup(to: LocalFolder(backed.data.path)) } throws: {
        ($0 as? Refusal)?.kind == .conflict
    }
    await workspace.stop()
}

@Test func `a bit that turned in a backup is found, and nothing of it is restored`() async throws {
    let backed = try await Backed()
    let path = "data/north/documents/\(backed.document.client)/\(backed.document.id)"
    try backed.flip("backup/" + path)
    #expect(try await Workspace.verifyBackup(backed.data).problems.map(\.subject) == [path])
    let place = try empty()
    let workspace = try place.workspace()
    await #expect { try await workspace.restore(from: backed.data, keys: backed.keys) } throws: {
        ($0 as? Refusal)?.kind == .invalid
    }
    #expect(try workspace.slugs == [])
    await workspace.stop()
    try FileManager.default.removeItem(atPath: backed.data.path + "/manifest.json")
    await #expect { try await Workspace.verifyBackup(backed.data) } throws: { ($0 as? Refusal)?.kind == .invalid }
}

@Test func `a backup whose keys are not there is not restored`() async throws {
    let backed = try await Backed()
    let place = try Place()
    let workspace = try place.workspace()
    await #expect { try await workspace.restore(from: backed.data) } throws: { ($0 as? Refusal)?.kind == .wrongKey }
    #expect(try workspace.slugs.isEmpty)
    await workspace.stop()
}

@Test func `a backup that names a path outside itself is refused`() async throws {
    let backed = try await Backed()
    let url = URL(filePath: backed.data.path + "/manifest.json")
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    for path in ["../evil", "keys/root.key", "data/north/../../x", "data/north/documents/a/b", "/etc/passwd", "data/.lock"] {
        try Data(text.replacing("data/north/records.sqlite", with: path).utf8).write(to: url)
        let workspace = try empty().workspace()
        await #expect { try await workspace.restore(from: backed.data) } throws: { ($0 as? Refusal)?.kind == .invalid }
        await workspace.stop()
    }
}

@Test func `check names the document whose bytes are not what was sealed`() async throws {
    let backed = try await Backed()
    let document = backed.document
    let path = "data/north/documents/\(document.client)/\(document.id)"
    try backed.flip(path)
    let stranger = World.real.uuid()
    try Data("x".utf8).write(to: URL(filePath: backed.place.scratch.path("data/north/documents/\(document.client)/\(stranger)")))
    try backed.flip("public/north/clients/acme/en.cid/index.html")
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
    let backup = LocalFolder(place.scratch.path("backup"))
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
