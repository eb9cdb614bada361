/// A rule of the schema that a write would have broken. The transaction is spoiled: throw it on, or a `Refusal` instead.
public struct ConstraintFailure: Error, Sendable, Hashable {
    /// Which sort of rule.
    public enum Kind: String, Sendable, CaseIterable {
        /// The row is there already (primary key or unique columns).
        case unique
        /// It names a row that does not exist, or one of another client.
        case foreignKey
        /// A value outside what the column takes.
        case check
        /// NULL where something must stand.
        case required
        /// Any other.
        case other
    }

    /// Which sort of rule.
    public let kind: Kind
    /// The engine's own words, such as `UNIQUE constraint failed: client.slug`; for the log.
    public let message: String

    /// - Parameter message: the engine's own words.
    public init(kind: Kind, message: String) {
        (self.kind, self.message) = (kind, message)
    }
}

/// An error as an engine reports it: the cause of a `Refusal`, for the log.
public struct EngineFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The engine's code, such as SQLite's extended result code.
    public let code: Int
    /// The engine's own words.
    public let message: String

    /// - Parameters:
    ///   - code: the engine's code.
    ///   - message: the engine's own words.
    public init(code: Int, message: String) {
        (self.code, self.message) = (code, message)
    }

    /// What the engine said, with its own code.
    public var description: String { "\(message) (\(code))" }
}
