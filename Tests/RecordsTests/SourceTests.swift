import Foundation
import Testing

/// Rules of the sources that the compiler does not keep (ASVS 1.2.4 and the portability of queries).
@Suite struct SourceTests {
    @Test func `no value is interpolated into raw SQL`() throws {
        let found = try files(in: "Sources").flatMap { file in
            Self.interpolations(in: try String(contentsOf: file, encoding: .utf8)).map { "\(file.lastPathComponent): \($0)" }
        }
        #expect(found == [])
    }

    @Test func `the look for interpolated SQL finds it`() {
        #expect(Self.interpolations(in: #"try db.execute(sql: "DELETE FROM x WHERE id = \(id)")"#).count == 1)
        #expect(Self.interpolations(in: "db.execute(sql: \"\"\"\n  DELETE FROM x\n  WHERE id = \\(id)\n  \"\"\")").count == 1)
        #expect(Self.interpolations(in: #"db.execute(sql: "DELETE FROM x"); print("\(id)")"#).isEmpty)
    }

    @Test func `queries keep to what every engine has`() throws {
        for file in try files(in: "Sources/Records/Queries") {
            let text = try String(contentsOf: file, encoding: .utf8)
            let name = file.lastPathComponent
            #expect(text.firstMatch(of: /\bI?LIKE\b/) == nil, "\(name): LIKE")
            #expect(text.firstMatch(of: /\b(REPLACE INTO|INSERT OR|rowid|PRAGMA|GLOB|datetime\(|strftime\()/) == nil, "\(name)")
            for conflict in text.matches(of: /ON CONFLICT(?: \(([a-z_, ]*)\))?/) {
                #expect(conflict.1 == nil || conflict.1 == "id", "\(name): ON CONFLICT names a natural key")
            }
        }
    }

    @Test func `every order ends in a unique column`() throws {
        // The primary key of the table, whole or together with what the condition has fixed.
        let unique: Set<String> = [
            "id", "contact.id", "event.id", "message.id", "document.id", "person.id", "client_case.id", "invoice.id", "key",
            "client", "page",
            "path", "audit.seq", "seq", "position",
            "token", "case_id", "person", "purpose", "version", "policy_notice.person",
            // One row a day, a name or an address: by the primary key, or because the query says DISTINCT.
            "day", "name", "address", "role",
            "policy",
            "document", "paper", "start", "subject", "number", "field",
        ]
        for file in try files(in: "Sources/Records/Queries") {
            let text = try String(contentsOf: file, encoding: .utf8)
            for order in text.matches(of: /(?:GROUP BY ([a-z_., ]+?) )?ORDER BY ([a-zA-Z_., ]+)/) {
                // One row for each group.
                if let group = order.1, order.2.hasPrefix(group) { continue }
                var words = order.2.split(separator: "LIMIT").first.map(String.init) ?? ""
                for direction in [" NULLS FIRST", " NULLS LAST", " DESC", " ASC"] {
                    words = words.replacing(direction, with: "")
                }
                let last = words.split(separator: ",").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
                #expect(unique.contains(last), "\(file.lastPathComponent): ORDER BY \(order.2)")
            }
        }
    }

    /// Literals that follow `sql:` and have an interpolation in them.
    static func interpolations(in text: String) -> [String] {
        text.matches(of: /sql:\s*("""[\s\S]*?"""|"(?:[^"\\\n]|\\[^(])*(?:\\\()?)/).map { String($0.1) }
            .filter { $0.contains("\\(") }
    }

    private func files(in folder: String) throws -> [URL] {
        let found = FileManager.default.enumerator(at: repository.appending(path: folder), includingPropertiesForKeys: nil)
        return (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    }
}
