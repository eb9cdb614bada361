public import Model
import Records

/// An invoice or draft with everything around it, for staff.
public struct StaffInvoice: Sendable, Hashable {
    /// To whom it is.
    public let client: Client
    /// With its lines and payments.
    public let invoice: Invoice
    /// What it comes to today.
    public let balance: InvoiceBalance
    /// The case that it belongs to; nil: none.
    public let record: Case?
    /// The credit notes against it, drafts too; the newest first.
    public let creditNotes: [Invoice]
    /// Of a credit note: the invoice that it cancels.
    public let credited: Invoice?
    /// The agency's day.
    public let today: Day

    /// Changes with everything that somebody who issues or deletes it has seen.
    public var state: FormState { FormState(invoice) }
}

extension OpenAgency {
    /// One invoice as the staff see it. The read is audited.
    /// - Throws: `Refusal(.notFound)` when there is none of that id, or its client is not one whom the person may see.
    public func staffInvoice(_ session: Session, id text: String) async throws -> StaffInvoice {
        let today = try await today()
        let found = try await records.read { connection in
            let invoice = try connection.invoice(text, for: session)
            return try connection.staffInvoice(invoice, today: today)
        }
        note(Noted(session.actor, "invoice.read", subject: found.invoice.id.text, group: .session(session.tokenHash)))
        return found
    }
}

extension Connection {
    /// The invoice of an id that somebody sent, for staff who may see its client, as of this transaction.
    /// - Throws: `Refusal(.notFound)`, whatever the reason.
    func invoice(_ text: String, for session: Session) throws -> Invoice {
        guard let id = ID<Invoice>(checking: text), let invoice = try invoice(id) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        try mustBeStaff(session, of: invoice.client)
        return invoice
    }

    /// Whether the session still stands and its person may work for the client.
    /// - Throws: `Refusal(.notFound)` otherwise.
    func mustBeStaff(_ session: Session, of client: ID<Client>) throws {
        guard let person = try person(session.person.id), person.epoch == session.person.epoch, !person.isDisabled,
            try access(of: person, to: client) == .staff
        else { throw Refusal(.notFound, "refusal.not-found") }
    }

    func staffInvoice(_ invoice: Invoice, today: Day) throws -> StaffInvoice {
        guard let client = try client(invoice.client) else { throw Refusal(.notFound, "refusal.not-found") }
        return StaffInvoice(
            client: client, invoice: invoice,
            balance: try ActionsMoney.balance(of: invoice, credited: try credited(invoice.id), today: today),
            record: try invoice.caseID.flatMap { try caseRecord($0) }, creditNotes: try allCreditNotes(against: invoice.id),
            credited: try invoice.credits.flatMap { try self.invoice($0) }, today: today)
    }
}
