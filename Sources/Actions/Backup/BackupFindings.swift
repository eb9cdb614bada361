import Model

extension Findings {
    /// What `doctor` says of backups: how old the newest is, and how the last drill ended.
    mutating func note(_ state: BackupState?, _ settings: BackupSettings, at now: Instant) {
        guard let state else {
            note("backup", "none")
            if settings.isOn { problems.append(Problem(.backup, settings.to, "doctor.backup.none")) }
            return
        }
        note("backup", state.age(at: now).map { Findings.age($0) + " old, in " + state.repository } ?? "none")
        note(
            "backup.drill",
            state.drill.map { Findings.age(state.drillAge(at: now) ?? 0) + ($0.isGood ? " ago" : " ago, failed") } ?? "none")
        for one in state.repositories {
            if let drill = one.drill, !drill.isGood {
                problems.append(
                    drill.snapshot.isEmpty
                        ? Problem(.backup, one.folder, "doctor.backup.none")
                        : Problem(.backup, one.folder, "doctor.drill.failed", ["snapshot": drill.snapshot]))
            }
            if let oldest = one.oldest, now.milliseconds - oldest > Int64(KeepRule.mostDays + 1) * 86_400_000 {
                problems.append(Problem(.backup, one.folder, "doctor.backup.too-old", ["days": "\(KeepRule.mostDays)"]))
            }
        }
        guard settings.isOn else { return }
        let own = state.of(settings.to)
        let age = own?.newest.map { (now.milliseconds - $0) / 1000 }
        if settings.every > 0, (age ?? .max) > 2 * settings.every + 900 {
            problems.append(Problem(.backup, settings.to, "doctor.backup.late", ["age": Findings.age(age ?? 0)]))
        }
        if settings.drillEvery > 0, (own?.drill?.age(at: now) ?? .max) > 2 * settings.drillEvery + 900 {
            problems.append(Problem(.backup, settings.to, "doctor.drill.late"))
        }
    }

    /// `3 d 4 h`, `4 h 5 min`, `5 min`.
    static func age(_ seconds: Int64) -> String {
        let (minutes, hours, days) = (seconds / 60 % 60, seconds / 3600 % 24, seconds / 86_400)
        if days > 0 { return "\(days) d \(hours) h" }
        return hours > 0 ? "\(hours) h \(minutes) min" : "\(minutes) min"
    }
}
