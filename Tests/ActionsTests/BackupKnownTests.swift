import Documents
import Foundation
import Model
import Records
import TestKit
import Testing

@testable import Actions

/// A repository that tells when a file is about to be written, and when it is given back.
private struct Watched: RepositoryFolder {
    let inner: LocalFolder
    var creating: @Sendable (String) async throws -> Void = { _ in }
    var releasing: @Sendable () -> Void = {}

    private struct Hold: RepositoryHold {
        let inner: any RepositoryHold
        let releasing: @Sendable () -> Void

        func release() {
            releasing()
            inner.release()
        }
    }

    var path: String { inner.path }
    func open(_ path: String) async throws -> (any FileReader)? { try await inner.open(path) }
    func names() async throws -> [String] { try await inner.names() }
    func create(_ path: String) async throws -> any FileWriter {
        try await creating(path)
        return try await inner.create(path)
    }
    func size(of path: String) async throws -> Int64? { try await inner.size(of: path) }
    func files(in folder: String) async throws -> [String] { try await inner.files(in: folder) }
    func folders() async throws -> [String] { try await inner.folders() }
    func remove(_ paths: [String]) async throws { try await inner.remove(paths) }
    func take(_ share: RepositoryShare) async throws -> (any RepositoryHold)? {
        try await inner.take(share).map { Hold(inner: $0, releasing: releasing) }
    }
}

/// Which repositories are known, which keys are in place, and what a failure leaves of them.
@Suite struct BackupKnownTests {
    private func empty() throws -> Place {
        let place = try Place()
        try FileManager.default.removeItem(atPath: place.scratch.path("keys"))
        return place
    }

    @Test func `a restore makes the repository known before its agencies appear`() async throws {
        let backed = try await Backed()
        let workspace = try empty().workspace()
        let settings = workspace.settings
        // When the repository is given back the agencies are there, and none of them was opened.
        let folder = Watched(
            inner: backed.data,
            releasing: {
                #expect(Disk.isFolder(settings.folder(of: "north")))
                #expect(BackupState.read(settings)?.of(backed.data.path) != nil)
            })
        _ = try await workspace.restore(from: folder, keys: backed.keys)
        await workspace.stop()
    }

    @Test func `whoever is erased before the first snapshot is there stands in the ledger beside it`() async throws {
        let house = try await House()
        let canary = try await Canary(house.agency)
        let data = LocalFolder(house.place.elsewhere.path("backup"))
        let (agency, settings) = (house.agency, house.workspace.settings)
        let folder = Watched(
            inner: data,
            creating: { path in
                guard path.hasPrefix("snapshots/") else { return }
                #expect(BackupState.read(settings)?.of(data.path) != nil)
                let receipt = try await agency.eraseSubject(.client(canary.client.id))
                #expect(receipt.outside.ledgers == 1)
            })
        _ = try await house.workspace.backup(to: folder)
        let ledger = try Disk.text(data.path + "/" + LedgerMirror.path(agency.id.text))
        #expect(ledger?.contains(canary.client.id.text) == true)
        #expect(house.workspace.backupState()?.snapshots == 1)
        await house.workspace.stop()
    }

    @Test func `whoever is erased while the ledgers are copied is not lost by that`() async throws {
        let house = try await House()
        let canary = try await Canary(house.agency)
        let data = LocalFolder(house.place.elsewhere.path("backup"))
        let agency = house.agency
        let path = LedgerMirror.path(agency.id.text)
        let folder = Watched(
            inner: data,
            creating: { name in
                guard name == path, try await agency.erasures().isEmpty else { return }
                _ = try await agency.eraseSubject(.client(canary.client.id))
            })
        _ = try await house.workspace.backup(to: folder)
        #expect(try Disk.text(data.path + "/" + path)?.contains(canary.client.id.text) == true)
        await house.workspace.stop()
    }

    @Test func `a folder that is no repository is not looked after, and none is made`() async throws {
        let backed = try await Backed()
        let (other, gone) = (LocalFolder(backed.place.elsewhere.path("other")), LocalFolder(backed.place.elsewhere.path("gone")))
        try Disk.makeFolders(other.path)
        try await backed.work { workspace in
            for folder in [other, gone] {
                let (result, problems) = try await workspace.drillBackup(folder)
                #expect(!result.isGood && problems.map(\.word) == ["refusal.backup.none"])
                await #expect { try await workspace.pruneBackups(in: folder) } throws: {
                    ($0 as? Refusal)?.word == "refusal.backup.none"
                }
            }
            #expect(try Disk.names(in: other.path) == [] && Disk.status(gone.path) == nil)
            #expect(workspace.backupState()?.repositories.map(\.folder) == [backed.data.path])
            #expect(await workspace.ledgersBehind() == [])
        }
    }

    @Test func `a drill that breaks off has the name of what it should have restored`() async throws {
        let backed = try await Backed()
        let chunk = try #require(backed.names.first { $0.hasPrefix("chunks/") })
        try flip(backed.data.path + "/" + chunk, at: 33)
        try await backed.work { workspace in
            let (result, _) = try await workspace.drillBackup(backed.data)
            #expect(!result.isGood && result.snapshot == backed.report.snapshot)
            for name in try await backed.data.files(in: "snapshots") { try await backed.data.remove(["snapshots/" + name]) }
            #expect(try await workspace.drillBackup(backed.data).result.snapshot.isEmpty)
            let problems = await workspace.doctor().problems
            #expect(problems.allSatisfy { $0.arguments["snapshot"] != "" })
            #expect(problems.contains { $0.word == "doctor.backup.none" && $0.subject == backed.data.path })
        }
    }

    @Test func `a restore that fails leaves keys as they were`() async throws {
        let backed = try await Backed()
        let place = try Place()
        let keys = place.scratch.path("keys")
        try Data("a mark".utf8).write(to: URL(filePath: keys + "/checkpoint.last"))
        func held() throws -> [String: Data] {
            try Disk.files(below: keys).reduce(into: [:]) { $0[$1] = try Data(contentsOf: URL(filePath: keys + "/" + $1)) }
        }
        let before = try held()
        #expect(before["root.key"] != nil)
        let workspace = try place.workspace(.command)
        // No ledger, then a chunk that is damaged.
        let ledgers = backed.data.path + "/tombstones"
        try FileManager.default.moveItem(atPath: ledgers, toPath: ledgers + "-away")
        await #expect(throws: Refusal.self) { try await workspace.restore(from: backed.data, keys: backed.keys) }
        #expect(try held() == before)
        try FileManager.default.moveItem(atPath: ledgers + "-away", toPath: ledgers)
        let chunk = backed.data.path + "/" + (try #require(backed.names.last { $0.hasPrefix("chunks/") }))
        try flip(chunk, at: 33)
        await #expect(throws: Refusal.self) { try await workspace.restore(from: backed.data, keys: backed.keys) }
        #expect(try held() == before)
        try flip(chunk, at: 33)
        // When they are in place already: a folder where what was fetched should go.
        let inTheWay = place.scratch.path("data/.restored")
        try Disk.makeFolders(inTheWay + "/x")
        await #expect(throws: Refusal.self) { try await workspace.restore(from: backed.data, keys: backed.keys) }
        #expect(try held() == before)
        try FileManager.default.removeItem(atPath: inTheWay)
        // Another one works.
        let other = try await Backed()
        _ = try await workspace.restore(from: other.data, keys: other.keys)
        #expect(try workspace.slugs == [.of("north")])
        #expect(Disk.status(keys + "/checkpoint.last") == nil)
        await workspace.stop()
    }

    @Test func `a ledger that is shorter or other than it was seen to be is not believed`() async throws {
        let house = try await House()
        let canary = try await Canary(house.agency)
        let (data, keys) = (
            LocalFolder(house.place.elsewhere.path("backup")), LocalFolder(house.place.elsewhere.path("backup-keys"))
        )
        _ = try await house.workspace.backup(to: data, keys: keys)
        house.place.clock.advance(seconds: 60)
        _ = try await house.agency.eraseSubject(.client(canary.client.id))
        await house.workspace.stop()
        let ledger = URL(filePath: data.path + "/" + LedgerMirror.path(house.agency.id.text))
        let stamp = URL(filePath: data.path + "/tombstones/checked.json")
        let (whole, seen) = (try Data(contentsOf: ledger), try String(contentsOf: stamp, encoding: .utf8))
        let first = try #require(whole.firstIndex(of: UInt8(ascii: "\n")))

        func word(_ trust: LedgerTrust = .mustBeNew) async throws -> String? {
            let workspace = try empty().workspace()
            var word: String?
            do {
                _ = try await workspace.restore(from: data, keys: keys, trust: trust)
            } catch let refusal as Refusal { word = refusal.word }
            await workspace.stop()
            return word
        }
        for cut in [Data(), whole.prefix(first + 1), whole.suffix(from: first + 1)] {
            try cut.write(to: ledger)
            #expect(try await word() == "refusal.restore.old-ledger", "\(cut.count)")
        }
        #expect(try await word(.nobodySince) == nil)
        // What was restored has brought both up to date by what it knows.
        try whole.write(to: ledger)
        try Data(seen.utf8).write(to: stamp)
        #expect(try await word() == nil)
        // A stamp of before, which does not say: the ledger of an earlier program.
        try whole.prefix(first + 1).write(to: ledger)
        let at = try #require(seen.firstMatch(of: /"at":\d+/))
        try Data("{\(at.output)}".utf8).write(to: stamp)
        #expect(try await word() == nil)
    }
}
