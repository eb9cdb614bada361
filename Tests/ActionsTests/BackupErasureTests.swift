import Documents
import Foundation
import Model
import Records
import TestKit
import Testing

@testable import Actions

@Suite struct BackupErasureTests {
    @Test func `who was erased after the backup is known beside it, and erased again when data are lost`() async throws {
        let house = try await House()
        let canary = try await Canary(house.agency)
        let (data, keys) = (
            LocalFolder(house.place.elsewhere.path("backup")), LocalFolder(house.place.elsewhere.path("backup-keys"))
        )
        _ = try await house.workspace.backup(to: data, keys: keys)
        let path = data.path + "/" + LedgerMirror.path(house.agency.id.text)
        #expect(Disk.size(path) == 0)
        let receipt = try await house.agency.eraseSubject(.client(canary.client.id))
        #expect(receipt.outside.ledgers == 1 && receipt.outside.ledgersBehind == 0)
        // A drill erases again before anybody could look, and says how many.
        let (result, problems) = try await house.workspace.drillBackup(data)
        #expect(problems == [])
        #expect(result.erasures == 1)
        let written = try #require(try Disk.text(path))
        #expect(written.contains(canary.client.id.text))
        #expect(!written.contains(canary.client.name))
        await house.workspace.stop()

        // All of data/ is lost, and the ledger with it.
        let place = try Place()
        try FileManager.default.removeItem(atPath: place.scratch.path("keys"))
        let workspace = try place.workspace()
        _ = try await workspace.restore(from: data, keys: keys)
        let agency = try await workspace.agency(.of("north"))
        try await agency.settled()
        #expect(try Canary.hunt(place.scratch.path("data")) == [])
        #expect(try await agency.erasures().count == 1)
        // The erasure that was done again has a line of its own behind it.
        #expect(try Disk.text(place.scratch.path("data/.tombstones/\(agency.id).jsonl"))?.hasPrefix(written) == true)
        await workspace.stop()
    }

    @Test func `a ledger beside the backups that was cut or changed is found`() async throws {
        let house = try await House()
        let canary = try await Canary(house.agency)
        _ = try await house.agency.eraseSubject(.client(canary.client.id))
        let data = LocalFolder(house.place.elsewhere.path("backup"))
        _ = try await house.workspace.backup(to: data)
        let name = LedgerMirror.path(house.agency.id.text)
        let url = URL(filePath: data.path + "/" + name)
        let whole = try Data(contentsOf: url)
        #expect(try await house.workspace.verifyBackups(in: data).problems == [])
        var flipped = whole
        flipped[40] ^= 1
        for damaged in [Data(), whole.dropLast(), flipped] {
            try damaged.write(to: url)
            #expect(try await house.workspace.verifyBackups(in: data).problems.map(\.subject) == [name])
        }
        // What stands here makes a lost one whole again.
        try Disk.remove(url.path)
        try await LedgerMirror(settings: house.workspace.settings, folder: data).refresh(at: house.place.clock.now)
        #expect(try Data(contentsOf: url) == whole)
        await house.workspace.stop()
    }

    @Test func `a repository that was away at an erasure is named, and is told when it is back`() async throws {
        let house = try await House()
        let canary = try await Canary(house.agency)
        let (data, other) = (LocalFolder(house.place.elsewhere.path("backup")), LocalFolder(house.place.elsewhere.path("other")))
        for folder in [data, other] { _ = try await house.workspace.backup(to: folder) }
        try FileManager.default.moveItem(atPath: data.path, toPath: data.path + "-away")
        let receipt = try await house.agency.eraseSubject(.client(canary.client.id))
        #expect(receipt.outside.ledgers == 1 && receipt.outside.ledgersBehind == 1)
        #expect(await house.workspace.ledgersBehind() == [data.path])
        #expect(await house.workspace.doctor().problems.contains { $0.word == "doctor.backup.ledger" && $0.subject == data.path })
        // Nothing is made where a disk should be.
        #expect(!Disk.isFolder(data.path))
        try FileManager.default.moveItem(atPath: data.path + "-away", toPath: data.path)
        #expect(throws: Refusal.self) { try house.workspace.forgetBackups(in: data.path) }
        _ = try await house.agency.eraseSubject(.person(house.small.ben.id))
        #expect(await house.workspace.ledgersBehind() == [])
        // One that is gone for good is looked after no more.
        try FileManager.default.removeItem(atPath: data.path)
        #expect(await house.workspace.ledgersBehind() == [data.path])
        try house.workspace.forgetBackups(in: data.path)
        #expect(await house.workspace.ledgersBehind() == [])
        await house.workspace.stop()
    }

    @Test func `a ledger that is older than the backup, or none at all, restores nothing`() async throws {
        let house = try await House()
        let canary = try await Canary(house.agency)
        let (data, keys) = (
            LocalFolder(house.place.elsewhere.path("backup")), LocalFolder(house.place.elsewhere.path("backup-keys"))
        )
        let path = data.path + "/" + LedgerMirror.path(house.agency.id.text)
        let stamp = data.path + "/tombstones/checked.json"
        _ = try await house.workspace.backup(to: data, keys: keys)
        let (old, oldStamp) = (try Data(contentsOf: URL(filePath: path)), try Data(contentsOf: URL(filePath: stamp)))
        _ = try await house.agency.eraseSubject(.client(canary.client.id))
        house.place.clock.advance(seconds: 3600)
        _ = try await house.workspace.backup(to: data, keys: keys)
        await house.workspace.stop()
        let whole = try Data(contentsOf: URL(filePath: path))

        func restored(_ trust: LedgerTrust) async throws -> String {
            let place = try Place()
            try FileManager.default.removeItem(atPath: place.scratch.path("keys"))
            let workspace = try place.workspace()
            do {
                let report = try await workspace.restore(from: data, keys: keys, trust: trust)
                await workspace.stop()
                return "\(report.erasures) \(report.checked != nil)"
            } catch let refusal as Refusal {
                await workspace.stop()
                return refusal.word
            }
        }
        #expect(try await restored(.mustBeNew) == "2 true")
        // As old as the first backup; nobody knows when the copy was last whole; fifty bytes of nothing.
        try old.write(to: URL(filePath: path))
        #expect(try await restored(.mustBeNew) == "refusal.restore.old-ledger")
        try whole.write(to: URL(filePath: path))
        try oldStamp.write(to: URL(filePath: stamp))
        #expect(try await restored(.mustBeNew) == "refusal.restore.old-ledger")
        #expect(try await restored(.nobodySince) == "2 true")
        try Data((0..<50).map { UInt8($0 * 5 + 3) }).write(to: URL(filePath: path))
        for trust in [LedgerTrust.mustBeNew, .nobodySince] {
            #expect(try await restored(trust) != "0 true", "\(trust)")
        }
    }

    @Test(arguments: ["\u{3}\u{8}\r\u{12}", "{}", "{\"agency\":\"0198", "nothing\n", "\n\nnothing"])
    func `what was no ledger at any time is not taken for an empty one`(_ text: String) throws {
        let agency = ID<Agency>("01980000-0000-7000-8000-000000000001")
        #expect(throws: Refusal.self) { try TombstoneLedger.parse(text, of: agency, isWhole: true) }
        #expect(try TombstoneLedger.parse("", of: agency, isWhole: true) == [])
    }
}
