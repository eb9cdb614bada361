import Model
import Records

extension OpenAgency {
    /// Takes back a payment that was recorded by mistake: the invoice is owed again by as much. The audit log keeps what it said.
    /// Once it is gone, asking again changes nothing.
    /// - Parameter payment: its id, as text.
    /// - Throws: `Refusal(.notFound)` for whoever may not see the invoice; `.restricted`.
    public func takeBackPayment(_ session: Session, invoice text: String, payment: String) async throws {
        try await change { connection, journal in
            let invoice = try connection.invoice(text, for: session)
            try connection.mustBeFree(.client(invoice.client))
            guard let payment = invoice.payments.first(where: { $0.id.text == payment }) else { return }
            try connection.removePayment(payment.id)
            let digits = Currency(invoice.currency)?.digits ?? 2
            journal.audit(
                actor: session.actor, action: "invoice.unpay", subject: invoice.id.text,
                detail: "\(payment.day) \(Exact(digits: payment.amount, scale: digits)) \(payment.reference)")
            journal.changed(.invoice(invoice.client, invoice.id))
        }
        try await settled()
    }
}
