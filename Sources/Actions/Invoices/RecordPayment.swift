public import Model
import Records
import Site

extension OpenAgency {
    /// Records money that came in for an invoice, at most what is owed. The same form sent twice makes one payment.
    /// - Throws: `Refusal(.invalid)` with fields; `.conflict` when nothing is owed; `.notFound`.
    public func recordPayment(_ session: Session, invoice text: String, _ typed: Typed) async throws -> Invoice.Payment {
        let today = try await today()
        let id = try typed.newID(Invoice.Payment.self)
        let payment = try await change { connection, journal in
            let invoice = try connection.invoice(text, for: session)
            try connection.mustBeFree(.client(invoice.client))
            if let before = invoice.payments.first(where: { $0.id == id }) { return before }
            guard try !connection.hasPayment(id) else { throw Refusal(.usage, "refusal.form.malformed") }
            let balance = try ActionsMoney.balance(
                of: invoice, credited: try connection.credited(invoice.id), today: today)
            guard balance.owed > 0 else { throw Refusal(.conflict, "refusal.payment.nothing-owed") }
            let payment = try typed.payment(id, owed: balance.owed, in: balance.currency, today: today)
            try connection.insert(payment, of: invoice.id)
            journal.audit(
                actor: session.actor, action: "invoice.pay", subject: invoice.id.text,
                detail: "\(payment.day) \(Exact(digits: payment.amount, scale: balance.currency.digits)) \(payment.reference)")
            journal.changed(.invoice(invoice.client, invoice.id))
            return payment
        }
        try await settled()
        return payment
    }
}

extension Typed {
    fileprivate func payment(
        _ id: ID<Invoice.Payment>, owed: Int64, in currency: Currency, today: Day
    ) throws -> Invoice.Payment {
        try read { form in
            let amount = form.money("amount", in: currency, least: 1)
            if amount.minor > owed {
                let most = Formats(locale).money(Money(minor: owed, currency: currency))
                form.refuse("amount", Refusal(.invalid, "refusal.payment.more", ["owed": most]))
            }
            let day = form.day("day")
            if day > today { form.refuse("day", Refusal(.invalid, "refusal.payment.future")) }
            return Invoice.Payment(
                id: id, day: day, amount: amount.minor, provider: form.line("provider", least: 1, most: InvoiceRules.provider),
                reference: form.line("reference", most: InvoiceRules.paymentReference))
        }
    }
}
