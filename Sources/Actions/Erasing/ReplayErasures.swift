import Foundation
import Logging
public import Model
import Records

extension Workspace {
    /// Makes an agency whose records came from a backup fit to be seen: whoever was erased since that backup is erased again.
    /// The agency opens for nobody before that.
    /// - Parameter ledger: tombstones that were kept elsewhere, as text; they are added to those here. Nil: those here are all.
    /// - Returns: how many were erased again.
    /// - Throws: `Refusal(.conflict)` when there is no ledger here and none is given: nobody knows who must not come back.
    public func replayErasures(_ slug: Slug, ledger text: String? = nil) async throws -> Int {
        guard exists(slug) else { throw Refusal(.notFound, "refusal.agency.none", ["agency": slug.text]) }
        let (id, before) = try await peek(slug)
        let ledger = TombstoneLedger(settings, id)
        if let text { try ledger.add(try TombstoneLedger.parse(text, of: id, isWhole: true)) }
        guard ledger.exists else {
            throw Refusal(.conflict, "refusal.replay.no-ledger", ["agency": slug.text], hint: "hint.replay")
        }
        pool.forgetProblem(of: slug)
        let agency = try await agency(slug)
        try await agency.room.replayErasures()
        return try await agency.records.read { try $0.erasures().count } - before
    }

    /// The ledgers of a backup's agencies are brought together with those here, before any of the agencies gets its name.
    /// - Parameters:
    ///   - other: another workspace whose ledgers count too.
    ///   - trust: what is said of erasures that no ledger may have.
    /// - Returns: how many erasures they name.
    /// - Throws: `Refusal(.conflict)` when there is none, or none that is as new as the backup: nobody knows who must not come back.
    func gatherLedgers(
        of snapshot: Snapshot, made: Instant, from source: any RepositoryFolder, and other: WorkspaceSettings?, trust: LedgerTrust
    ) async throws -> Int {
        let beside = LedgerMirror(settings: settings, folder: source)
        // Before the ledgers, which are written before it: none of them is behind it.
        let stamp = try await beside.stamp()
        var count = 0
        for agency in snapshot.agencies {
            let id = ID<Agency>(agency.id)
            let ledger = TombstoneLedger(settings, id)
            let there = try await beside.read(id)
            // What was kept here, or with whoever drills, was added to after the backup.
            let here = try [ledger] + (other.map { [TombstoneLedger($0, id)] } ?? [])
            let own = try here.filter(\.exists).map { try LedgerMirror.bytes(at: $0.path) }
            if there == nil, own.isEmpty, trust != .nobodyWasErased {
                throw Refusal(
                    .conflict, "refusal.restore.no-ledger", ["agency": agency.slug], hint: "hint.restore.no-ledger")
            }
            if trust == .mustBeNew {
                var isWhole = true
                // What was last seen in it must still be there, or be known here.
                if let mark = stamp?.ledgers?[agency.id] {
                    isWhole = (own + [there].compactMap { $0 }).contains(where: mark.fits)
                }
                if let mark = agency.ledger {
                    let isNew = there.map { $0.count > mark.size || (stamp?.at ?? 0) >= made.milliseconds } ?? false
                    isWhole = isWhole && (own.contains(where: mark.fits) || (isNew && there.map(mark.fits) == true))
                }
                guard isWhole else {
                    throw Refusal(
                        .conflict, "refusal.restore.old-ledger", ["agency": agency.slug], hint: "hint.restore.old-ledger")
                }
            }
            var stones = try other.map { try TombstoneLedger($0, id).read() } ?? []
            if let there {
                stones += try TombstoneLedger.parse(String(decoding: there, as: UTF8.self), of: id, isWhole: true)
            }
            try ledger.add(stones)
            count += try ledger.read().count
        }
        return count
    }

    /// Copies the ledgers of all agencies beside a backup, in clear: ids alone.
    func mirrorLedgers(to folder: any RepositoryFolder) async throws {
        for slug in try slugs { try TombstoneLedger(settings, try await agency(slug).id).add([]) }
        try await LedgerMirror(settings: settings, folder: folder).refresh(at: world.now(), pause: 0)
    }

    /// Locks an agency's folder, before it gets its name, until its ledger was replayed.
    static func lockUntilReplayed(_ folder: String) throws {
        try Disk.append([], to: folder + "/" + WorkspaceSettings.replayMark)
    }

    /// The agency's id and how many erasures it knows, without opening it for anybody.
    func peek(_ slug: Slug) async throws -> (ID<Agency>, Int) {
        let look = { @Sendable (connection: any Connection) in (try connection.agency().id, try connection.erasures().count) }
        if let open = agencyIfOpen(slug) { return try await open.records.read(look) }
        let records = try await engines.records(settings.records(of: slug.text))
        do {
            let found = try await records.read(look)
            try await records.close()
            return found
        } catch {
            try? await records.close()
            throw error
        }
    }
}

extension AgencyRoom {
    /// Whether the agency was restored and nobody may see it yet.
    static func mustReplay(_ slug: Slug, _ settings: WorkspaceSettings) -> Bool {
        Disk.status(settings.replayMark(of: slug.text)) != nil
    }

    /// Erases again whoever the ledger names and the records still have; then the agency may be seen.
    @discardableResult
    func replayErasures() async throws -> Int {
        let ledger = TombstoneLedger(settings, id)
        var count = 0
        for stone in try await Blocking.run({ try ledger.read() }) {
            guard let subject = stone.subject, try await !records.read({ try $0.isGone(subject) }) else { continue }
            _ = try await erase(subject, by: .system, replayed: Instant(milliseconds: stone.at))
            count += 1
        }
        let mark = settings.replayMark(of: slug.text)
        if Disk.status(mark) != nil {
            try Disk.remove(mark)
            try Disk.synchronize(settings.folder(of: slug.text))
        }
        if count > 0 { log.notice("erasures were replayed", metadata: ["erased": "\(count)"]) }
        return count
    }
}
