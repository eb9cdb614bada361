import CLinux
import GRDB
import Model
import Records

/// How connections are opened, and what is refused when it did not take.
enum SQLiteSetup {
    static func configuration(readers: Int) -> Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.label = "portico.records"
        configuration.prepareDatabase { database in
            let handle = database.sqliteConnection
            for (option, value) in switches {
                guard clinux_sqlite_switch(handle, option, value) == SQLITE_OK else { throw refused("db_config \(option)") }
            }
            // No query may reach another file. VACUUM alone needs one, and raises this for its own time.
            sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
            // Negative: KiB. At most 64 agencies with three connections each stay within 400 MB.
            try database.execute(sql: "PRAGMA cache_size = -2000")
            // Sorting and the like must not leave personal data in temporary files.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            // What is deleted is overwritten: an erasure leaves nothing in free pages. Debian's build has it on anyway.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }

    /// The writer alone, once after the pool is open: GRDB sets synchronous to NORMAL after `prepareDatabase`.
    static func prepareWriter(_ database: Database) throws {
        try database.execute(sql: "PRAGMA synchronous = FULL")
        // Shortens what an import has made long, and empties the -wal file when it is closed; see `SQLiteFile.keepLog`.
        try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
        guard clinux_sqlite_persist_wal(database.sqliteConnection) == SQLITE_OK else { throw refused("persist_wal") }
        try check(database, "synchronous", "2")
        try check(database, "journal_mode", "wal")
        try check(database, "foreign_keys", "1")
        try check(database, "trusted_schema", "0")
    }

    /// A key store's only connection.
    static func prepareKeys(_ database: Database) throws {
        try database.execute(sql: "PRAGMA synchronous = FULL")
        try database.execute(sql: "PRAGMA secure_delete = ON")
        try database.execute(sql: "PRAGMA journal_size_limit = 0")
        guard clinux_sqlite_persist_wal(database.sqliteConnection) == SQLITE_OK else { throw refused("persist_wal") }
        try check(database, "synchronous", "2")
        try check(database, "secure_delete", "1")
        try check(database, "journal_mode", "wal")
    }

    private static func check(_ database: Database, _ pragma: String, _ expected: String) throws {
        let query = "PRAGMA " + pragma
        let answer =
            switch try DatabaseValue.fetchOne(database, sql: query)?.storage {
            case .int64(let number): String(number)
            case .string(let text): text
            default: ""
            }
        guard answer == expected else { throw refused(pragma) }
    }

    private static func refused(_ pragma: String) -> Refusal {
        Refusal(.failed, "refusal.records.pragma", ["pragma": pragma])
    }

    private static let switches: [(Int32, Int32)] = [
        (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_DQS_DML, 0),
        (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
    ]
}
