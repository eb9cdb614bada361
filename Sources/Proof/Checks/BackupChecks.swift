import Actions
import Model

extension Check {
    static let backups = [
        Check("backups-kept") { lab, seen in
            // Every folder that was ever used, as it is now: nobody thins out what nobody writes to any more.
            guard let state = await lab.backups?.looked(), !state.repositories.isEmpty else {
                throw Failing("no backup was made yet")
            }
            let now = lab.workspace.world.now()
            seen.see("repositories", state.repositories.count)
            try seen.expectSome("snapshots in them", state.repositories.reduce(0) { $0 + $1.snapshots })
            seen.see("folders with backups of keys", state.keys.count)
            for (what, made, most) in [
                ("days since the oldest snapshot of all", state.oldest, KeepRule.mostDays),
                ("days since the oldest backup of keys", state.oldestKeys, KeepRule.mostDaysOfKeys),
            ] {
                guard let made else { continue }
                let days = (now.milliseconds - made) / 86_400_000
                seen.see(what, days)
                try expect(days <= Int64(most), "\(what): \(days) where at most \(most) are promised")
            }
        },
        Check("backups-sealed") { lab, seen in
            // Every folder that was ever used: an old one holds as much as the last.
            guard let all = lab.backups?.repositories, !all.isEmpty else { throw Failing("no backup was made yet") }
            seen.see("repositories", all.count)
            var found = BackupSeals()
            for one in all { found.add(try await lab.workspace.backupSeals(of: one.folder, chunks: 200)) }
            try seen.expectSome("sealed files in them", found.files)
            try seen.expectSome("of them opened with the key of their repository, each under its own name", found.looked)
            try seen.expect("of these not sealed by it", found.open, is: 0)
            try seen.expect("files that are no part of a repository", found.stray, is: 0)
        },
        Check("backups-tried") { lab, seen in
            let now = lab.workspace.world.now()
            let all = await lab.backups?.looked().repositories.filter { $0.snapshots > 0 } ?? []
            try seen.expectSome("repositories with snapshots", all.count)
            for one in all {
                guard let drill = one.drill else { throw Failing("a repository was never restored for trial") }
                let age = drill.age(at: now)
                seen.see("days since one was restored for trial", age / 86_400)
                seen.see("rows that came back", drill.rows)
                seen.see("documents that were opened", drill.documents)
                try seen.expect("problems", drill.problems.count, is: 0)
                try expect(age <= 14 * 86_400, "the last trial is more than two weeks ago")
            }
        },
    ]
}
