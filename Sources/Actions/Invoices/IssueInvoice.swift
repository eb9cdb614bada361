public import Model
import Records

extension OpenAgency {
    /// Makes a draft an issued invoice, with the next number of the agency's series: gapless, because the number is given
    /// in the same transaction. Answers once the client's pages show it.
    /// - Parameter seen: the state of the draft that the person looked at.
    /// - Throws: `Refusal(.invalid)` when something is missing, `.conflict` when it is issued already or was changed.
    public func issueInvoice(_ session: Session, id text: String, seen: FormState) async throws -> Invoice {
        let today = try await today()
        let issued = try await change { connection, journal in
            let draft = try connection.invoice(text, for: session)
            try connection.mustBeFree(.client(draft.client))
            guard draft.status == .draft else {
                throw Refusal(.conflict, "refusal.invoice.issued", ["number": draft.number])
            }
            guard seen == FormState(draft) else { throw Refusal(.conflict, "refusal.invoice.changed") }
            let agency = try connection.agency()
            try connection.check(draft, of: agency, on: today)
            guard let series = InvoiceSeries(agency.invoiceSeries) else {
                throw Refusal(.invalid, "refusal.invoice.series", ["series": agency.invoiceSeries])
            }
            // An imported number that another pattern once made is passed over: the number names one invoice only.
            var number = try connection.nextNumber(series, year: today.year)
            while try connection.invoice(number: number) != nil {
                number = try connection.nextNumber(series, year: today.year)
            }
            guard let client = try connection.client(draft.client),
                try connection.issue(
                    draft.id, number: number, series: series.pattern, on: today, due: draft.due, seller: InvoiceParty(agency),
                    buyer: InvoiceParty(client)),
                let issued = try connection.invoice(draft.id)
            else { throw Refusal(.conflict, "refusal.invoice.changed") }
            journal.audit(actor: session.actor, action: "invoice.issue", subject: issued.id.text, detail: number)
            journal.changed(.invoice(issued.client, issued.id))
            if let credited = issued.credits { journal.changed(.invoice(issued.client, credited)) }
            journal.tell(.issued(issued, by: session.actor))
            return issued
        }
        try await settled()
        return issued
    }
}

extension Connection {
    /// What an invoice must be before it is issued (EN 16931), said one at a time.
    fileprivate func check(_ draft: Invoice, of agency: Agency, on today: Day) throws {
        func refuse(_ word: String, _ arguments: [String: String] = [:]) -> Refusal { Refusal(.invalid, word, arguments) }
        let missing = InvoiceRules.missing(agency)
        if !missing.isEmpty {
            throw Refusal(
                .invalid, "refusal.invoice.agency", ["settings": missing.joined(separator: ", ")], hint: "hint.invoice.agency")
        }
        switch InvoiceRules.flaw(draft) {
        case .noLines?: throw refuse("refusal.invoice.no-lines")
        case .tooLarge?: throw refuse("refusal.invoice.too-large")
        case .sign?: throw refuse("refusal.invoice.sign")
        case .overpaid?, .overcredited?, nil: break
        }
        if let credited = draft.credits { return try check(draft, crediting: credited) }
        // BR-CO-25: whoever is to pay is told until when.
        guard let due = draft.due else { throw refuse("refusal.invoice.due") }
        guard due >= today else { throw refuse("refusal.invoice.due-before") }
        let wanting = draft.lines.first { InvoiceRules.wantsExemption($0.taxCategory) && $0.exemption.isEmpty }
        if let line = wanting { throw refuse("refusal.invoice.exemption-line", ["position": String(line.position)]) }
        if draft.lines.contains(where: { InvoiceRules.wantsBuyerVAT($0.taxCategory) }),
            try client(draft.client)?.vat.isEmpty ?? true
        {
            throw refuse("refusal.invoice.buyer-vat")
        }
    }

    /// A credit note counts against its invoice, and all of them together never more than that comes to.
    private func check(_ note: Invoice, crediting id: ID<Invoice>) throws {
        guard let invoice = try invoice(id), InvoiceRules.mayCredit(invoice, by: note) else {
            throw Refusal(.invalid, "refusal.invoice.credits")
        }
        let credited = try credited(id).addingClamped(ActionsMoney.gross(of: note))
        guard InvoiceRules.flaw(crediting: invoice, credited: credited) == nil else {
            throw Refusal(.invalid, "refusal.invoice.overcredited", ["number": invoice.number])
        }
    }
}
