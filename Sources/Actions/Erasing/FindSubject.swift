import Foundation
public import Model
public import Records

/// Somebody, and what the records have of them.
public struct SubjectReport: Sendable, Hashable {
    /// Whom it is about.
    public let subject: DataMap.Subject
    /// What they are called; an id where nothing else is left.
    public let name: String
    /// Table by table, by the data map.
    public let rows: [SubjectRows]
    /// People who are contacts of this client alone, and go with it.
    public let persons: [ID<Person>]
    /// Clients who are the same human being: a person whose only contact this is.
    public let clients: [Slug]
    /// Why they may not be erased; nil: they may.
    public let hold: LegalHold?
    /// Until when invoices stay, if any do.
    public let keptUntil: Day?
    /// Whether it is one of the agency's own people.
    public let isMember: Bool
}

extension OpenAgency {
    /// Whom an e-mail address, a client's name in addresses, or an id means; an address of an account that is put away too.
    /// - Throws: `Refusal(.notFound)` when that is nobody.
    public func subject(_ text: String) async throws -> DataMap.Subject {
        do {
            return try await records.read { try $0.subject(text) }
        } catch let refusal as Refusal where refusal.kind == .notFound {
            guard let (away, _) = try await room.archived(named: text) else { throw refusal }
            return .person(away.person)
        }
    }

    /// What the records have of somebody, table by table. Nothing is asked but the data map.
    /// - Throws: `Refusal(.notFound)` when the text means nobody.
    public func findSubject(_ text: String) async throws -> SubjectReport {
        let (rules, subject) = (try await keeping(), try await subject(text))
        let former = try await room.archived(subject)?.clients ?? []
        return try await records.read { try $0.report(subject, rules, former: former) }
    }

    /// How long invoices are kept here, as it is today.
    func keeping() async throws -> InvoiceKeeping { InvoiceKeeping(try await agency(), today: try await today()) }
}

extension Connection {
    /// Whom an e-mail address, a client's name in addresses, or an id means.
    func subject(_ text: String) throws -> DataMap.Subject {
        let text = text.trimmingCharacters(in: .whitespaces)
        if text.contains("@"), let person = try person(email: Email.normal(text)) { return .person(person.id) }
        if let slug = Slug(text), let client = try client(slug: slug) { return .client(client.id) }
        if try client(ID(text)) != nil { return .client(ID(text)) }
        if try person(ID(text)) != nil { return .person(ID(text)) }
        throw Refusal(.notFound, "refusal.subject.none", ["subject": Email.shown(text)])
    }

    /// - Parameter former: whose contact a person was whose account is put away.
    func report(
        _ subject: DataMap.Subject, _ rules: InvoiceKeeping, former: [ID<Client>] = []
    ) throws -> SubjectReport {
        let name: String?
        var (persons, clients): ([ID<Person>], [Slug]) = ([], [])
        var (until, isMember): (Day?, Bool) = (nil, false)
        switch subject {
        case .client(let id):
            name = try client(id)?.name
            persons = try people(onlyOf: id)
            until = try lastKeptInvoice(of: id, from: rules.from).map(rules.until)
        case .person(let id):
            let known = try person(id)
            (name, isMember) = (known?.name, known?.role.isStaff ?? false)
            for contact in try contacts(of: id) {
                guard let client = try client(contact.client), client.kind == .person,
                    try self.contacts(of: client.id).count == 1
                else { continue }
                clients.append(client.slug)
            }
        case .caseRecord(let id): name = try caseRecord(id)?.title
        }
        return SubjectReport(
            subject: subject, name: name ?? subject.id, rows: try rows(about: subject, keptFrom: rules.from), persons: persons,
            clients: clients, hold: try holdAgainstErasing(subject, former: former), keptUntil: until,
            isMember: isMember)
    }

    /// The people who are contacts of this client and of no other.
    func people(onlyOf client: ID<Client>) throws -> [ID<Person>] {
        try people(of: client).filter { person in
            try person.role == .contact && contacts(of: person.id).allSatisfy { $0.client == client }
        }.map(\.id)
    }
}

extension OpenAgency {
    /// The receipts of all erasures, the oldest first.
    public func erasures() async throws -> [ErasureReceipt] {
        try await records.read { try $0.erasures() }.map { try ErasureReceipt(json: $0.receipt) }
    }
}
