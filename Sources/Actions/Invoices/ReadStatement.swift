public import Model
import Records

extension OpenAgency {
    /// What happened on a client's account from one day to another, for staff and for contacts with the right `invoices`.
    /// - Throws: `Refusal(.notFound)` for anybody else.
    public func statement(
        _ session: Session, client slug: Slug, from: Day, to: Day
    ) async throws -> (client: Client, view: View, statement: AccountStatement) {
        let (client, access) = try await access(session, client: slug)
        let view: View
        switch access {
        case .staff: view = View(language: try await agency().language, rights: .all)
        case .contact(let own) where own.rights.contains(.invoices): view = own
        case .contact, .none: throw Refusal(.notFound, "refusal.not-found")
        }
        let invoices = try await records.read { try $0.invoices(of: client.id) }
        guard let statement = AccountStatement(invoices, from: from, to: to) else {
            throw Refusal(.failed, "refusal.records.total", ["invoice": client.slug.text])
        }
        note(Noted(session.actor, "statement.read", subject: client.id.text, group: .session(session.tokenHash)))
        return (client, view, statement)
    }
}
