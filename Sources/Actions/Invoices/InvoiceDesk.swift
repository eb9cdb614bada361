public import Model
import Records

/// What the form of a draft is made of.
public struct InvoiceDesk: Sendable, Hashable {
    /// To whom it will be.
    public let client: Client
    /// Those of the client that it may belong to: the newest first, closed ones last.
    public let cases: [Case]
    /// As it is kept, or as a new one begins.
    public let draft: Invoice
    /// Whether it is kept already.
    public let isKept: Bool
    /// Of a credit note: the invoice that it cancels.
    public let credited: Invoice?
    /// The rate that new lines begin with: that of the last line of the newest invoice that has VAT. Nil when there is none.
    public let rate: Exact?
    /// Whose name and currency it has.
    public let agency: Agency

    /// What the form shows, to tell later whether somebody else was faster.
    public var state: FormState { FormState(draft) }
}

extension OpenAgency {
    /// How many days after today a new invoice is due.
    private static let daysToPay = 14

    /// A new invoice for a client.
    /// - Throws: `Refusal(.notFound)` when the person is no staff who may see the client.
    public func newInvoice(_ session: Session, client slug: Slug) async throws -> InvoiceDesk {
        let client = try await staffAccess(session, client: slug)
        let agency = try await agency()
        let today = try await today()
        let id: ID<Invoice> = world.id()
        return try await records.read { connection in
            try connection.mustBeStaff(session, of: client.id)
            var draft = Invoice(
                id: id, client: client.id, reference: "", number: "",
                currency: client.currency.isEmpty ? agency.currency : client.currency, status: .draft)
            draft.due = today.adding(days: OpenAgency.daysToPay)
            return try connection.desk(draft, isKept: false, of: client, agency)
        }
    }

    /// A draft that is kept.
    /// - Throws: `Refusal(.notFound)` when there is none, or it is issued, or its client is not one whom the person may see.
    public func invoiceDraft(_ session: Session, id text: String) async throws -> InvoiceDesk {
        let agency = try await agency()
        return try await records.read { connection in
            let draft = try connection.invoice(text, for: session)
            guard draft.status == .draft, let client = try connection.client(draft.client) else {
                throw Refusal(.notFound, "refusal.not-found")
            }
            return try connection.desk(draft, isKept: true, of: client, agency)
        }
    }

    /// The clients for whom a member of staff may write invoices, by name.
    /// - Throws: `Refusal(.notFound)` for a contact.
    public func invoiceClients(_ session: Session) async throws -> [Client] {
        guard session.person.role.isStaff else { throw Refusal(.notFound, "refusal.not-found") }
        return try await records.read { try $0.clients(visibleTo: session.person) }
    }
}

extension Connection {
    fileprivate func desk(_ draft: Invoice, isKept: Bool, of client: Client, _ agency: Agency) throws -> InvoiceDesk {
        let cases = try cases(of: client.id).sorted { left, right in
            let closed = (left.status == .closed, right.status == .closed)
            if closed.0 != closed.1 { return closed.1 }
            return (right.opened, right.id) < (left.opened, left.id)
        }
        return InvoiceDesk(
            client: client, cases: cases, draft: draft, isKept: isKept,
            credited: try draft.credits.flatMap { try invoice($0) }, rate: try lastRate(), agency: agency)
    }
}
