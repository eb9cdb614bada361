public import Model

extension DataMap {
    /// Somebody whom records are about.
    public enum Subject: Sendable, Hashable {
        case client(ID<Client>)
        case person(ID<Person>)
        /// A case, when its time is over.
        case caseRecord(ID<Case>)

        /// The root table in which they stand.
        public var table: String {
            switch self {
            case .client: "client"
            case .person: "person"
            case .caseRecord: "client_case"
            }
        }

        /// The id in that table.
        public var id: String {
            switch self {
            case .client(let id): id.text
            case .person(let id): id.text
            case .caseRecord(let id): id.text
            }
        }

        /// - Parameter table: one of the roots.
        public init?(table: String, id: String) {
            switch table {
            case "client": self = .client(ID(id))
            case "person": self = .person(ID(id))
            default: return nil
            }
        }
    }

    /// What becomes of a table's rows about somebody when they are erased.
    public enum Fate: String, Sendable, CaseIterable {
        /// The rows are deleted.
        case deleted
        /// The rows stay, without what they say of anybody.
        case emptied
        /// The rows stay as they are, for as long as the law asks.
        case kept
        /// The rows stay; what they name leads to somebody who is gone.
        case orphaned
    }

    /// What becomes of a table's rows that are about somebody: what the map says of its columns, taken together.
    public static func fate(of table: String) -> Fate {
        let erased = Set(columns.filter { $0.table == table }.map(\.erased))
        if !erased.isDisjoint(with: [.row, .expires]) { return .deleted }
        if erased.contains(.emptied) || roots.contains(table) { return .emptied }
        return erased.contains(.kept) && !["audit", "erasure"].contains(table) ? .kept : .orphaned
    }

    /// Every table that may have rows about somebody, each before those that it names: children first.
    public static let childrenFirst: [String] = {
        var order: [String] = []
        func place(_ table: String, _ trail: [String]) {
            guard !order.contains(table), !trail.contains(table) else { return }
            // What names this one comes first.
            for link in links where link.target == table { place(link.table, trail + [table]) }
            order.append(table)
        }
        for table in links.map(\.table) + roots { place(table, []) }
        return order
    }()

    /// The rows of a table that are about somebody, as a condition; nil when none can be.
    /// - Parameter narrowed: a further condition for the rows of one table, and so for all that belongs to them.
    static func condition(_ table: String, about subject: Subject, narrowed: (table: String, by: SQL)? = nil) -> SQL? {
        var condition: SQL?
        func or(_ other: SQL) { condition = condition.map { $0 + " OR " + other } ?? other }
        if table == subject.table { or("id = \(subject.id)") }
        for link in links where link.table == table && link.way == .about {
            if link.target == subject.table {
                or(SQL(stringLiteral: link.column) + " = \(subject.id)")
            } else if !roots.contains(link.target),
                let parent = self.condition(link.target, about: subject, narrowed: narrowed)
            {
                or(within(link.column, link.target, parent))
            }
        }
        if let own = condition { condition = "(" + own + ")" }
        guard let found = condition, let narrowed, narrowed.table == table else { return condition }
        return "(" + found + " AND " + narrowed.by + ")"
    }

    /// `column IN (SELECT key FROM table WHERE condition)`.
    private static func within(_ column: String, _ table: String, _ condition: SQL) -> SQL {
        SQL(stringLiteral: "\(column) IN (SELECT \(key(of: table)) FROM \(table) WHERE ") + condition + ")"
    }

    /// The rows of a table that name somebody without being about them (`by`), or that name them or anything of theirs by id
    /// (`id`, `page`); nil when none can.
    static func condition(_ table: String, naming subject: Subject, by ways: Set<Link.Way>) -> SQL? {
        var condition: SQL?
        func or(_ other: SQL) { condition = condition.map { $0 + " OR " + other } ?? other }
        for link in links where link.table == table && ways.contains(link.way) {
            let column = SQL(stringLiteral: link.column)
            switch link.way {
            case .about: break
            case .by: if subject.table == "person" { or(column + " = \(subject.id)") }
            case .page: if subject.table == "client" { or("instr(" + column + ", \(subject.id)) > 0") }
            case .id:
                or(column + " = \(subject.id)")
                for owner in childrenFirst where columns.contains(where: { $0.table == owner && $0.column == "id" }) {
                    if owner == subject.table { continue }
                    if let rows = self.condition(owner, about: subject) { or(within(link.column, owner, rows)) }
                }
            }
        }
        return condition.map { "(" + $0 + ")" }
    }
}
