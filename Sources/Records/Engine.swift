/// One agency's records, however they are kept. Both verbs lend a connection to a synchronous closure that is one
/// transaction. The closure may be run again, so it touches nothing but its connection.
public protocol Engine: Sendable {
    /// Reads one consistent state. Several reads run at once, and beside a write.
    func read<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T
    /// Writes all or nothing: durable when it returns, undone when the closure throws. One at a time; those that wait for
    /// their turn may share one commit, and none of them sees less or more for that.
    func write<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T
    /// The same for work that takes long (an import): nobody who is done sooner waits for its commit.
    func writeAlone<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T
    /// Ends the engine after the work under way. Nothing may be asked of it afterwards.
    func close() async throws
}

/// What a transaction does its work with. Valid inside its closure only.
public protocol Connection {
    /// Runs one statement and tells how many rows it changed.
    @discardableResult
    func run(_ sql: SQL) throws -> Int
    /// Calls `body` with each row of the answer, in order. A row is valid inside the call only.
    func each(_ sql: SQL, _ body: (any Row) throws -> Void) throws
    /// Prepares a statement to be run many times (imports). Placeholders come from the interpolated values, which are
    /// only examples: each run binds its own.
    func prepare(_ sql: SQL) throws -> any Statement
    /// The full-text index.
    var fullText: any FullText { get }
    /// How a table is made.
    func shape(of table: String) throws -> TableShape
}

/// A prepared statement.
public protocol Statement {
    /// Binds the values in the order of the placeholders and runs.
    func run(_ values: [SQL.Value]) throws
}

/// One row of an answer; columns by position, from 0.
public protocol Row {
    /// Text; an error of the program when the column is NULL or has another type.
    func text(_ column: Int) throws -> String
    func integer(_ column: Int) throws -> Int64
    func bytes(_ column: Int) throws -> [UInt8]
    func isNull(_ column: Int) -> Bool
}

extension Row {
    /// Text, or nil for NULL.
    public func textIfAny(_ column: Int) throws -> String? {
        isNull(column) ? nil : try text(column)
    }

    /// An integer, or nil for NULL.
    public func integerIfAny(_ column: Int) throws -> Int64? {
        isNull(column) ? nil : try integer(column)
    }
}

extension Connection {
    /// The first row of the answer, or nil.
    public func one<T>(_ sql: SQL, _ make: (any Row) throws -> T) throws -> T? {
        var found: T?
        try each(sql) { row in
            if found == nil { found = try make(row) }
        }
        return found
    }

    /// Every row of the answer.
    public func all<T>(_ sql: SQL, _ make: (any Row) throws -> T) throws -> [T] {
        var found: [T] = []
        try each(sql) { found.append(try make($0)) }
        return found
    }
}
