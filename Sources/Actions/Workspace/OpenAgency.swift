import Documents
public import Logging
public import Model
import Records
public import Site

/// One agency, open: the only way to its records. Verbs are extensions of it, one a file.
///
/// Each call of `Workspace.agency` gives a handle of its own; while a handle lives, the agency is not closed. Let it go
/// when the work is done, and never keep one in a cache.
public final class OpenAgency: Sendable {
    /// What all handles of the agency share.
    let room: AgencyRoom
    private let letGo: @Sendable () -> Void

    init(_ room: AgencyRoom, letGo: @escaping @Sendable () -> Void) {
        (self.room, self.letGo) = (room, letGo)
    }

    deinit { letGo() }

    /// Its name in addresses.
    public var slug: Slug { room.slug }
    /// Its identity.
    public var id: ID<Agency> { room.id }
    var records: any RecordsEngine { room.records }
    var documents: DocumentStore { room.documents }
    var keys: any AgencyKeys { room.keys }
    var pages: CachedPages { room.pages }
    /// Templates, words, content.
    public var site: Site { room.site }
    /// Time, chance, identity.
    public var world: World { room.world }
    /// Of the workspace.
    public var settings: WorkspaceSettings { room.settings }
    /// The program's log, for whoever runs it.
    public var log: Logger { room.log }
    /// Where caches are emptied.
    var changes: Changes { room.changes }
    /// This agency's own caches and queues; gone when it is closed.
    var parts: Parts { room.parts }
    /// Those of the whole workspace (the queue of passwords, throttles by address).
    var shared: Parts { room.shared }

    /// The agency's settings as they are now. Kept until something changes.
    public func agency() async throws -> Agency {
        try await room.agency()
    }

    /// The same at once, when the records need not be asked.
    public var agencyIfKept: Agency? { room.agencyIfKept }

    /// The day it is for the agency.
    public func today() async throws -> Day {
        Day(world.now(), in: try await agency().zone)
    }

    /// The one way to change records: runs `work`, appends the audit entries that it wrote into its journal in the same
    /// transaction, raises the marks of its changes, then empties caches (unless only documents came) and wakes the builder. Durable when it returns.
    /// - Throws: what `work` throws (nothing is kept then); `Refusal(.unavailable)` while an import has the agency.
    func change<T: Sendable>(
        _ work: @escaping @Sendable (any Connection, inout Journal) throws -> T
    ) async throws -> T {
        try await room.change(alone: false, work)
    }

    /// Like `change`, for one long transaction (an import): every other change is refused with `.unavailable` meanwhile,
    /// pages go on and the entries of their readers wait in the queue.
    func changeAlone<T: Sendable>(
        _ work: @escaping @Sendable (any Connection, inout Journal) throws -> T
    ) async throws -> T {
        try await room.change(alone: true, work)
    }

    /// Waits until the pages that are marked by now are rebuilt. Without a server there is nothing to wait for.
    /// - Throws: `Refusal(.unavailable)` when the build failed; its cause is the error.
    public func settled() async throws {
        try await room.builder.settled()
    }

    /// Puts a read or a refusal into the audit queue, which is committed every 50 ms. Dropped (and counted) when it is full.
    package func note(_ entry: Noted) {
        room.audit.note(entry)
        watch(entry)
    }

    /// The same, and waits until it is committed: a document's first byte comes after that.
    /// - Throws: `Refusal(.unavailable)` when the queue is full or an import has the agency.
    func noteAndWait(_ entry: Noted) async throws {
        try await room.audit.noteAndWait(entry)
        watch(entry)
    }

    /// Writes the closing entries of a session that ended: how often each object was read again.
    func sessionEnded(_ tokenHash: [UInt8]) {
        room.audit.close(session: tokenHash)
    }
}
