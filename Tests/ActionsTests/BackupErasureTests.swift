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
        let (data, keys) = (LocalFolder(house.place.scratch.path("backup")), LocalFolder(house.place.scratch.path("backup-keys")))
        _ = try await house.workspace.backup(to: data, keys: keys)
        let path = data.path + "/" + LedgerMirror.path(house.agency.id.text)
        #expect(Disk.size(path) == 0)
        _ = try await house.agency.eraseSubject(.client(canary.client.id))
        // A drill erases again before anybody could look, and says how many.
        let (result, problems) = try await house.workspace.drillBackup(data)
        #expect(problems == [])
        #expect(result.erasures == 1)
        try await LedgerMirror(settings: house.workspace.settings, folder: data).refresh()
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
        let data = LocalFolder(house.place.scratch.path("backup"))
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
        try await LedgerMirror(settings: house.workspace.settings, folder: data).refresh()
        #expect(try Data(contentsOf: url) == whole)
        await house.workspace.stop()
    }
}
