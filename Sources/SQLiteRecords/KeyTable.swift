import Crypto
import Documents
import Foundation
import GRDB
import Model

/// The one table of a key store.
enum KeyTable {
    /// Whose key a row holds.
    enum Kind: String { case agency, client }

    /// Opens the file with everything that keeps deleted keys from staying behind.
    static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = SQLiteSetup.configuration(readers: 1)
        configuration.journalMode = .wal
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        do {
            try queue.writeWithoutTransaction { database in
                try SQLiteSetup.prepareKeys(database)
                try database.execute(
                    sql: """
                        CREATE TABLE IF NOT EXISTS wrapped (
                            kind TEXT NOT NULL,
                            child TEXT NOT NULL,
                            parent TEXT NOT NULL,
                            wrapped BLOB NOT NULL,
                            PRIMARY KEY (kind, child)
                        ) STRICT
                        """)
            }
        } catch {
            try? queue.close()
            throw error
        }
        return queue
    }

    /// The wrapped key, or nil.
    static func find(_ kind: Kind, _ child: String, in queue: DatabaseQueue) throws -> [UInt8]? {
        try queue.read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT wrapped FROM wrapped WHERE kind = ? AND child = ?", arguments: [kind.rawValue, child])
            return row.map { row -> Data in row[0] }.map(Array.init)
        }
    }

    /// A new key, kept before it is given out.
    static func make(
        _ kind: Kind, _ child: String, parent: String, under wrapping: SymmetricKey, in queue: DatabaseQueue
    ) throws -> SymmetricKey {
        let key = SymmetricKey(size: .bits256)
        let wrapped = try KeyWrap.wrap(key, under: wrapping, parent: parent, child: child, kind: kind.rawValue)
        try change(queue) { database in
            try database.execute(
                sql: "INSERT INTO wrapped (kind, child, parent, wrapped) VALUES (?, ?, ?, ?)",
                arguments: [kind.rawValue, child, parent, Data(wrapped)])
        }
        return key
    }

    static func delete(_ kind: Kind, _ child: String, from queue: DatabaseQueue) throws {
        try change(queue) { database in
            try database.execute(
                sql: "DELETE FROM wrapped WHERE kind = ? AND child = ?", arguments: [kind.rawValue, child])
        }
    }

    static func isEmpty(_ queue: DatabaseQueue) throws -> Bool {
        try queue.read { try Row.fetchOne($0, sql: "SELECT 1 FROM wrapped") == nil }
    }

    /// The clients that have a key.
    static func clients(in queue: DatabaseQueue) throws -> [String] {
        try queue.read {
            try String.fetchAll($0, sql: "SELECT child FROM wrapped WHERE kind = 'client' ORDER BY child")
        }
    }

    /// One durable change, after which the file alone holds everything: nothing stays in the WAL.
    private static func change(_ queue: DatabaseQueue, _ work: (Database) throws -> Void) throws {
        try queue.write(work)
        try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }
}
