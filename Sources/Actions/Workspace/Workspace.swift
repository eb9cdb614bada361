public import Logging
public import Model
public import Site

/// The agencies of one folder, in the one process that owns it.
public final class Workspace: Sendable {
    /// Who keeps pages fresh.
    public enum Mode: Sendable {
        /// A server: pages are rebuilt after every commit.
        case serving
        /// A command: it leaves marks, removes the files of withdrawn pages and goes.
        case command
        /// A command that only looks: nothing is mended at the opening, and marks stay as they are.
        case looking
    }

    /// What it was told.
    public let settings: WorkspaceSettings
    /// Its words, templates and look.
    public let site: Site
    /// Where time and chance come from.
    public let world: World
    /// What it may do here.
    public let mode: Mode
    /// The program's log, for whoever runs it.
    public let log: Logger
    /// Queues and throttles of the whole workspace.
    let parts = Parts()
    let engines: Engines
    private let lock: WorkspaceLock
    let pool: AgencyPool

    /// Takes the workspace: no other process may have it.
    /// - Throws: `Refusal(.locked)` while another process owns it; `.noWorkspace` when the folder is none.
    public init(
        settings: WorkspaceSettings, site: Site, engines: Engines, world: World, log: Logger, mode: Mode = .serving
    ) throws {
        (self.settings, self.site, self.engines, self.world) = (settings, site, engines, world)
        (self.log, self.mode) = (log, mode)
        if mode == .serving {
            try LetterText.check(site)
            try site.checkExports()
        }
        if settings.backups.isOn {
            let keys = settings.backups.keysTo
            try BackupPlace.check(
                settings.backups.to, keys: keys.isEmpty ? nil : keys, workspace: settings, kind: .configuration)
        }
        lock = try WorkspaceLock(settings)
        try Workspace.clearScratch(settings)
        // Nobody proves anything now, because whoever does has the lock: they would be served to everybody.
        if mode != .looking { try Workspace.clearSynthetic(settings) }
        try RestoreEnd(settings: settings).finish()
        let opening = Opening(
            settings: settings, site: site, engines: engines, world: world, mode: mode, shared: parts, log: log)
        pool = AgencyPool(limit: settings.agenciesAtOnce, world: world, log: log) { try await opening.open($0) }
    }

    /// The agency, when it is open.
    public func agencyIfOpen(_ slug: Slug) -> OpenAgency? { pool.leaseIfOpen(slug) }

    /// The agency, opened if it is not.
    /// - Throws: `Refusal(.notFound)` when there is none, `.unavailable` when it cannot be opened (see `health`).
    public func agency(_ slug: Slug) async throws -> OpenAgency {
        if let open = pool.leaseIfOpen(slug) { return open }
        guard exists(slug) else { throw Refusal(.notFound, "refusal.agency.none", ["agency": slug.text]) }
        return try await pool.lease(slug)
    }

    /// Removes what a killed command left half done. Only the owner of the lock makes such folders.
    private static func clearScratch(_ settings: WorkspaceSettings) throws {
        for folder in [settings.data, settings.keys] {
            for name in try Disk.names(in: folder)
            where [".new-", ".backup-", ".restore-", ".import-", ".export-", ".drill-"].contains(where: { name.hasPrefix($0) }) {
                try Disk.removeTree(folder + "/" + name)
            }
        }
    }

    /// Whether there is such an agency; nothing is opened.
    public func exists(_ slug: Slug) -> Bool {
        Disk.isFile(settings.records(of: slug.text))
    }

    /// All agencies, sorted; without those that are there for proofs alone.
    public var slugs: [Slug] {
        get throws {
            try Disk.names(in: settings.data).compactMap(Slug.init).filter { !$0.isSynthetic && exists($0) }.sorted()
        }
    }

    /// Serves the background until the task is cancelled: mail, midnight, audit counts, old receipts, backups.
    public func run() async throws {
        async let mail: Void = Postman(self).run()
        async let background: Void = workInBackground()
        async let backups: Void = BackupTimer(workspace: self).run()
        try await keepTime()
        await background
        await mail
        await backups
    }

    /// Thumbnails, texts, the index of the search: at once when there is something, else looked for every second.
    private func workInBackground() async {
        let work = BackgroundWork()
        while !Task.isCancelled {
            if await work.round(pool) { continue }
            do { try await Task.sleep(for: .seconds(1)) } catch { break }
        }
    }

    private func keepTime() async throws {
        var nextPurge = world.now().adding(seconds: 3600)
        var nextCheckpoint = world.now()
        var nextDay = world.now().adding(seconds: 86_400)
        while !Task.isCancelled {
            do { try await Task.sleep(for: .seconds(5)) } catch { break }
            // Held by a handle, so that none is closed under the work.
            for room in pool.rooms { await pool.leaseIfOpen(room.slug)?.room.tick() }
            if world.now() >= nextCheckpoint { nextCheckpoint = await keepCheckpoint() }
            guard world.now() >= nextPurge else { continue }
            nextPurge = world.now().adding(seconds: 3600)
            // Once a day those too that nobody opens: their time passes as well.
            let isDay = world.now() >= nextDay
            if isDay { nextDay = world.now().adding(seconds: 86_400) }
            for slug in try isDay ? slugs : pool.rooms.map(\.slug) {
                // One agency's trouble is not the others'.
                do { try await agency(slug).tidy() } catch {
                    log.error("agency was not tidied", metadata: ["agency": "\(slug)", "error": "\(error)"])
                }
            }
        }
    }

    /// Closes every agency; each is clean afterwards. Nothing may be asked of the workspace after that.
    public func stop() async {
        await pool.stop(wait: settings.stopWait)
        lock.release()
    }

    /// The agencies that could not be opened, and why.
    public func health() async -> [AgencyProblem] {
        pool.problems
    }
}

/// An agency that is shut because it could not be opened.
public struct AgencyProblem: Sendable {
    /// Its name in addresses.
    public let agency: Slug
    /// Why: a word and its arguments. The cause is for the log.
    public let refusal: Refusal
}
