public import Model

/// Texts of others in which somebody is named: a message that speaks of them, a letter to a colleague.
public struct Mentions: Sendable, Hashable {
    /// Rows whose text was changed, by table.
    public var changed: [String: Int] = [:]
    /// Details of audit entries that were deleted.
    public var auditDetails = 0
    /// The clients whose pages may show one of those texts.
    public var clients: Set<ID<Client>> = []

    /// None.
    public init() {}
}

extension Connection {
    /// Puts a word in the place of names and addresses wherever a text has them, and deletes the details of audit entries that
    /// do. Only whole words count, and what the law keeps (invoices) is left.
    /// - Parameter needles: full names and addresses; short ones would be found in others.
    public func replaceMentions(of needles: [String], by word: String) throws -> Mentions {
        var found = Mentions()
        for (table, column) in DataMap.texts {
            let (place, name) = (SQL(stringLiteral: "SELECT DISTINCT \(column) FROM \(table) WHERE "), SQL(stringLiteral: column))
            for needle in needles {
                let texts = try all(place + contains(name, needle) + " ORDER BY 1") { try $0.text(0) }
                for text in texts {
                    let mended = Mention.replace(needle, in: text, by: word)
                    guard mended != text else { continue }
                    let rows: SQL = name + " = \(text)"
                    found.clients.formUnion(try clients(table, rows))
                    let count = try one(SQL(stringLiteral: "SELECT count(*) FROM \(table) WHERE ") + rows) { try $0.integer(0) }
                    try run(SQL(stringLiteral: "UPDATE \(table) SET \(column) = ") + "\(mended) WHERE " + rows)
                    found.changed[table, default: 0] += Int(count ?? 0)
                }
            }
        }
        for needle in needles { found.auditDetails += try removeAuditDetails(naming: needle) }
        return found
    }

    /// Deletes the details of entries of the audit log in which a text stands; tells how many.
    @discardableResult public func removeAuditDetails(naming needle: String) throws -> Int {
        let rows = contains("detail", needle)
        let count = try one("SELECT count(*) FROM audit_detail WHERE " + rows) { try $0.integer(0) } ?? 0
        try run("DELETE FROM audit_detail WHERE " + rows)
        return Int(count)
    }

    /// Whether somebody else than these is called so: then a text that has the name may mean the other.
    public func isSomebodyElse(_ name: String, than ids: Set<String>) throws -> Bool {
        let bearers = try all(
            "SELECT id FROM person WHERE name = \(name) UNION SELECT id FROM client WHERE name = \(name) ORDER BY id"
        ) { try $0.text(0) }
        return !ids.isSuperset(of: bearers)
    }

    private func contains(_ column: SQL, _ needle: String) -> SQL {
        "(instr(" + column + ", \(needle)) > 0 OR instr(lower(" + column + "), lower(\(needle))) > 0)"
    }

    /// The clients to whom rows lead.
    func clients(_ table: String, _ rows: SQL) throws -> Set<ID<Client>> {
        var (table, rows) = (table, rows)
        while true {
            let links = DataMap.links.filter { $0.table == table && $0.way == .about }
            if let link = links.first(where: { $0.target == "client" }) {
                let sql = SQL(stringLiteral: "SELECT DISTINCT \(link.column) FROM \(table) WHERE ") + rows + " ORDER BY 1"
                return Set(try all(sql) { try $0.id(0) })
            }
            guard let link = links.first(where: { !DataMap.roots.contains($0.target) }) else { return [] }
            rows =
                SQL(stringLiteral: "\(DataMap.key(of: link.target)) IN (SELECT \(link.column) FROM \(table) WHERE ") + rows + ")"
            table = link.target
        }
    }
}

extension DataMap {
    /// The columns in which people write, and that an erasure of somebody else does not delete.
    static let texts: [(table: String, column: String)] = columns.filter { column in
        column.category == .content && column.exported != .never && column.erased != .untouched && column.erased != .kept
            && fate(of: column.table) != .kept && !roots.contains(column.table) && !closedWords.contains(column.column)
            && !aboutNobody.keys.contains(column.table)
    }.map { ($0.table, $0.column) }

    /// Columns of that sort that hold one of a few words, and no text.
    private static let closedWords: Set<String> = ["language", "sees", "choice", "policy", "digest", "kind", "purpose"]
}

/// A name in a text.
public enum Mention {
    /// Whether the needle stands in a text as a whole word, in whatever case.
    public static func stands(_ needle: String, in text: String) -> Bool { replace(needle, in: text, by: "") != text }

    /// The text with a word in the place of the needle, wherever it stands as a whole word, in whatever case.
    public static func replace(_ needle: String, in text: String, by word: String) -> String {
        let (letters, sought) = (Array(text), Array(needle))
        guard !sought.isEmpty, letters.count >= sought.count else { return text }
        func same(_ one: Character, _ other: Character) -> Bool { one == other || one.lowercased() == other.lowercased() }
        func isPart(_ index: Int) -> Bool {
            letters.indices.contains(index) && (letters[index].isLetter || letters[index].isNumber)
        }
        var out = ""
        var index = 0
        while index < letters.count {
            let end = index + sought.count
            let isWhole = !(isPart(index) && isPart(index - 1)) && !(isPart(end - 1) && isPart(end))
            if end <= letters.count, zip(letters[index..<end], sought).allSatisfy(same), isWhole {
                out += word
                index = end
            } else {
                out.append(letters[index])
                index += 1
            }
        }
        return out
    }
}
