import Actions
import Records

extension Check {
    static let schema = [
        Check("data-map") { lab, seen in
            let mapped = Set(DataMap.columns.map { "\($0.table).\($0.column)" })
            var unmapped: Set<String> = []
            var tables: Set<String> = []
            for agency in try await lab.agencies() {
                let columns = try await agency.inspect(columns)
                unmapped.formUnion(columns.map { "\($0.table).\($0.column)" }.filter { !mapped.contains($0) })
                tables.formUnion(columns.map(\.table))
            }
            try seen.expectSome("tables of the records", tables.count)
            seen.see("columns that the data map explains", mapped.count)
            try seen.expect("columns that it does not explain", unmapped.sorted(), is: [])
            let reasonless = DataMap.columns.filter {
                $0.purpose.isEmpty || $0.category != .technical && $0.category != .reference && $0.basis == .none
            }
            try seen.expect("columns without a purpose or a basis", reasonless.count, is: 0)
        },
        Check("account-fields") { lab, seen in
            let promised: Set = [
                "id", "email", "name", "role", "language", "password", "epoch", "disabled", "signed_in", "erased",
            ]
            var surplus: Set<String> = []
            for agency in try await lab.agencies() {
                let found = try await agency.inspect(columns).filter { $0.table == "person" }.map(\.column)
                try expect(!found.isEmpty, "there is no table of people")
                surplus.formUnion(Set(found).subtracting(promised))
            }
            seen.see("what is kept of an account", promised.sorted().joined(separator: ", "))
            try seen.expect("columns beyond that", surplus.sorted(), is: [])
        },
    ]

    /// Every column of every table, as the engine itself lists them.
    @Sendable private static func columns(_ connection: any Connection) throws -> [(table: String, column: String)] {
        try connection.all(
            """
            SELECT kept.name, info.name FROM sqlite_schema AS kept JOIN pragma_table_info(kept.name) AS info
            WHERE kept.type = 'table' AND kept.name NOT GLOB 'sqlite_*' ORDER BY kept.name, info.name
            """
        ) { (try $0.text(0), try $0.text(1)) }
    }
}
