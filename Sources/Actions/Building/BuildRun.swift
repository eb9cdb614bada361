import Model
import Records
import Site

/// One build: looks what is stale, then goes through the clients, several side by side, so that memory does not grow with
/// the number of pages. Killed at any instant, every page is whole, and the marks that are left tell the next build.
struct BuildRun: Sendable {
    let tools: BuildTools
    /// Asked between two clients; what is left stays marked.
    let mustStop: @Sendable () -> Bool

    /// What is to be done, from one read.
    private struct Plan: Sendable {
        var clients: [ID<Client>] = []
        /// Every page of those clients, whatever the marks say.
        var isFull = false
        var hasShared = false
        /// Every client is among them: what belongs to none goes, and this mark `*` is answered.
        var isEverything = false
        var generation: Int64?
        /// What the clients' pages show, when they are few: most often it is one, after a change, and somebody waits.
        var reading: ClientsBuild.Reading?
    }

    func run(_ scope: Builder.Scope) async throws -> BuildReport {
        let begun = ContinuousClock.now
        let now = tools.world.now()
        let age = tools.pages.age
        let plan = try await tools.records.read { connection in
            var plan = try BuildRun.plan(scope, now: now, connection)
            if plan.clients.count <= BuildRun.together { plan.reading = try ClientsBuild.read(plan.clients, age, connection) }
            return plan
        }
        var report = BuildReport()
        // Every page links to the shared ones, so they come first.
        if plan.hasShared { report += try await SharedBuild(tools: tools).run() }
        report += try await clients(plan)
        if plan.isEverything {
            report += try await removeStrangers(Set(plan.clients))
            if let generation = plan.generation {
                try await tools.records.write { _ = try $0.dropMark(.all, gen: generation) }
            }
        }
        report.seconds = Double((ContinuousClock.now - begun) / .milliseconds(1)) / 1000
        return report
    }

    private static func plan(_ scope: Builder.Scope, now: Instant, _ connection: any Connection) throws -> Plan {
        var plan = Plan()
        if case .client(let client, let isFull) = scope {
            (plan.clients, plan.isFull) = ([client], isFull)
            return plan
        }
        let marks = try connection.marks()
        plan.generation = marks.first { $0.page == .all }?.gen
        if case .everything = scope { plan.isEverything = true }
        if plan.generation != nil { plan.isEverything = true }
        if plan.isEverything {
            plan.clients = try connection.clientIDs()
            (plan.isFull, plan.hasShared) = (true, true)
            return plan
        }
        let pages = try marks.map(\.page) + connection.pageFiles(notFreshAt: now).map(\.page)
        plan.clients = Set(pages.compactMap(\.client)).sorted()
        plan.hasShared = pages.contains { if case .shared = $0 { true } else { false } }
        return plan
    }

    /// So many clients share a read, a write and their disk flushes; few enough that their pages fit in memory.
    private static let together = 32

    /// Twice as many groups of clients at a time as there are threads: while one waits for the disk another goes on. One
    /// client's trouble is not the others': it is thrown when all of them have had their turn.
    private func clients(_ plan: Plan) async throws -> BuildReport {
        let build = ClientsBuild(tools: tools, isFull: plan.isFull)
        if let reading = plan.reading {
            let outcome = await build.run(reading)
            if let failure = outcome.failure { throw failure }
            return outcome.report
        }
        return try await withThrowingTaskGroup(of: ClientsBuild.Outcome.self) { group in
            var (report, failure): (BuildReport, (any Error)?) = (BuildReport(), nil)
            func gather(_ outcome: ClientsBuild.Outcome) {
                report += outcome.report
                failure = failure ?? outcome.failure
            }
            var (running, isStopped) = (0, false)
            for start in stride(from: 0, to: plan.clients.count, by: BuildRun.together) {
                // Those under way come to their end: half a piece of work would leave a doubt.
                isStopped = mustStop()
                if isStopped { break }
                if running >= 2 * max(1, tools.settings.threads), let outcome = try await group.next() {
                    gather(outcome)
                    running -= 1
                }
                running += 1
                let clients = Array(plan.clients[start..<min(start + BuildRun.together, plan.clients.count)])
                group.addTask { await build.run(clients) }
            }
            for try await outcome in group { gather(outcome) }
            if let failure { throw failure }
            if isStopped { throw CancellationError() }
            return report
        }
    }

    /// Removes the pages of clients that are no more.
    private func removeStrangers(_ clients: Set<ID<Client>>) async throws -> BuildReport {
        let paths = try await tools.records.read { connection in
            var paths: [String] = []
            try connection.eachPageFile { file in
                if let client = file.page.client, !clients.contains(client) { paths.append(file.path) }
            }
            return paths
        }
        return try await tools.remove(paths)
    }
}

extension BuildTools {
    /// Removes files, then their rows.
    func remove(_ paths: [String]) async throws -> BuildReport {
        guard !paths.isEmpty else { return BuildReport() }
        try await dirty.raise()
        let work = dirty.begin(paths)
        let pages = pages
        try await Blocking.run {
            for path in paths { try pages.remove(path) }
        }
        try await records.write { connection in
            for path in paths { try connection.deletePageFile(path) }
        }
        dirty.end(work)
        var report = BuildReport()
        report.removed = paths.count
        return report
    }
}
