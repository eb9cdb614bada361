public import Model
import Records

/// A client's contact as staff see them.
public struct ContactRow: Sendable, Hashable {
    /// How far somebody has come with signing in.
    public enum State: String, Sendable, CaseIterable {
        /// Nobody has invited them yet, or the invitation is over.
        case new
        /// Invited, and the invitation still holds.
        case invited
        /// Has chosen a password.
        case active
        /// Locked out.
        case locked
    }

    /// What they may see of this client.
    public let contact: Contact
    /// Who they are.
    public let person: Person
    /// How far they have come with signing in.
    public let state: State
    /// Until when the invitation holds.
    public let invitedUntil: Instant?

    /// - Parameters: as the properties.
    public init(contact: Contact, person: Person, state: State, invitedUntil: Instant?) {
        (self.contact, self.person, self.state, self.invitedUntil) = (contact, person, state, invitedUntil)
    }
}

/// Everything that a client's page for staff begins with.
public struct ClientOverview: Sendable, Hashable {
    /// The client itself.
    public let client: Client
    /// The newest first.
    public let cases: [Case]
    /// Issued ones of which something is owed, and how much by currency.
    public let unpaid: Int
    /// What is owed, one amount for each currency.
    public let owed: [Money]
    /// How many drafts of invoices there are.
    public let drafts: Int
    /// How many issued invoices.
    public let invoices: Int
    /// By name.
    public let contacts: [ContactRow]
    /// The agents who look after it, by name.
    public let agents: [Person]
    /// Every agent, for whoever decides that; by name.
    public let allAgents: [Person]
    /// While its data is kept and otherwise not used.
    public var restriction: Restriction?

    /// - Parameters: as the properties.
    public init(
        client: Client, cases: [Case], unpaid: Int, owed: [Money], drafts: Int, invoices: Int, contacts: [ContactRow],
        agents: [Person], allAgents: [Person]
    ) {
        (self.client, self.cases, self.unpaid, self.owed) = (client, cases, unpaid, owed)
        (self.drafts, self.invoices, self.contacts) = (drafts, invoices, contacts)
        (self.agents, self.allAgents) = (agents, allAgents)
    }
}

extension OpenAgency {
    /// A client as staff see it. The read is audited.
    /// - Throws: `Refusal(.notFound)` for whoever may not see it.
    public func clientOverview(_ session: Session, _ slug: Slug) async throws -> ClientOverview {
        let client = try await staffAccess(session, client: slug)
        note(Noted(session.actor, "client.read", subject: client.id.text, group: .session(session.tokenHash)))
        let today = try await today()
        let now = clock.now()
        return try await records.read { connection in
            // As it is now: the rights may be older.
            guard let client = try connection.client(client.id) else { throw Refusal(.notFound, "refusal.not-found") }
            let invoices = try connection.invoices(of: client.id)
            let owing = try Unpaid.owing(invoices, today)
            let all = try connection.people().filter { $0.role == .agent }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
            let assigned = try connection.agents(of: client.id)
            var overview = ClientOverview(
                client: client, cases: try connection.cases(of: client.id), unpaid: owing.reduce(0) { $0 + $1.count },
                owed: owing.map(\.money), drafts: invoices.count { $0.status == .draft },
                invoices: invoices.count { $0.status == .issued }, contacts: try connection.contactRows(of: client.id, at: now),
                agents: all.filter { assigned.contains($0.id) }, allAgents: all)
            overview.restriction = try connection.restriction(of: .client(client.id))
            return overview
        }
    }

    /// One contact of a client, for the form that changes them, and whether whoever asks may see all their clients.
    /// - Throws: `Refusal(.notFound)` for whoever may not see the client, or when there is no such contact of it.
    public func contact(_ session: Session, _ slug: Slug, _ id: String) async throws -> (
        client: Client, row: ContactRow, seesAll: Bool
    ) {
        let client = try await staffAccess(session, client: slug)
        let now = clock.now()
        return try await records.read { connection in
            guard let row = try connection.contactRows(of: client.id, at: now).first(where: { $0.contact.id.text == id })
            else { throw Refusal(.notFound, "refusal.not-found") }
            return (client, row, try connection.maySeeAll(of: row.person.id, session))
        }
    }
}

extension Connection {
    /// The client's contacts by name, each with how far they have come.
    func contactRows(of client: ID<Client>, at now: Instant) throws -> [ContactRow] {
        let people = Dictionary(uniqueKeysWithValues: try people(of: client).map { ($0.id, $0) })
        let open = try openInvitations(of: client, at: now)
        let rows = try contacts(of: client).compactMap { contact -> ContactRow? in
            guard let person = people[contact.person] else { return nil }
            let state: ContactRow.State =
                person.isDisabled ? .locked : person.hasPassword ? .active : open[person.id] != nil ? .invited : .new
            return ContactRow(contact: contact, person: person, state: state, invitedUntil: open[person.id])
        }
        return rows.sorted { ($0.person.name, $0.contact.id) < ($1.person.name, $1.contact.id) }
    }
}

extension Unpaid {
    /// How much is owed of these invoices, by currency, and of how many.
    static func owing(_ invoices: [Invoice], _ today: Day) throws -> [(money: Money, count: Int)] {
        var sums: [String: (amount: Int64, count: Int)] = [:]
        var credited: [ID<Invoice>: Int64] = [:]
        for note in invoices where note.status == .issued {
            guard let invoice = note.credits else { continue }
            credited[invoice] = try (credited[invoice] ?? 0).addingClamped(ActionsMoney.gross(of: note))
        }
        for invoice in invoices where invoice.status == .issued && invoice.credits == nil {
            let paid = invoice.payments.reduce(Int64(0)) { $0.addingClamped($1.amount) }
            let gross = try ActionsMoney.gross(of: invoice)
            let back = credited[invoice.id] ?? 0
            switch InvoiceState(invoice, gross: gross, paid: paid, credited: back, today: today) {
            case .open, .partPaid, .overdue:
                let (amount, count) = sums[invoice.currency] ?? (0, 0)
                sums[invoice.currency] = (amount.addingClamped(gross - paid - back), count + 1)
            case .draft, .paid, .cancelled, .creditNote: break
            }
        }
        return sums.sorted { $0.key < $1.key }.compactMap { code, sum in
            Currency(code).map { (Money(minor: sum.amount, currency: $0), sum.count) }
        }
    }
}
