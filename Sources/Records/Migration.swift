/// One step of a schema, by name. Append only: a step that was released is never edited (its digest is compared).
public struct Migration: Sendable {
    /// Number and subject, such as `0001 clients`. The same names, in the same order, in every engine.
    public let name: String
    /// Statements separated by semicolons, in the engine's own SQL.
    public let sql: String

    /// - Parameters:
    ///   - name: a number and what it is about, `0001 settings`.
    ///   - sql: statements of one engine.
    public init(_ name: String, _ sql: String) {
        (self.name, self.sql) = (name, sql)
    }
}
