public import Model
import Records

extension OpenAgency {
    /// Closes a case today, opens it again, or says that it waits for somebody. Twice is harmless: of two who close it at
    /// once, the first has closed it. Waits for the client's pages.
    /// - Throws: `Refusal(.notFound)` when there is none for the person.
    public func setStatus(
        _ session: Session, client: Slug, case slug: Slug, _ status: Case.Status
    ) async throws -> Case {
        let (now, today) = (world.now(), try await today())
        let record = try await change { connection, journal in
            var record = try connection.caseRecord(slug, of: client, actedForBy: session)
            guard record.status != status else { return record }
            let old = record
            record.status = status
            record.closed = status == .closed ? max(today, record.opened) : nil
            try connection.update(record)
            try connection.touch(record.id, at: now)
            journal.changed(.caseRecord(record.client, record.id))
            journal.audit(
                actor: session.actor, action: "case.status", subject: record.id.text,
                detail: "\(old.status.rawValue) -> \(status.rawValue)")
            for notice in Notice.moved(record, from: old, by: session.actor) { journal.tell(notice) }
            return record
        }
        try await settled()
        return record
    }
}
