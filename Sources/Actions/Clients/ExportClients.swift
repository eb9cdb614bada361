import Model
import Records

extension OpenAgency {
    /// The clients that a filter shows as CSV, all pages of them. It is audited: this is how an address book leaves.
    /// - Throws: `Refusal(.notFound)` for a contact.
    public func exportClients(_ session: Session, _ filter: ClientFilter) async throws -> [UInt8] {
        let rows = try await listed(session, filter)
        var csv = CSVWriter([
            "client", "name", "kind", "email", "phone", "address", "city", "postcode", "country", "vat", "language", "currency",
            "basis", "archived", "open_cases", "unpaid_invoices", "contacts",
        ])
        let zone = try await agency().zone
        let restricted = try await records.read { try $0.restrictedClients() }
        for row in rows where !restricted.contains(row.client.id) {
            let client = row.client
            csv.add([
                client.slug.text, client.name, client.kind.rawValue, client.email, client.phone, client.address, client.city,
                client.postcode, client.country, client.vat, client.language, client.currency,
                client.basis.rawValue, client.archived.map { Day($0, in: zone).text } ?? "", String(row.openCases),
                String(row.unpaid),
                String(row.contacts),
            ])
        }
        try await noteAndWait(
            Noted(session.actor, "clients.export", subject: id.text, detail: String(rows.count)))
        return csv.bytes
    }
}
