import CLinux
import GRDB
import Model
import Records

/// A transaction on one of the pool's connections, lent for the time of a closure.
///
/// A statement that fails spoils the transaction, as it does in every engine: nothing more runs in it, and it is undone
/// even when the closure swallows the error.
final class SQLiteConnection: Connection {
    private let database: Database
    private let handle: OpaquePointer?
    private var isLent = true
    /// The first statement's error.
    private(set) var spoiled: (any Error)?

    private init(_ database: Database) {
        (self.database, handle) = (database, database.sqliteConnection)
    }

    /// Runs `work` with a connection that is worth nothing afterwards.
    static func lend<T>(_ database: Database, _ work: (any Connection) throws -> T) throws -> T {
        let connection = SQLiteConnection(database)
        defer { connection.isLent = false }
        let result = try work(connection)
        if let error = connection.spoiled { throw error }
        return result
    }

    func run(_ sql: Records.SQL) throws -> Int {
        let statement = try compiled(sql)
        let before = sqlite3_total_changes64(handle)
        try statement.run(sql.values)
        // What triggers and foreign keys changed besides is not what was asked for.
        return sqlite3_total_changes64(handle) == before ? 0 : Int(sqlite3_changes64(handle))
    }

    func each(_ sql: Records.SQL, _ body: (any Records.Row) throws -> Void) throws {
        let statement = try compiled(sql)
        defer { statement.reset() }
        try perform { try statement.bind(sql.values) }
        let row = SQLiteRow(statement.handle)
        while try perform({ try statement.step() }) {
            row.isLent = true
            defer { row.isLent = false }
            try body(row)
        }
    }

    func prepare(_ sql: Records.SQL) throws -> any Records.Statement {
        try compiled(sql)
    }

    var fullText: any FullText { SQLiteFullText(connection: self) }

    /// Does one thing with SQLite, if the transaction still stands.
    func perform<T>(_ work: () throws -> T) throws -> T {
        guard isLent else { throw Refusal(.failed, "refusal.records.lent") }
        if let spoiled { throw spoiled }
        return try work()
    }

    /// What the last call failed with; the transaction is spoiled.
    func failure() -> any Error {
        let error = SQLiteErrors.last(handle)
        spoiled = error
        return error
    }

    private func compiled(_ sql: Records.SQL) throws -> SQLiteStatement {
        try perform {
            let text = sql.text { _ in "?" }
            do {
                var statement = try database.cachedStatement(sql: text)
                // The same query inside its own answer needs a statement of its own.
                if sqlite3_stmt_busy(statement.sqliteStatement) != 0 { statement = try database.makeStatement(sql: text) }
                return SQLiteStatement(connection: self, statement: statement, handle: statement.sqliteStatement)
            } catch {
                let error = SQLiteErrors.translated(error)
                spoiled = error
                throw error
            }
        }
    }
}
