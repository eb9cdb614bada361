import Actions
import Foundation
import Model
import Proof
import Synchronization

/// Breaks things on purpose, in workspaces that are thrown away: `portico prove --sabotage NAMES`.
struct Breaking: Sendable {
    let isJSON: Bool

    init(_ common: CommonOptions) { isJSON = common.json }

    /// - Parameter names: of sabotages, with commas between them, or `all`.
    func run(_ names: String) async throws -> Exit {
        let chosen = names == "all" ? Sabotage.all : try names.split(separator: ",").map { try Self.named(String($0)) }
        guard !chosen.isEmpty else { throw Refusal(.usage, "refusal.proof.sabotage", ["name": names]) }
        let io = LocalIO(watched: isatty(2) == 1)
        let queue = Queue(chosen)
        // A run mostly waits; each lane has a workspace of its own, so that none sees what another broke.
        let lanes = max(1, min(ProcessInfo.processInfo.activeProcessorCount, chosen.count / 4))
        let wrong = try await withThrowingTaskGroup(of: [String].self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    try await Self.inThrowAway { runner in
                        try await work(runner, isFirst: lane == 0, queue, io)
                    }
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.formUnion($1) }
        }
        try await io.progress("")
        if !isJSON {
            let right = chosen.count { !wrong.contains($0.name) }
            let many = counted(chosen.count, "sabotage", "sabotages")
            try await io.line("\(many), \(right) noticed by exactly the checks that should.")
        }
        return wrong.isEmpty ? .done : .failed
    }

    /// What is still to be broken.
    private final class Queue: Sendable {
        private let rest: Mutex<ArraySlice<Sabotage>>

        init(_ chosen: [Sabotage]) { rest = Mutex(chosen[...]) }

        func next() -> Sabotage? { rest.withLock { $0.popFirst() } }
    }

    private static func named(_ name: String) throws -> Sabotage {
        guard let found = Sabotage.named(name) else { throw Refusal(.usage, "refusal.proof.sabotage", ["name": name]) }
        return found
    }

    /// Breaks one thing after the other until none is left.
    /// - Parameter isFirst: whether it looks first whether all is well while nothing is broken.
    /// - Returns: what was not as it must be: sabotages, and checks that fail by themselves.
    private func work(
        _ runner: SabotageRun, isFirst: Bool, _ queue: Queue, _ io: LocalIO
    ) async throws -> [String] {
        var wrong: [String] = []
        for check in isFirst ? try await runner.untouched() : [] {
            try await io.complain("Nothing was broken, and \(check)")
            wrong.append(check)
        }
        while let sabotage = queue.next() {
            try await io.progress("Breaking: \(sabotage.name)")
            let report = try await runner.report(on: sabotage)
            if !report.isRight { wrong.append(sabotage.name) }
            try await show(report, io)
        }
        return wrong
    }

    private func show(_ report: SabotageRun.Report, _ io: LocalIO) async throws {
        try await io.progress("")
        guard !isJSON else { return try await io.json(report) }
        let missed = report.missed.isEmpty ? "" : "; not noticed: \(report.missed.joined(separator: " "))"
        let surplus = report.surplus.isEmpty ? "" : "; too much: \(report.surplus.joined(separator: " "))"
        let verdict = report.isRight ? "right" : "WRONG"
        try await io.line("\(verdict)\t\(report.sabotage)\t\(report.red.joined(separator: " "))\(missed)\(surplus)")
    }

    /// Makes a workspace, opens it as a server does, and takes it away again.
    private static func inThrowAway<T: Sendable>(_ body: @Sendable (SabotageRun) async throws -> T) async throws -> T {
        let root = FileManager.default.temporaryDirectory.appending(path: "portico-sabotage-\(UUID().uuidString)").path
        // Never in the workspace itself.
        let copies = root + "-backups"
        defer { for folder in [root, copies] { try? FileManager.default.removeItem(atPath: folder) } }
        try Init.make(root)
        let folder = try WorkspaceFolder(root)
        let settings = try folder.settings(flags: ["base_url": "https://portal.example"])
        let workspace = try folder.open(settings, mode: .serving, log: .quiet)
        // Nobody needs these passwords for long.
        workspace.usePasswords(.weakest)
        do {
            if let slug = Slug("sample") {
                _ = try await workspace.addAgency(
                    NewAgency(slug: slug, name: "Sample", country: "IE", timeZone: "Europe/Dublin"))
            }
            // What is promised of backups is looked at in what is known of them.
            let repository = LocalFolder(copies + "/data")
            _ = try await workspace.backup(to: repository, keys: LocalFolder(copies + "/keys"))
            _ = try await workspace.drillBackup(repository)
            let result = try await Proving.with(workspace) { try await body(SabotageRun($0)) }
            await workspace.stop()
            return result
        } catch {
            await workspace.stop()
            throw error
        }
    }
}
