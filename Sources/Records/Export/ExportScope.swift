public import Model

/// Whose data an export holds.
public enum ExportScope: Sendable, Hashable {
    /// All of the agency's.
    case agency
    /// What the agency has of one client, its internal notes among it.
    case client(ID<Client>)
    /// What there is of one person, and of their clients as much as their rights let them see.
    case person(ID<Person>, PersonSees)

    /// The clients whose cases, invoices and documents a person sees.
    public struct PersonSees: Sendable, Hashable {
        /// Clients whose cases they see.
        public var cases: [ID<Client>] = []
        /// Clients whose invoices they see.
        public var invoices: [ID<Client>] = []
        /// Clients whose documents they see.
        public var documents: [ID<Client>] = []

        /// - Parameter contacts: the person's own.
        public init(_ contacts: [Contact] = []) {
            cases = contacts.filter { $0.sees.contains(.cases) }.map(\.client)
            invoices = contacts.filter { $0.sees.contains(.invoices) }.map(\.client)
            documents = contacts.filter { $0.sees.contains(.documents) }.map(\.client)
        }
    }

    /// Whether it is for the person themselves.
    public var isOfPerson: Bool { if case .person = self { true } else { false } }

    /// The condition that the rows of a table meet; nil when none of them belong here.
    public func rows(of table: String) -> SQL? {
        switch self {
        case .agency: ExportScope.machinery[table] ?? "1 = 1"
        case .client(let client): ExportScope.rows(of: table, client: client)
        case .person(let person, let sees): ExportScope.rows(of: table, person: person, sees)
        }
    }

    /// What of a table is the program's own and not the agency's: how far it has come with its pages, its clock.
    private static let machinery: [String: SQL] = [
        "counter": "name NOT IN ('clean', 'clock', 'retained', 'stale')",
        "setting": "key NOT IN ('built_with', 'search_place')",
    ]

    private static func rows(of table: String, client: ID<Client>) -> SQL? {
        switch table {
        case "client": "id = \(client)"
        case "person": "role = 'contact' AND id IN (" + contacts(everOf: client) + ")"
        case "event": "case_id IN (SELECT id FROM client_case WHERE client = \(client))"
        // Belongs to who asked for it, and is in their own export.
        case "data_request_change": nil
        case "message_file": "message IN (SELECT id FROM message WHERE client = \(client))"
        case "paper": "request IN (SELECT id FROM paper_request WHERE client = \(client))"
        case "paper_file":
            "paper IN (SELECT id FROM paper WHERE request IN (SELECT id FROM paper_request WHERE client = \(client)))"
        case "invoice_line", "invoice_party", "payment": "invoice IN (SELECT id FROM invoice WHERE client = \(client))"
        case "receipt_file": "receipt IN (SELECT id FROM receipt WHERE client = \(client))"
        default: has("client", table) ? "client = \(client)" : nil
        }
    }

    /// Who is a contact of a client, or was: taken away from it, or the account put away, they stay in what they sent.
    private static func contacts(everOf client: ID<Client>) -> SQL {
        """
        SELECT person FROM contact WHERE client = \(client)
        UNION SELECT person FROM message WHERE client = \(client)
        UNION SELECT person FROM document WHERE client = \(client) AND person IS NOT NULL
        UNION SELECT person FROM receipt WHERE client = \(client)
        UNION SELECT subject FROM audit WHERE action = 'contact.remove'
            AND seq IN (SELECT seq FROM audit_detail WHERE detail = \(client.text))
        """
    }

    private static func rows(of table: String, person: ID<Person>, _ sees: PersonSees) -> SQL? {
        let (cases, invoices) = (list(sees.cases), list(sees.invoices))
        let issued: SQL = "SELECT id FROM invoice WHERE status = 'issued' AND client IN " + invoices
        let own: SQL = "person = \(person)"
        switch table {
        case "person": return "id = \(person)"
        case "assignment": return nil
        case "data_request_change": return "request IN (SELECT id FROM data_request WHERE person = \(person))"
        case "data_request_step": return "request IN (SELECT id FROM data_request WHERE person = \(person))"
        case "restriction": return "person = \(person) OR client IN (SELECT client FROM contact WHERE person = \(person))"
        case "receipt_file": return "receipt IN (SELECT id FROM receipt WHERE person = \(person))"
        case "client": return "id IN (SELECT client FROM contact WHERE person = \(person))"
        case "client_case", "message", "paper_request": return "client IN " + cases
        case "event": return "visibility = 'client' AND case_id IN (SELECT id FROM client_case WHERE client IN " + cases + ")"
        case "message_file": return "message IN (SELECT id FROM message WHERE client IN " + cases + ")"
        case "paper": return "request IN (SELECT id FROM paper_request WHERE client IN " + cases + ")"
        case "paper_file":
            return "paper IN (SELECT id FROM paper WHERE request IN (SELECT id FROM paper_request WHERE client IN " + cases + "))"
        case "invoice": return "status = 'issued' AND client IN " + invoices
        case "invoice_line", "invoice_party", "payment": return "invoice IN (" + issued + ")"
        case "document":
            return own + " OR (visibility = 'client' AND removed_at IS NULL AND client IN " + list(sees.documents) + ")"
        case "audit": return "actor = \(person.text) OR subject = \(person.text)"
        case "audit_detail": return "seq IN (SELECT seq FROM audit WHERE actor = \(person.text))"
        // What a row about a person names them by, where nothing else is said above.
        default: return has("person", table) ? own : nil
        }
    }

    private static func has(_ column: String, _ table: String) -> Bool {
        DataMap.columns.contains { $0.table == table && $0.column == column }
    }

    private static func list<Owner>(_ ids: [ID<Owner>]) -> SQL {
        // Engines want something between the brackets; nothing is ever equal to NULL.
        ids.reduce("(NULL") { $0 + ", \($1)" } + ")"
    }
}
