public import Model
import Records
import Site
import Templates

extension OpenAgency {
    /// Keeps a new draft. The same form sent twice makes one.
    /// - Throws: `Refusal(.invalid)` with fields; `.notFound` when the person may not work for the client.
    public func addDraft(_ session: Session, client slug: Slug, _ typed: Typed) async throws -> Invoice {
        let client = try await staffAccess(session, client: slug)
        let (id, reasons, world) = (try typed.newID(Invoice.self), try await exemptionReasons(), world)
        guard client.erased == nil else { throw Refusal(.conflict, "refusal.client.erased") }
        return try await change { connection, journal in
            try connection.mustBeStaff(session, of: client.id)
            try connection.mustBeFree(.client(client.id))
            if let before = try connection.invoice(id) {
                guard before.client == client.id else { throw Refusal(.notFound, "refusal.not-found") }
                return before
            }
            let blank = Invoice(id: id, client: client.id, reference: "", number: "", currency: "", status: .draft)
            let draft = try connection.draft(typed, from: blank, reasons, world)
            try connection.insert(draft)
            journal.audit(actor: session.actor, action: "invoice.draft", subject: draft.id.text)
            return draft
        }
    }

    /// Writes a draft anew.
    /// - Throws: as `addDraft`; `.conflict` when somebody was faster.
    public func changeDraft(_ session: Session, id text: String, _ typed: Typed) async throws -> Invoice {
        let (reasons, world) = (try await exemptionReasons(), world)
        return try await change { connection, journal in
            let before = try connection.invoice(text, for: session)
            try connection.mustBeFree(.client(before.client))
            guard before.status == .draft else {
                throw Refusal(.conflict, "refusal.invoice.issued", ["number": before.number])
            }
            try typed.check(FormState(before))
            let draft = try connection.draft(typed, from: before, reasons, world)
            guard try connection.replaceDraft(draft) else { throw Refusal(.conflict, "refusal.form.changed") }
            journal.audit(actor: session.actor, action: "invoice.draft", subject: draft.id.text)
            return draft
        }
    }

    /// Deletes a draft. One that is gone already is no error: the button was pressed twice.
    /// - Throws: `Refusal(.conflict)` when it is issued, or somebody has changed it since it was seen.
    public func deleteDraft(_ session: Session, id text: String, seen: FormState) async throws {
        try await change { connection, journal in
            guard session.person.role.isStaff, let id = ID<Invoice>(checking: text) else {
                throw Refusal(.notFound, "refusal.not-found")
            }
            guard try connection.invoice(id) != nil else { return }
            let draft = try connection.invoice(text, for: session)
            try connection.mustBeFree(.client(draft.client))
            guard draft.status == .draft else { throw Refusal(.conflict, "refusal.invoice.issued", ["number": draft.number]) }
            guard seen == FormState(draft) else { throw Refusal(.conflict, "refusal.form.changed") }
            try connection.deleteDraft(draft.id)
            journal.audit(actor: session.actor, action: "invoice.delete", subject: draft.id.text)
        }
    }

    /// Why there is no VAT, in the agency's language, where the category says it all. Why something is exempt, only the law
    /// that exempts it says.
    private func exemptionReasons() async throws -> [Invoice.TaxCategory: String] {
        let words = site.words(try await agency().language)
        return [
            .reverseCharge: words.text("invoice.exemption.AE"), .intraCommunity: words.text("invoice.exemption.K"),
            .export: words.text("invoice.exemption.G"), .outOfScope: words.text("invoice.exemption.O"),
        ]
    }
}

extension Connection {
    /// The draft as the form says it, with what the form does not say from before.
    fileprivate func draft(
        _ typed: Typed, from before: Invoice, _ reasons: [Invoice.TaxCategory: String], _ world: World
    ) throws -> Invoice {
        try typed.read { form in
            var draft = before
            draft.currency = before.credits == nil ? form.currency("currency").code : before.currency
            draft.caseID = form.idIfAny("case")
            (draft.due, draft.notes) = (form.dayIfAny("due"), form.body("notes", most: InvoiceRules.notes))
            (draft.serviceFrom, draft.serviceTo) = (form.dayIfAny("service_from"), form.dayIfAny("service_to"))
            if let from = draft.serviceFrom, let to = draft.serviceTo, to < from {
                form.refuse("service_to", Refusal(.invalid, "refusal.invoice.service"))
            }
            if let record = draft.caseID, try caseRecord(record)?.client != before.client {
                form.refuse("case", Refusal(.invalid, "form.flaw.choice"))
            }
            draft.lines = form.invoiceLines(reasons: reasons) { world.id() }
            // Lines that could not be read have complained already.
            if case .tooLarge? = InvoiceRules.flaw(draft) { form.refuse("lines", Refusal(.invalid, "refusal.invoice.too-large")) }
            return draft
        }
    }
}
