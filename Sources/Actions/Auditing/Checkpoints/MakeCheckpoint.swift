import Foundation
import Logging
import Model
public import Records

extension Workspace {
    /// Seconds between checkpoints while the workspace is served.
    static let checkpointPause: Int64 = 3600

    var checkpoints: CheckpointBook { parts.part { CheckpointBook(settings.data, keys: settings.keys) } }

    /// Whose checkpoints these are: the host of `base_url` and `/audit` (C2SP tlog-checkpoint: a URL without its scheme).
    var checkpointOrigin: String {
        let url = settings.baseURL
        return (url.range(of: "://").map { String(url[$0.upperBound...]) } ?? url) + "/audit"
    }

    func checkpointKey() throws -> CheckpointKey { try CheckpointKey.load(settings.keys, world) }

    /// Signs the heads of all audit logs as they are now, and keeps the note outside the databases.
    /// - Throws: `Refusal(.conflict)` while there is no agency.
    @discardableResult public func makeCheckpoint() async throws -> Checkpoint {
        let heads = try await auditHeads()
        guard !heads.isEmpty else { throw Refusal(.conflict, "refusal.agencies.none") }
        let (world, origin, key) = (world, checkpointOrigin, try await Blocking.run { [self] in try checkpointKey() })
        return try await checkpoints.add(heads) { before in
            try Checkpoint(
                origin: origin, size: heads.count, root: CheckpointBook.root(of: heads), at: world.now(), previous: before,
                key: key)
        }
    }

    /// The newest checkpoint; nil before the first.
    public func newestCheckpoint() async throws -> Checkpoint? { try await checkpoints.newest().checkpoint }

    /// The end of an agency's log as the newest checkpoint has it; nil when it is not in there.
    public func checkpointHead(of agency: OpenAgency) async throws -> AuditHead? {
        try await checkpoints.newest().heads[agency.id.text]
    }

    /// The key that its signature is verified with, as C2SP's signed-note writes it.
    public func checkpointKeyText() async throws -> String {
        let key = try await Blocking.run { [self] in try checkpointKey() }
        return key.isPublic.text(as: checkpointOrigin)
    }

    /// One an hour. What cannot be done now is tried again with the next look.
    /// - Returns: when to look again.
    func keepCheckpoint() async -> Instant {
        do {
            if let last = try await newestCheckpoint(), last.at.adding(seconds: Workspace.checkpointPause) > world.now() {
                return last.at.adding(seconds: Workspace.checkpointPause)
            }
            if try !slugs.isEmpty { try await makeCheckpoint() }
        } catch {
            log.error("no checkpoint of the audit logs could be made", metadata: ["error": "\(error)"])
        }
        return world.now().adding(seconds: 60)
    }

    /// The end of every log. Of an agency that cannot be opened it is what the newest checkpoint says.
    private func auditHeads() async throws -> CheckpointBook.Heads {
        let before = try await checkpoints.newest().heads
        var (heads, known): (CheckpointBook.Heads, Set<String>) = ([:], [])
        var hasShut = false
        for slug in try slugs {
            do {
                let agency = try await agency(slug)
                try? await agency.room.audit.settled()
                if let problem = try await agency.verifyAudit(after: before[agency.id.text]) {
                    await agency.tellAltered(problem)
                }
                heads[agency.id.text] = try await agency.records.read { try $0.auditHead() }
                known.insert(agency.id.text)
            } catch let refusal as Refusal where refusal.kind != .notFound {
                hasShut = true
                log.error("the audit log of an agency is not in the checkpoint", metadata: ["agency": "\(slug)"])
            }
        }
        // Which of them is shut cannot be told by its name: what was known of any that is not open stays.
        if hasShut { heads.merge(before) { now, _ in now } }
        return heads
    }
}
