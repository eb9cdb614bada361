import GRDB
import Model
public import Records
import Threads

/// One agency's records in one SQLite file: a writer, which is also the only checkpointer, and two readers.
///
/// Nothing else may have the file open for writing: SQLite before 3.51.3 can damage a WAL that two connections write.
public final class SQLiteEngine: Engine {
    private let pool: DatabasePool
    private let writes: WriteQueue
    /// As wide as there are readers, so that none of them is waited for on a thread.
    private let reads: Lane

    private init(_ pool: DatabasePool, readers: Int) {
        (self.pool, writes, reads) = (pool, WriteQueue(pool), Lane("readers", width: readers))
    }

    /// Opens the records, and brings them to the program's schema.
    ///
    /// - Parameters:
    ///   - path: the file; its folder exists.
    ///   - creating: whether to make the file when there is none (0600).
    ///   - readers: how many reads run at once.
    /// - Throws: `Refusal(.notFound)` without a file when `creating` is false; `Refusal(.newer)` when a newer program wrote
    ///   it; `Refusal(.failed)` when a setting on which durability rests did not take.
    public static func open(path: String, creating: Bool = true, readers: Int = 2) async throws -> SQLiteEngine {
        try await open(path: path, creating: creating, readers: readers, migrations: migrations)
    }

    static func open(
        path: String, creating: Bool = true, readers: Int = 2, migrations: [Migration]
    ) async throws -> SQLiteEngine {
        guard creating || SQLiteFile.exists(path) else {
            throw Refusal(.notFound, "refusal.records.absent", ["path": path])
        }
        if try SQLiteFile.make(path) { try SQLiteFile.synchronize(path) }
        return try await translating {
            let pool = try DatabasePool(path: path, configuration: SQLiteSetup.configuration(readers: readers))
            do {
                try await pool.writeWithoutTransaction { database in
                    try SQLiteSetup.prepareWriter(database)
                    try Migrator.run(migrations, on: database)
                }
            } catch {
                try? pool.close()
                throw error
            }
            return SQLiteEngine(pool, readers: readers)
        }
    }

    /// On one of the readers' connections; sees what was committed before it began.
    public func read<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await reading { try SQLiteConnection.lend($0, work) }
    }

    /// Shares a transaction, and its flush, with others that wait; each has a savepoint of its own.
    public func write<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await translating { try await writes.write(alone: false, work) }
    }

    /// In a transaction that no other work is part of.
    public func writeAlone<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await translating { try await writes.write(alone: true, work) }
    }

    /// Brings the log into the file first, so that the next opening has nothing to read again.
    public func close() async throws {
        try await translating {
            try await writes.close()
        }
    }

    /// Moves what the WAL holds into the file, as far as no reader stands in the way; waits for nobody.
    public func checkpoint() async throws {
        try await translating {
            try await writes.withoutTransaction { _ = try $0.checkpoint(.passive) }
        }
    }

    /// Every problem that SQLite finds in the file: its structure, values that a column may not have, and rows that name rows
    /// which are not there. Empty when all is well. Changes nothing.
    public func check() async throws -> [String] {
        try Task.checkCancellation()
        return try await translating {
            try await reads.run { [pool] in
                // Not one of the readers: where the file is opened for reading alone, SQLite leaves the CHECKs out. `read` forbids
                // this connection every write, and the log is checkpointed by the writer only.
                let queue = try DatabaseQueue(path: pool.path, configuration: SQLiteSetup.configuration(readers: 1))
                defer { try? queue.close() }
                return try queue.read(SQLiteMaintenance.problems)
            }
        }
    }

    /// Writes the file anew without what was deleted, unless it is too large for that, then cuts the log off: pages of before
    /// stand in neither. Waits for readers, and they for it.
    public func scrub() async throws {
        try await translating {
            try await writes.withoutReaders { database in
                if try SQLiteMaintenance.size(database) <= SQLiteMaintenance.mostWritten {
                    try SQLiteMaintenance.vacuum(database)
                }
                _ = try database.checkpoint(.truncate)
            }
        }
    }

    /// Copies the records as they are now into a new file, while reads and writes go on; durable when it returns.
    ///
    /// - Throws: `Refusal(.conflict)` when there is a file already.
    public func backup(to path: String) async throws {
        try await reading { try SQLiteMaintenance.backup($0, to: path) }
    }

    private func reading<T: Sendable>(_ work: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try Task.checkCancellation()
        return try await translating {
            try await reads.run { [pool] in try pool.read(work) }
        }
    }

    /// SQLite's own version, such as `3.40.1`, for the start-up log.
    public static var version: String { SQLiteMaintenance.version }
}

/// Whatever GRDB throws leaves this room as an error of ours.
private func translating<T>(_ work: () async throws -> T) async throws -> T {
    do {
        return try await work()
    } catch {
        throw SQLiteErrors.translated(error)
    }
}
