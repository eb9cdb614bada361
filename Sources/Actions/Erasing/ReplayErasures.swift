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
        if let text { try ledger.add(try TombstoneLedger.parse(text, of: id)) }
        guard ledger.exists else {
            throw Refusal(.conflict, "refusal.replay.no-ledger", ["agency": slug.text], hint: "hint.replay")
        }
        pool.forgetProblem(of: slug)
        let agency = try await agency(slug)
        try await agency.room.replayErasures()
        return try await agency.records.read { try $0.erasures().count } - before
    }

    /// The ledgers of a backup's agencies are brought together with those here, before any of the agencies gets its name.
    /// - Parameter other: another workspace whose ledgers count too.
    /// - Throws: `Refusal(.conflict)` when there is none: nobody knows who must not come back.
    func gatherLedgers(
        of snapshot: Snapshot, from source: any FileSource, and other: WorkspaceSettings?, withoutLedger: Bool
    ) async throws {
        for agency in snapshot.agencies {
            let id = ID<Agency>(agency.id)
            let ledger = TombstoneLedger(settings, id)
            var stones = try other.map { try TombstoneLedger($0, id).read() } ?? []
            if let reader = try await source.open(Workspace.mirror(agency.id)) {
                stones += try TombstoneLedger.parse(try await Workspace.text(reader), of: id)
            } else if !ledger.exists, other == nil, !withoutLedger {
                throw Refusal(
                    .conflict, "refusal.restore.no-ledger", ["agency": agency.slug], hint: "hint.restore.no-ledger")
            }
            try ledger.add(stones)
        }
    }

    /// Copies the ledgers of all agencies beside a backup, in clear: ids alone.
    func mirrorLedgers(to sink: any FileFolder) async throws {
        for slug in try slugs {
            let ledger = TombstoneLedger(settings, try await agency(slug).id)
            try ledger.add([])
            let writer = try await sink.create(Workspace.mirror(ledger.agency.text))
            do {
                try await writer.write(Array((try Disk.text(ledger.path) ?? "").utf8))
                try await writer.finish()
            } catch {
                await writer.discard()
                throw error
            }
        }
    }

    /// Where an agency's ledger stands beside a backup.
    private static func mirror(_ agency: String) -> String { "tombstones/\(agency).jsonl" }

    private static func text(_ reader: any FileReader) async throws -> String {
        var bytes: [UInt8] = []
        while case let next = try await reader.next(), !next.isEmpty { bytes += next }
        await reader.close()
        return String(decoding: bytes, as: UTF8.self)
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
