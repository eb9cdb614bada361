import CLinux
import GRDB
import Glibc
import Model

/// What is done to whole files.
enum SQLiteMaintenance {
    static var version: String { String(cString: sqlite3_libversion()) }

    /// VACUUM needs memory for twice the file (`temp_store` is memory, so that no personal data lies in temporary files). A larger
    /// file is left to `secure_delete`, which overwrites every deleted row in its place.
    static let mostWritten: Int64 = 512 << 20

    /// Bytes of the file.
    static func size(_ database: Database) throws -> Int64 {
        try (Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0) * (Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 0)
    }

    /// What the integrity check and the foreign keys complain of. CHECKs are only looked at where the file is not opened for reading
    /// alone.
    static func problems(_ database: Database) throws -> [String] {
        let structure = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
        let strays = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { row -> String in
            let (table, id, parent): (String, Int64?, String) = (row[0], row[1], row[2])
            return "\(table), row \(id ?? 0): names a row of \(parent) that does not exist"
        }
        return structure + strays
    }

    /// VACUUM works through an attached file of its own.
    static func vacuum(_ database: Database) throws {
        let handle = database.sqliteConnection
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 1)
        defer { sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0) }
        try database.execute(sql: "VACUUM")
    }

    /// SQLite's backup API in one step: one consistent state, however long it takes; writers go on.
    static func backup(_ source: Database, to path: String) throws {
        guard try SQLiteFile.make(path) else { throw Refusal(.conflict, "refusal.records.exists", ["path": path]) }
        do {
            let copy = try DatabaseQueue(path: path)
            do {
                try copy.writeWithoutTransaction { try source.backup(to: $0) }
                // One file by itself, without -wal and -shm beside it.
                try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            } catch {
                try? copy.close()
                throw error
            }
            try copy.close()
            try SQLiteFile.synchronize(path)
        } catch {
            unlink(path)
            throw error
        }
    }
}
