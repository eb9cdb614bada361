import Crypto
import GRDB
import Model
import Records

/// Brings a database to the program's schema, one transaction a step, and remembers each step's digest.
enum Migrator {
    /// SHA-256 of a step's name and SQL, in hexadecimal.
    static func digest(_ migration: Migration) -> String {
        Hex.text(SHA256.hash(data: Array((migration.name + "\n" + migration.sql).utf8)))
    }

    /// - Throws: `Refusal(.newer)` when the database has steps that this program does not know; `Refusal(.failed)` when a
    ///   released step was edited.
    static func run(_ migrations: [Migration], on database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS migration (
                    position INTEGER NOT NULL PRIMARY KEY,
                    name TEXT NOT NULL UNIQUE,
                    digest TEXT NOT NULL
                ) STRICT
                """)
        let done = try Row.fetchAll(database, sql: "SELECT name, digest FROM migration ORDER BY position")
        for (index, row) in done.enumerated() {
            let (name, digest): (String, String) = (row[0], row[1])
            guard index < migrations.count, migrations[index].name == name else {
                throw Refusal(.newer, "refusal.records.newer", ["migration": name], hint: "hint.records.newer")
            }
            guard Migrator.digest(migrations[index]) == digest else {
                throw Refusal(.failed, "refusal.records.edited", ["migration": name])
            }
        }
        for (index, migration) in migrations.enumerated().dropFirst(done.count) {
            try database.inTransaction(.immediate) {
                try database.execute(sql: migration.sql)
                try database.execute(
                    sql: "INSERT INTO migration (position, name, digest) VALUES (?, ?, ?)",
                    arguments: [index + 1, migration.name, digest(migration)])
                return .commit
            }
        }
    }
}
