public import Model
import Records
import Site

extension OpenAgency {
    /// Changes a client to what a form says.
    /// - Throws: `Refusal(.invalid)` with `fields`, for the address of somebody who was erased as well; `.conflict` when somebody has
    ///   changed it since the form was opened; `.notFound` for whoever may not see it.
    public func changeClient(_ slug: Slug, _ typed: Typed, by session: Session) async throws -> Client {
        let (form, guardian) = (try ClientForm(typed, languages: site.languages), returnGuard())
        return try await change { connection, journal in
            let old = try connection.client(named: slug, forStaff: session)
            var client = old
            form.fill(&client)
            // The same form once more changes nothing, and so overwrites nothing.
            guard client != old else { return client }
            try typed.check(FormState(old))
            if client.email != old.email { try guardian.check(client.email, connection) }
            try connection.update(client)
            journal.audit(
                actor: session.actor, action: "client.change", subject: client.id.text,
                detail: OpenAgency.changes(from: old, to: client))
            journal.changed(.client(client.id))
            return client
        }
    }

    /// What is different, as the audit log says it: `phone: 1 → 2; city: …`.
    static func changes(from old: Client, to new: Client) -> String {
        let fields: [(String, KeyPath<Client, String>)] = [
            ("name", \.name), ("kind", \.kind.rawValue), ("basis", \.basis.rawValue), ("email", \.email), ("phone", \.phone),
            ("address", \.address),
            ("city", \.city), ("postcode", \.postcode), ("country", \.country), ("vat", \.vat), ("language", \.language),
            ("currency", \.currency),
        ]
        return fields.filter { old[keyPath: $0.1] != new[keyPath: $0.1] }
            .map { "\($0.0): \(old[keyPath: $0.1]) → \(new[keyPath: $0.1])" }.joined(separator: "; ")
    }

    /// Archives a client or brings it back. While it is archived, its contacts open nothing of it, and its pages for them are
    /// gone; the staff see it as before, in lists only when they ask for it.
    /// - Throws: `Refusal(.notFound)` for whoever may not see it.
    public func archiveClient(_ slug: Slug, _ isArchived: Bool, by session: Session) async throws {
        let now = world.now()
        try await change { connection, journal in
            let client = try connection.client(named: slug, forStaff: session)
            guard (client.archived != nil) != isArchived else { return }
            try connection.setArchived(isArchived ? now : nil, of: client.id)
            journal.audit(
                actor: session.actor, action: isArchived ? "client.archive" : "client.restore", subject: client.id.text)
            if isArchived { journal.withdraws(.client(client.id)) } else { journal.changed(.client(client.id)) }
        }
    }
}
