public import Model

/// Somebody of a client, for an address book.
public struct ExportedContact: Hashable, Sendable {
    /// Their identity.
    public let id: ID<Person>
    /// What they are called.
    public let name: String
    /// Where letters go.
    public let email: String
    /// Empty: not known.
    public let language: String
    /// The names of the clients that they are a contact of.
    public let clients: [String]
}

/// Something that is due on a day, for a calendar.
public struct ExportedDate: Hashable, Sendable {
    /// Of the invoice or the request for papers.
    public let id: String
    /// The day.
    public let day: Day
    /// The number of the invoice, or the title of the request.
    public let title: String
    /// What the client is called.
    public let client: String
    /// When the date was set.
    public let since: Instant
}

extension Connection {
    /// Calls `body` with every client of an export, by name; without those of whom invoices alone are left.
    public func eachExportedClient(_ scope: ExportScope, _ body: (Client) throws -> Void) throws {
        guard let rows = scope.rows(of: "client") else { return }
        try each(clientSelect + " WHERE erased IS NULL AND (" + rows + ") ORDER BY name, id") { try body(try Client($0)) }
    }

    /// Calls `body` with every contact of an export, by name: in somebody's own, with themselves alone.
    public func eachExportedContact(_ scope: ExportScope, _ body: (ExportedContact) throws -> Void) throws {
        guard let rows = scope.rows(of: "person"), let clients = scope.rows(of: "client") else { return }
        let whose: SQL = scope.isOfPerson ? "" : "role = 'contact' AND "
        try each(
            "SELECT id, name, email, language FROM person WHERE " + whose + "erased IS NULL AND (" + rows + ") ORDER BY name, id"
        ) { row in
            let id: ID<Person> = try row.id(0)
            let names = try all(
                "SELECT name FROM client WHERE id IN (SELECT client FROM contact WHERE person = \(id)) AND (" + clients
                    + ") ORDER BY name, id"
            ) { try $0.text(0) }
            try body(
                ExportedContact(
                    id: id, name: try row.text(1), email: try row.text(2), language: try row.text(3), clients: names))
        }
    }

    /// Calls `body` with every due day of an export: of requests for papers, then of issued invoices.
    /// - Parameter start: of a day, in the agency's time zone.
    public func eachExportedDate(
        _ scope: ExportScope, start: (Day) -> Instant, _ body: (ExportedDate) throws -> Void
    ) throws {
        if let rows = scope.rows(of: "paper_request") {
            let select: SQL =
                "SELECT id, due, title, (SELECT name FROM client WHERE client.id = paper_request.client), at FROM paper_request"
            try each(select + " WHERE due IS NOT NULL AND (" + rows + ") ORDER BY due, id") { row in
                try body(
                    ExportedDate(
                        id: try row.text(0), day: try row.day(1), title: try row.text(2), client: try row.text(3),
                        since: try row.instant(4)))
            }
        }
        guard let rows = scope.rows(of: "invoice") else { return }
        let select: SQL =
            "SELECT id, due, number, (SELECT name FROM client WHERE client.id = invoice.client), issued FROM invoice"
        try each(select + " WHERE due IS NOT NULL AND status = 'issued' AND credits IS NULL AND (" + rows + ") ORDER BY due, id")
        { row in
            try body(
                ExportedDate(
                    id: try row.text(0), day: try row.day(1), title: try row.text(2), client: try row.text(3),
                    since: start(try row.day(4))))
        }
    }

    /// Calls `body` with every letter of an export whose text is kept and is no secret, and with the name of whom it goes to.
    public func eachExportedLetter(_ scope: ExportScope, _ body: (Mail, _ name: String) throws -> Void) throws {
        guard let rows = scope.rows(of: "mail") else { return }
        let ids = try all(
            "SELECT id FROM mail WHERE body <> '' AND NOT (" + ExportedTable.secretLetter + ") AND (" + rows + ") ORDER BY id"
        ) { try $0.id(0) as ID<Mail> }
        for id in ids {
            guard let mail = try mail(id) else { continue }
            try body(mail, try mail.person.flatMap { try person($0) }?.name ?? "")
        }
    }
}
