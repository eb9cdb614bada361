import Model
import Records
import Testing

@testable import SQLiteRecords

@Suite struct DataMapTests {
    @Test func `the data map names every column there is, once, and no other`() async throws {
        try await withSQLite { records, _ async throws in
            let columns = try await records.read { db in
                try db.all(
                    """
                    SELECT kept.name, info.name
                    FROM sqlite_schema AS kept JOIN pragma_table_info(kept.name) AS info
                    WHERE kept.type = 'table' AND kept.name NOT GLOB 'sqlite_*'
                    """
                ) { "\(try $0.text(0)).\(try $0.text(1))" }
            }
            let named = DataMap.columns.map { "\($0.table).\($0.column)" }
            #expect(columns.count > 100)
            #expect(Set(columns).subtracting(named) == [])
            #expect(Set(named).subtracting(columns) == [])
            #expect(Set(named).count == named.count)
        }
    }

    @Test func `what could open something is never exported, and always goes`() {
        for column in DataMap.columns where column.category == .secret && column.table != "audit_detail" {
            #expect(column.exported == .never, "\(column.table).\(column.column)")
            #expect(![.kept, .untouched, .orphaned].contains(column.erased), "\(column.table).\(column.column)")
        }
    }

    @Test func `what is kept through an erasure has a basis`() {
        for column in DataMap.columns where column.category != .technical && column.category != .reference {
            #expect(column.basis != .none, "\(column.table).\(column.column)")
        }
    }

    @Test func `every table either leads to whom its rows are about, or says why they are about nobody`() {
        let tables = Set(DataMap.columns.map(\.table))
        let leading = Set(DataMap.links.map(\.table)).union(DataMap.roots)
        let aboutNobody = Set(DataMap.aboutNobody.keys)
        #expect(leading.isDisjoint(with: aboutNobody))
        #expect(tables.subtracting(leading).subtracting(aboutNobody) == [])
        #expect(leading.union(aboutNobody).subtracting(tables) == [])
        for column in DataMap.columns where aboutNobody.contains(column.table) {
            // What the agency says of itself and the index of the search; nothing else in such a table is anybody's.
            let isAllowed = column.exported != .person || column.category == .technical
            #expect(isAllowed, "\(column.table).\(column.column)")
        }
    }

    @Test func `the links of the map are the columns that the schema refers by, and each is there`() async throws {
        let known = Set(DataMap.columns.map { "\($0.table).\($0.column)" })
        for link in DataMap.links {
            #expect(known.contains("\(link.table).\(link.column)"), "\(link)")
            if !link.target.isEmpty { #expect(known.contains { $0.hasPrefix(link.target + ".") }, "\(link)") }
        }
        try await withSQLite { records, _ async throws in
            let references = try await records.read { db in
                try db.all(
                    """
                    SELECT kept.name, link."from", link."table"
                    FROM sqlite_schema AS kept JOIN pragma_foreign_key_list(kept.name) AS link WHERE kept.type = 'table'
                    """
                ) { (try $0.text(0), try $0.text(1), try $0.text(2)) }
            }
            #expect(references.count > 40)
            let linked = Set(DataMap.links.map { "\($0.table).\($0.column) \($0.target)" })
            // A row that names another of its own table, and a case that is named beside its client.
            let beside: Set = ["event.corrects event", "invoice.credits invoice"]
            for (table, column, target) in references where column != "case_id" || table == "event" || table == "case_seen" {
                // A case is named together with its client.
                if column == "client", target == "client_case" { continue }
                if [table, target].contains(where: DataMap.aboutNobody.keys.contains) { continue }
                let name = "\(table).\(column) \(target)"
                #expect(linked.contains(name) || beside.contains(name), "\(name)")
            }
        }
    }

    @Test func `children come before what they name`() throws {
        let order = DataMap.childrenFirst
        #expect(Set(order).count == order.count)
        for link in DataMap.links where !link.target.isEmpty {
            let child = try #require(order.firstIndex(of: link.table))
            let parent = try #require(order.firstIndex(of: link.target))
            #expect(child < parent, "\(link)")
        }
    }
}
