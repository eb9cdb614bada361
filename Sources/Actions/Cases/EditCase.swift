public import Model
import Records

extension OpenAgency {
    /// Changes what is said of a case. Waits for the client's pages.
    /// - Parameter typed: the fields of `CaseDraft`; `state`, that of the draft which the form showed.
    /// - Throws: `Refusal(.notFound)` when there is none for the person; `.conflict` when somebody has changed it since;
    ///   `.invalid` with `fields`.
    public func editCase(_ session: Session, client: Slug, case slug: Slug, _ typed: Typed) async throws -> Case {
        let now = world.now()
        let draft = try typed.read { try CaseDraft(&$0) }
        let record = try await change { connection, journal in
            var record = try connection.caseRecord(slug, of: client, actedForBy: session)
            let before = record
            let old = CaseDraft(record)
            try typed.check(FormState(old))
            // Whoever looks after it and has lost the right meanwhile stays until somebody says otherwise.
            if draft.assignee != old.assignee { try connection.check(assignee: draft.assignee, for: record.client) }
            guard draft != old else { return record }
            draft.write(to: &record)
            try connection.update(record)
            try connection.touch(record.id, at: now)
            journal.changed(.caseRecord(record.client, record.id))
            journal.audit(
                actor: session.actor, action: "case.edit", subject: record.id.text,
                detail: draft.changes(from: old).joined(separator: " "))
            for notice in Notice.moved(record, from: before, by: session.actor) { journal.tell(notice) }
            return record
        }
        try await settled()
        return record
    }

    /// A case that is to be changed, and who may look after it.
    /// - Throws: `Refusal(.notFound)` when there is none for the person.
    public func editableCase(
        _ session: Session, client slug: Slug, case record: Slug
    ) async throws -> (client: Client, record: Case, assignees: [Person]) {
        let client = try await staffAccess(session, client: slug)
        let found = try await records.read { connection in
            try connection.caseRecord(of: client.id, slug: record).map { found in
                var assignees = try connection.possibleAssignees(for: client.id)
                if let current = found.assignee, !assignees.contains(where: { $0.id == current }),
                    let person = try connection.person(current)
                {
                    assignees.append(person)
                }
                return (record: found, assignees: assignees)
            }
        }
        guard let found else { throw Refusal(.notFound, "refusal.not-found") }
        return (client, found.record, found.assignees)
    }
}
