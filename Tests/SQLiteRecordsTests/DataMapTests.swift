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
}
