public import Model
import Records

extension OpenAgency {
    /// Moves a case to one of its stages. Twice is harmless. Waits for the client's pages.
    /// - Parameter name: of the stage; its place may have changed since the form was shown.
    /// - Throws: `Refusal(.notFound)` when there is no such case for the person; `.conflict` when the case has no such stage
    ///   any more.
    public func setStage(_ session: Session, client: Slug, case slug: Slug, to name: String) async throws -> Case {
        let now = world.now()
        let record = try await change { connection, journal in
            var record = try connection.caseRecord(slug, of: client, actedForBy: session)
            guard let place = record.stages.firstIndex(of: name) else { throw Refusal(.conflict, "refusal.case.stage") }
            let old = record
            guard record.stage != Int64(place) else { return record }
            record.stage = Int64(place)
            try connection.update(record)
            try connection.touch(record.id, at: now)
            journal.changed(.caseRecord(record.client, record.id))
            journal.audit(
                actor: session.actor, action: "case.stage", subject: record.id.text,
                detail: "\(old.currentStage ?? "") -> \(name)")
            for notice in Notice.moved(record, from: old, by: session.actor) { journal.tell(notice) }
            return record
        }
        try await settled()
        return record
    }
}
