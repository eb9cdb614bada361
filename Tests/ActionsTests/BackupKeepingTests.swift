import Documents
import Foundation
import Model
import Records
import TestKit
import Testing

@testable import Actions

@Suite struct BackupKeepingTests {
    private static let day: Int64 = 86_400

    private func name(_ seconds: Int64, _ random: UInt8 = 0) -> SnapshotName {
        SnapshotName(Place.morning.adding(seconds: seconds), random: [random, 0, 0, 0])
    }

    @Test func `a snapshot's name says when it was made, and no other text is one`() throws {
        let made = SnapshotName(Instant(milliseconds: 1_795_844_601_123), random: [0x1a, 0x2b, 0x3c, 0x4d])
        #expect(made.description == "20261128T054321.123Z-1a2b3c4d")
        #expect(SnapshotName(made.description) == made)
        #expect(SnapshotName(made.description)?.made == made.made)
        for text in [
            "", "20261128T054321.123Z-1A2B3C4D", "20261328T054321.123Z-1a2b3c4d", "20261128T054321.123Z-1a2b3c4", "lock",
            "20261128T054361.123Z-1a2b3c4d", "20261128T054321.123Z-1a2b3c4d.part", "../61128T054321.123Z-1a2b3c4d",
        ] { #expect(SnapshotName(text) == nil, "\(text)") }
    }

    @Test func `seven stay whatever their age below 56 days, then one a day for two weeks, then one a week`() {
        // One every six hours for a year.
        let all = (0..<1460).map { name(-Int64($0) * 6 * 3600) }
        let kept = KeepRule().kept(all, now: Place.morning).sorted(by: >)
        #expect(kept.prefix(7) == all.prefix(7))
        let ages = kept.map { (Place.morning.milliseconds - $0.made.milliseconds) / 1000 }
        #expect(ages.allSatisfy { $0 <= 56 * Self.day })
        #expect(Set(ages.filter { $0 < 13 * Self.day }.map { $0 / Self.day }).count == 13)
        #expect(kept.count == 23)
        // Between two that stay there is never more than a week and a day.
        #expect(zip(ages, ages.dropFirst()).allSatisfy { $1 - $0 <= 8 * Self.day })
    }

    @Test func `nothing older than 56 days stays, not even the only one`() {
        #expect(KeepRule().kept([name(-56 * Self.day)], now: Place.morning).count == 1)
        #expect(KeepRule().kept([name(-56 * Self.day - 1)], now: Place.morning).isEmpty)
    }

    @Test func `prune removes what no snapshot names and keeps every chunk of those that stay`() async throws {
        let backed = try await Backed()
        let clock = backed.place.clock
        // Two months of backups, one every five days, each with a change of its own.
        for number in 0..<13 {
            clock.advance(seconds: 5 * Self.day)
            try await backed.work { workspace in
                let agency = try await workspace.agency(.of("north"))
                try await agency.change { connection, journal in
                    journal.audit(actor: .system, action: "agency.set", subject: agency.id.text, detail: "\(number)")
                }
                _ = try await workspace.backup(to: backed.data)
            }
        }
        let list = try await backed.work { try await $0.backups(in: backed.data) }
        let now = clock.now
        let oldest = now.adding(seconds: -56 * Self.day)
        #expect(list.allSatisfy { $0.name.made >= oldest })
        // Eleven are not too old; beyond the seven newest one a week is left, so that none of these weeks is without one.
        let made = list.map(\.name.made.milliseconds).sorted()
        #expect((8...10).contains(list.count), "\(list.count)")
        #expect(zip(made, made.dropFirst()).allSatisfy { $1 - $0 <= 12 * Self.day * 1000 })
        #expect(made[0] < now.adding(seconds: -44 * Self.day).milliseconds)
        #expect(try await backed.work { try await $0.verifyBackups(in: backed.data).problems } == [])
        // The last of them can be restored, and so can the first that stays.
        for snapshot in [list[0], list[list.count - 1]] {
            let place = try Place()
            try FileManager.default.removeItem(atPath: place.scratch.path("keys"))
            try FileManager.default.copyItem(atPath: backed.place.scratch.path("keys"), toPath: place.scratch.path("keys"))
            let workspace = try place.workspace(.command)
            _ = try await workspace.restore(from: backed.data, snapshot: snapshot.name.description)
            #expect(try workspace.slugs == [.of("north")])
            await workspace.stop()
        }
        // Everything goes once its time is over.
        clock.advance(seconds: 57 * Self.day)
        let report = try await backed.work { try await $0.pruneBackups(in: backed.data) }
        #expect(report.kept.isEmpty && report.removed.count == list.count)
        #expect(backed.names.filter { $0 != "lock" } == ["repository.json"])
    }

    @Test func `prune removes no chunk while it cannot read a snapshot that stays`() async throws {
        let backed = try await Backed()
        let snapshot = backed.data.path + "/snapshots/" + backed.report.snapshot
        try flip(snapshot, at: 40)
        let before = backed.names
        await #expect { try await backed.work { try await $0.pruneBackups(in: backed.data) } } throws: {
            ($0 as? Refusal)?.arguments["path"] == "snapshots/" + backed.report.snapshot
        }
        #expect(backed.names == before)
    }

    @Test func `backups of keys stay seven days`() async throws {
        let backed = try await Backed()
        // One that was never finished goes as well.
        try Disk.makeFolders(backed.keys.path + "/20260310T080000.000Z-00000000")
        for _ in 0..<9 {
            backed.place.clock.advance(seconds: Self.day)
            try await backed.work { _ = try await $0.backup(to: backed.data, keys: backed.keys) }
        }
        let sets = try await KeyBackups(folder: backed.keys).sets()
        #expect(sets.count == 8)
        let oldest = backed.place.clock.now.adding(seconds: -7 * Self.day)
        #expect(sets.allSatisfy { $0.made >= oldest })
        #expect(try Disk.folderNames(in: backed.keys.path).count == 8)
        #expect(try await backed.work { $0.backupState()?.oldestKeys } == sets[0].made.milliseconds)
    }

    @Test func `every repository and every folder of keys is looked at, each with a drill of its own`() async throws {
        let backed = try await Backed()
        try await backed.work { workspace in
            _ = try await workspace.drillBackup(backed.data)
            let made = backed.report.snapshot
            backed.place.clock.advance(seconds: 100 * Self.day)
            let (other, otherKeys) = (
                LocalFolder(backed.place.elsewhere.path("other")), LocalFolder(backed.place.elsewhere.path("other-keys"))
            )
            _ = try await workspace.backup(to: other, keys: otherKeys)
            let state = try #require(await workspace.backupState()?.looked())
            #expect(state.repositories.map(\.folder) == [backed.data.path, other.path])
            #expect(state.keys.map(\.folder) == [backed.keys.path, otherKeys.path])
            #expect(state.oldest == SnapshotName(made)?.made.milliseconds && state.oldestKeys == state.oldest)
            #expect(state.drill == nil && state.of(backed.data.path)?.drill?.isGood == true)
            #expect(await workspace.doctor().problems.contains { $0.word == "doctor.backup.too-old" })
            // What somebody removed by hand is not there any more; what cannot be reached is as it was last seen.
            try Disk.remove(backed.data.path + "/" + BackupRepository.snapshots + "/" + made)
            try FileManager.default.removeItem(atPath: backed.keys.path)
            let later = await state.looked()
            #expect(later.of(backed.data.path)?.snapshots == 0 && later.oldest == later.newest)
            #expect(later.oldestKeys == state.oldestKeys)
        }
    }

    @Test func `data and keys never come together, one after the other neither, and not into the workspace`() async throws {
        let backed = try await Backed()
        func word(_ data: LocalFolder, _ keys: LocalFolder?) async throws -> String? {
            try await backed.work { workspace in
                do {
                    _ = try await workspace.backup(to: data, keys: keys)
                    return nil
                } catch let refusal as Refusal { return refusal.word }
            }
        }
        let (own, new) = (LocalFolder(backed.place.scratch.path("copies")), LocalFolder(backed.place.elsewhere.path("new")))
        #expect(try await word(backed.keys, nil) == "refusal.backup.keys-there")
        #expect(try await word(new, backed.data) == "refusal.backup.data-there")
        #expect(try await word(own, nil) == "refusal.backup.inside")
        #expect(try await word(new, own) == "refusal.backup.inside")
        #expect(!Disk.isFolder(own.path) && !Disk.isFile(new.path + "/repository.json"))
        #expect(try await word(new, backed.keys) == nil)
    }

    @Test func `a drill restores where nobody sees it, and leaves its result alone`() async throws {
        let backed = try await Backed()
        try await backed.work { workspace in
            for keys in [nil, backed.keys] {
                let (result, problems) = try await workspace.drillBackup(backed.data, keys: keys)
                #expect(problems == [])
                #expect(result.isGood && result.rows > 20)
                #expect(result.agencies == 1)
                #expect(result.documents == 2)
                #expect(result.snapshot == backed.report.snapshot)
                #expect(workspace.backupState()?.drill == result)
            }
            for folder in [workspace.settings.data, workspace.settings.keys] {
                let left = try Disk.names(in: folder).filter { $0.hasPrefix(".drill") || $0.hasPrefix(".backup") }
                #expect(left.isEmpty)
            }
            let agency = try await workspace.agency(.of("north"))
            #expect(try await agency.latestAuditEntries(limit: 1).map(\.outcome) == ["ok"])
            // A document that is damaged in the workspace was damaged before: one in the repository is what a drill finds.
            for name in backed.names.filter({ $0.hasPrefix("chunks/") }) {
                try flip(backed.data.path + "/" + name, at: 33)
                let (result, problems) = try await workspace.drillBackup(backed.data)
                #expect(!result.isGood && problems.first?.arguments["path"] == name)
                try flip(backed.data.path + "/" + name, at: 33)
            }
            #expect(workspace.backupState()?.drill?.isGood == false)
            #expect(await workspace.doctor().problems.contains { $0.word == "doctor.drill.failed" })
            #expect(try await agency.latestAuditEntries(limit: 1).map(\.outcome) == ["failed"])
        }
    }

    @Test func `a drill finds rows that are not there`() async throws {
        let backed = try await Backed()
        try await backed.work { workspace in
            let repository = try await BackupRepository.open(
                backed.data, root: try workspace.engines.root(workspace.settings.keys))
            let name = try await repository.find(nil)
            let whole = try await repository.read(name)
            var rows = whole.agencies[0].rows
            rows["event", default: 0] += 1
            var forged = whole
            forged.agencies = whole.agencies.map {
                Snapshot.AgencyPart(
                    slug: $0.slug, id: $0.id, auditSeq: $0.auditSeq, auditHash: $0.auditHash, rows: rows, ledger: $0.ledger,
                    files: $0.files)
            }
            try await repository.write(forged, as: name)
            let (result, problems) = try await workspace.drillBackup(backed.data)
            #expect(result.problems == ["problem.drill.rows"])
            #expect(problems.first?.arguments["table"] == "event")
        }
    }

    @Test func `the server makes backups and drills when they are due, and says so when they are not`() async throws {
        let place = try Place()
        try await place.built()
        var settings = BackupSettings()
        (settings.to, settings.every, settings.drillEvery) = (place.elsewhere.path("repository"), 3600, 7 * Self.day)
        let workspace = try place.workspace(.command) { $0.backups = settings }
        let timer = BackupTimer(workspace: workspace)
        #expect(await workspace.doctor().problems.contains { $0.word == "doctor.backup.none" })
        func count() async throws -> Int { try await workspace.backups(in: LocalFolder(settings.to)).count }
        #expect(await timer.tick())
        #expect(try await count() == 1)
        #expect(workspace.backupState()?.drill?.isGood == true)
        #expect(await timer.tick())
        #expect(try await count() == 1)
        place.clock.advance(seconds: 3600)
        #expect(await timer.tick())
        #expect(try await count() == 2)
        #expect(await workspace.doctor().problems.filter { $0.kind == .backup } == [])
        place.clock.advance(seconds: 9000)
        #expect(await workspace.doctor().problems.contains { $0.word == "doctor.backup.late" })
        let first = workspace.backupState()?.drill?.at
        place.clock.advance(seconds: 7 * Self.day)
        #expect(await timer.tick())
        #expect(workspace.backupState()?.drill?.at != first)
        await workspace.stop()
        // Where they must not lie is refused at the start.
        for bad in ["data/x", "keys", "public/y"] {
            #expect(throws: Refusal.self) {
                try place.workspace(.command) {
                    $0.backups.to = place.scratch.path(bad); $0.backups.every = 1
                }
            }
        }
    }

    @Test func `a restore that was cut off after everything was there is finished by the next opening`() async throws {
        let backed = try await Backed()
        let place = try Place()
        try FileManager.default.removeItem(atPath: place.scratch.path("keys"))
        try FileManager.default.copyItem(atPath: backed.place.scratch.path("keys"), toPath: place.scratch.path("keys"))
        let data = place.scratch.path("data")
        try Disk.makeFolders(data + "/.restored/data")
        try FileManager.default.copyItem(
            atPath: backed.place.scratch.path("data/north"), toPath: data + "/.restored/data/north")
        try Restored(snapshot: "x").write(to: data + "/.restored/data/north")
        try Data("log_level: error\n".utf8).write(to: URL(filePath: data + "/.restored/portico.yaml"))
        let workspace = try place.workspace(.looking)
        #expect(try workspace.slugs == [.of("north")])
        #expect(Disk.status(data + "/.restored") == nil)
        #expect(try Disk.text(place.scratch.path("portico.yaml")) == "log_level: error\n")
        let agency = try await workspace.agency(.of("north"))
        #expect(try await agency.latestAuditEntries(limit: 1).map(\.action) == ["backup.restore"])
        #expect(try Restored.read(data + "/north") == nil)
        await workspace.stop()
    }

    @Test func `a book that is still here stays, and one that is lost comes back`() throws {
        let place = try Place()
        let data = place.scratch.path("data")
        for (here, expected) in [("one\ntwo\n", "one\ntwo\n"), (nil, "one\n")] as [(String?, String)] {
            try Disk.makeFolders(data + "/.restored/data")
            try Data("one\n".utf8).write(to: URL(filePath: data + "/.restored/data/checkpoints.jsonl"))
            if let here { try Data(here.utf8).write(to: URL(filePath: data + "/checkpoints.jsonl")) }
            try RestoreEnd(settings: WorkspaceSettings(root: place.scratch.path)).finish()
            #expect(try Disk.text(data + "/checkpoints.jsonl") == expected)
            #expect(Disk.status(data + "/.restored") == nil)
            try Disk.remove(data + "/checkpoints.jsonl")
        }
    }
}
