import Documents
import Logging
import Model
import Records
import Site
import Synchronization

/// Everything that is open of one agency, shared by its handles.
final class AgencyRoom: Sendable {
    let slug: Slug
    let id: ID<Agency>
    let records: any RecordsEngine
    let documents: DocumentStore
    let keys: any AgencyKeys
    let pages: CachedPages
    let site: Site
    let world: World
    let settings: WorkspaceSettings
    let mode: Workspace.Mode
    let log: Logger
    let changes = Changes()
    let parts = Parts()
    let shared: Parts
    let builder: Builder
    let audit: AuditQueue
    let looks: Looks
    let usage: UsageQueue
    let dirty: DirtyFlag

    private struct Kept {
        var agency: Agency?
        /// Goes up whenever it is emptied: a value read before must not be kept after.
        var age = 0
    }
    private let kept = Mutex(Kept())
    private let isAlone = Mutex(false)
    /// Whether the policies that were never announced are known to be in force.
    let hasAdopted = Mutex(false)

    init(
        slug: Slug, id: ID<Agency>, opened: Opened, site: Site, world: World, settings: WorkspaceSettings,
        mode: Workspace.Mode, shared: Parts, log: Logger
    ) {
        (self.slug, self.id, self.site, self.world) = (slug, id, site, world)
        (self.settings, self.mode, self.shared, self.log) = (settings, mode, shared, log)
        (records, documents, keys) = (opened.records, opened.documents, opened.keys)
        pages = CachedPages(opened.pages, of: slug, in: shared.part { PageCache(budget: settings.pageCacheBytes) })
        dirty = DirtyFlag(opened.records)
        builder = Builder(
            BuildTools(
                slug: slug, records: opened.records, pages: pages, dirty: dirty, site: site, world: world,
                settings: settings, log: log, isServing: mode == .serving))
        audit = AuditQueue(records: opened.records, world: world, log: log)
        looks = Looks(records: opened.records, log: log)
        usage = UsageQueue(records: opened.records, world: world, log: log)
    }

    /// The four stores, as the opening made them.
    struct Opened: Sendable {
        let records: any RecordsEngine
        let documents: DocumentStore
        let keys: any AgencyKeys
        let pages: any PageStore
    }

    var agencyIfKept: Agency? { kept.withLock(\.agency) }

    func agency() async throws -> Agency {
        let (found, age) = kept.withLock { ($0.agency, $0.age) }
        if let found { return found }
        let agency = try await records.read { try $0.agency() }
        kept.withLock { if $0.age == age { $0.agency = agency } }
        return agency
    }

    func change<T: Sendable>(
        alone: Bool, _ work: @escaping @Sendable (any Connection, inout Journal) throws -> T
    ) async throws -> T {
        try isAlone.withLock { isAlone in
            if isAlone { throw Refusal(.unavailable, "refusal.agency.busy", hint: "hint.later") }
            isAlone = alone
        }
        if alone { audit.hold(true) }
        defer {
            if alone {
                isAlone.withLock { $0 = false }
                audit.hold(false)
            }
        }
        let (world, site, dirty, postOffice) = (world, site, dirty, postOffice)
        let transaction = { @Sendable (connection: any Connection) in
            try dirty.raise(in: connection)
            var journal = Journal()
            let value = try work(connection, &journal)
            try connection.write(journal, world: world)
            let due = try postOffice.post(journal, connection)
            return (value, try connection.mark(journal.changes, site: site), journal.emptiesCaches, due)
        }
        let (value, withdrawn, emptiesCaches, due) =
            if alone { try await records.writeAlone(transaction) } else { try await records.write(transaction) }
        dirty.settle()
        // Before anybody is told that it is done: no memory shows what was taken away.
        if !withdrawn.isEmpty { pages.forgetAll() }
        if mode == .command, !withdrawn.isEmpty { try await takeAway(withdrawn) }
        if emptiesCaches { emptyCaches() }
        builder.wake()
        if let due { schedule.wake(slug, at: due) }
        return value
    }

    /// Writes what this agency sends.
    var postOffice: PostOffice { PostOffice(site: site, world: world, baseURL: settings.baseURL) }

    /// When the workspace's postman comes by.
    var schedule: MailSchedule { shared.part { MailSchedule() } }

    /// Whether no import has the records to itself.
    var isIdle: Bool { isAlone.withLock { !$0 } }

    private func emptyCaches() {
        kept.withLock { kept in
            kept.agency = nil
            kept.age += 1
        }
        changes.tell()
    }

    /// Without a server nobody keeps the gate shut until the pages are rebuilt, so their files go at once.
    private func takeAway(_ withdrawn: [Page]) async throws {
        _ = try await builder.tools.remove(try await records.read { try $0.paths(showing: withdrawn) })
    }

    /// Regular work, every few seconds while the server runs.
    func tick() async {
        audit.tick()
        await adoptOnce()
        await builder.wakeIfDue()
    }

    /// Compares what the pages were made with to what there is now; when it differs, all of them are stale.
    func compareDigest() async throws {
        let digest = try await Blocking.run { [tools = builder.tools] in try tools.digest() }
        if try await records.read({ try $0.setting("built_with") }) == digest { return }
        try await records.write { connection in
            try connection.setSetting("built_with", digest)
            try connection.raise([Page.all])
        }
    }

    /// Ends the work under way, writes what waits, and says that the stop was clean.
    func close() async {
        await builder.stop()
        await looks.write()
        await usage.write()
        await audit.finish()
        do {
            if mode == .looking { return try await shut() }
            if dirty.mustFlush { try await Blocking.run { [settings, slug] in try Disk.flush(settings.pages(of: slug.text)) } }
            if dirty.isRaised, dirty.doubted.isEmpty { try await records.write { try $0.setClean(true) } }
            try await shut()
        } catch {
            log.error("agency was not closed cleanly", metadata: ["agency": "\(slug)", "error": "\(error)"])
        }
    }

    private func shut() async throws {
        let closed = Result { try keys.close() }
        try await records.close()
        try closed.get()
    }
}
