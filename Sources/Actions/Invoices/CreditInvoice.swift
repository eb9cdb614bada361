public import Model
import Records

extension OpenAgency {
    /// Begins a credit note: a draft with the invoice's own lines, from which is taken away what stays charged. The same
    /// form sent twice makes one. It counts when it is issued.
    /// - Parameter key: the identity that the form was given for it.
    /// - Throws: `Refusal(.conflict)` when nothing is left to credit; `.usage`, `.notFound`.
    public func creditInvoice(_ session: Session, id text: String, key: String) async throws -> Invoice {
        guard let id = ID<Invoice>(checking: key) else { throw Refusal(.usage, "refusal.form.malformed") }
        let (today, world) = (try await today(), world)
        return try await change { connection, journal in
            let invoice = try connection.invoice(text, for: session)
            try connection.mustBeFree(.client(invoice.client))
            if let before = try connection.invoice(id) {
                guard before.credits == invoice.id else { throw Refusal(.usage, "refusal.form.malformed") }
                return before
            }
            let balance = try ActionsMoney.balance(
                of: invoice, credited: try connection.credited(invoice.id), today: today)
            guard balance.creditable > 0 else { throw Refusal(.conflict, "refusal.invoice.nothing-to-credit") }
            var note = Invoice(
                id: id, client: invoice.client, reference: "", number: "", currency: invoice.currency, status: .draft)
            (note.credits, note.caseID) = (invoice.id, invoice.caseID)
            (note.serviceFrom, note.serviceTo) = (invoice.serviceFrom, invoice.serviceTo)
            note.lines = invoice.lines.map { line in
                var line = line
                line.id = world.id()
                return line
            }
            try connection.insert(note)
            journal.audit(actor: session.actor, action: "invoice.credit", subject: note.id.text, detail: invoice.number)
            return note
        }
    }
}
