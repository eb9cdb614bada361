/// How a table is made, as its engine tells: for what works on every table alike, such as an export.
public struct TableShape: Sendable, Hashable {
    /// What sort of values a column takes.
    public enum Kind: String, Sendable, Codable {
        case text, integer, bytes
    }

    /// One column.
    public struct Column: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Which kind of value it holds.
        public let kind: Kind
        /// Whether it may hold none.
        public let mayBeNull: Bool
        /// Whether it has a value when none is given.
        public let hasDefault: Bool

        /// - Parameters: as the properties.
        public init(name: String, kind: Kind, mayBeNull: Bool, hasDefault: Bool) {
            (self.name, self.kind, self.mayBeNull, self.hasDefault) = (name, kind, mayBeNull, hasDefault)
        }
    }

    /// Its name.
    public let name: String
    /// Its columns, in their order.
    public let columns: [Column]
    /// The columns of the primary key, in their order.
    public let key: [String]
    /// The tables that its rows name rows of, itself not among them.
    public let refersTo: Set<String>
    /// The columns by which its rows name other rows of the same table.
    public let refersToItself: Set<String>

    /// - Parameters: as the properties.
    public init(name: String, columns: [Column], key: [String], refersTo: Set<String>, refersToItself: Set<String>) {
        (self.name, self.columns, self.key) = (name, columns, key)
        (self.refersTo, self.refersToItself) = (refersTo, refersToItself)
    }
}
