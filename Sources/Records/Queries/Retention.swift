public import Model

/// What rules of retention ask the records.
extension Connection {
    /// How many rows a rule of one table finds overdue; nil for a rule that needs more than one table.
    public func overdue(_ subject: RetentionRule.Subject, before cutoff: Instant) throws -> Int? {
        guard let (table, rows) = overdueRows(subject, cutoff) else { return nil }
        let sql = SQL(stringLiteral: "SELECT count(*) FROM \(table) WHERE ") + rows
        return Int(try one(sql) { try $0.integer(0) } ?? 0)
    }

    /// Does what such a rule says with the rows that it finds overdue.
    public func keepRule(_ subject: RetentionRule.Subject, before cutoff: Instant) throws {
        guard let (table, rows) = overdueRows(subject, cutoff) else { return }
        switch subject {
        case .letter: try run("UPDATE mail SET body = '', address = '', subject = '', reply = '' WHERE " + rows)
        case .secretLetter: try run("UPDATE mail SET body = '' WHERE " + rows)
        case .request:
            let ids: [ID<DataRequest>] = try all("SELECT id FROM data_request WHERE " + rows + " ORDER BY id") { try $0.id(0) }
            for id in ids { try empty(id) }
        case .receipt:
            try run("DELETE FROM receipt_file WHERE receipt IN (SELECT id FROM receipt WHERE " + rows + ")")
            try run("DELETE FROM receipt WHERE " + rows)
        default: try run(SQL(stringLiteral: "DELETE FROM \(table) WHERE ") + rows)
        }
    }

    private func overdueRows(_ subject: RetentionRule.Subject, _ cutoff: Instant) -> (table: String, rows: SQL)? {
        switch subject {
        case .idleSession: ("session", "seen < \(cutoff)")
        case .session: ("session", "created < \(cutoff)")
        case .secondStep: ("second_step", "created < \(cutoff)")
        case .secondFactorOffer: ("second_factor_offer", "created < \(cutoff)")
        case .invitation: ("invitation", "expires < \(cutoff)")
        case .ticket: ("ticket", "created < \(cutoff)")
        case .addressChange: ("address_change", "expires < \(cutoff)")
        case .requestTicket: ("data_request_ticket", "expires < \(cutoff)")
        case .requestCopy: ("data_request_copy", "expires < \(cutoff)")
        case .device: ("device", "created < \(cutoff)")
        case .receipt: ("receipt", "at < \(cutoff)")
        case .letter: ("mail", "created < \(cutoff) AND state IN ('sent', 'failed', 'skipped') AND address <> ''")
        case .secretLetter: ("mail", "security = 1 AND expires < \(cutoff) AND state <> 'sending' AND body <> ''")
        case .auditDetail: ("audit_detail", "seq IN (SELECT seq FROM audit WHERE at < \(cutoff))")
        case .request:
            (
                "data_request",
                "closed < \(cutoff) AND (person IS NOT NULL OR name <> '' OR email <> '' OR words <> '' OR outcome <> '')"
            )
        case .erasedAddress: ("erased_address", "at < \(cutoff)")
        case .policyNotice: ("policy_notice", "version IN (SELECT id FROM policy_version WHERE ended < \(cutoff))")
        case .upload, .letterFile, .closedCase, .inactive, .erasedInvoice, .usageAddress, .usageEvent, .usageFigure: nil
        }
    }

    /// Closed cases of living clients, by when they were closed, the longest ago first.
    public func cases(closedBefore day: Day) throws -> [(id: ID<Case>, client: ID<Client>)] {
        try all(
            """
            SELECT client_case.id, client_case.client FROM client_case JOIN client ON client.id = client_case.client
            WHERE client_case.status = 'closed' AND client_case.closed < \(day) AND client.erased IS NULL
            ORDER BY client_case.closed, client_case.id
            """
        ) { (try $0.id(0), try $0.id(1)) }
    }

    /// Invoices of erased clients that were issued before a day and are named by none that stays.
    public func erasedInvoices(issuedBefore day: Day) throws -> [ID<Invoice>] {
        try all(
            """
            SELECT invoice.id FROM invoice JOIN client ON client.id = invoice.client
            WHERE client.erased IS NOT NULL AND (invoice.status = 'draft' OR invoice.issued < \(day))
                AND invoice.id NOT IN (SELECT credits FROM invoice WHERE issued >= \(day) AND credits IS NOT NULL)
            ORDER BY invoice.id
            """
        ) { try $0.id(0) }
    }

    /// Deletes such invoices, and the clients of whom nothing else is left; tells how many of these.
    public func deleteErased(_ invoices: [ID<Invoice>]) throws -> Int {
        for table in ["payment", "invoice_line", "invoice_party"] {
            for invoice in invoices { try run(SQL(stringLiteral: "DELETE FROM \(table) WHERE invoice") + " = \(invoice)") }
        }
        // A credit note before what it credits.
        for invoice in invoices { try run("DELETE FROM invoice WHERE id = \(invoice) AND credits IS NOT NULL") }
        for invoice in invoices { try run("DELETE FROM invoice WHERE id = \(invoice)") }
        let empty: SQL = "erased IS NOT NULL AND id NOT IN (SELECT client FROM invoice)"
        let count = try one("SELECT count(*) FROM client WHERE " + empty) { try $0.integer(0) }
        try run("DELETE FROM client WHERE " + empty)
        return Int(count ?? 0)
    }
}

/// How far an account has come that nobody signs in to.
public struct Inactivity: Sendable, Hashable {
    /// Whose account it is.
    public let person: ID<Person>
    /// When they signed in last, or were made.
    public let last: Instant
    /// Letters that were written.
    public let warnings: Int
    /// When the last step was taken.
    public let at: Instant?
    /// Whether the account was closed for it.
    public let isClosed: Bool
}

extension Connection {
    /// The contacts who did not sign in since an instant (or were made before it and never did), with how far they have come. Who
    /// was locked out by staff is left to them.
    public func inactive(since cutoff: Instant) throws -> [Inactivity] {
        try all(
            """
            SELECT person.id, person.signed_in, inactivity.warnings, inactivity.at, inactivity.closed, person.disabled
            FROM person LEFT JOIN inactivity ON inactivity.person = person.id
            WHERE person.role = 'contact' AND person.erased IS NULL AND (person.signed_in IS NULL OR person.signed_in < \(cutoff))
            ORDER BY person.id
            """
        ) { row -> Inactivity? in
            let id: ID<Person> = try row.id(0)
            guard let last = try row.instantIfAny(1) ?? id.made, last < cutoff else { return nil }
            let (isClosed, isDisabled) = (!row.isNull(4), try row.flag(5))
            // Locked out for another reason, or let in again by somebody.
            if isDisabled != isClosed { return isClosed ? Inactivity(id, last) : nil }
            return Inactivity(
                person: id, last: last, warnings: Int(try row.integerIfAny(2) ?? 0), at: try row.instantIfAny(3),
                isClosed: isClosed)
        }.compactMap(\.self)
    }

    /// Forgets the steps of whoever has signed in since.
    public func forgetInactivity(signedInSince cutoff: Instant) throws {
        try run("DELETE FROM inactivity WHERE person IN (SELECT id FROM person WHERE signed_in >= \(cutoff))")
    }

    /// Notes a step.
    public func save(_ inactivity: Inactivity) throws {
        try run("DELETE FROM inactivity WHERE person = \(inactivity.person)")
        try run(
            """
            INSERT INTO inactivity (person, warnings, at, closed)
            VALUES (\(inactivity.person), \(inactivity.warnings), \(inactivity.at),
                \(inactivity.isClosed ? inactivity.at : nil))
            """)
    }
}

extension Inactivity {
    fileprivate init(_ person: ID<Person>, _ last: Instant) {
        self.init(person: person, last: last, warnings: 0, at: nil, isClosed: false)
    }

    /// - Parameters: as the properties.
    public init(person: ID<Person>, last: Instant, warnings: Int, at: Instant, isClosed: Bool) {
        (self.person, self.last, self.warnings, self.at, self.isClosed) = (person, last, warnings, at, isClosed)
    }
}

extension ID {
    /// When it was made, as its first 48 bits say (RFC 9562, section 5.7); nil when it is no such id.
    public var made: Instant? {
        guard let bytes, bytes[6] >> 4 == 7 else { return nil }
        return Instant(milliseconds: bytes.prefix(6).reduce(0) { $0 << 8 | Int64($1) })
    }
}
