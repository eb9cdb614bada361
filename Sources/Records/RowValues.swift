public import Model

/// Columns as values of Model. A value that its type does not know is an error of the data, never a default.
extension Row {
    /// An identity.
    public func id<Owner>(_ column: Int) throws -> ID<Owner> {
        ID(try text(column))
    }

    /// An identity, or nil for NULL.
    public func idIfAny<Owner>(_ column: Int) throws -> ID<Owner>? {
        try textIfAny(column).map { ID($0) }
    }

    /// A slug.
    public func slug(_ column: Int) throws -> Slug {
        try value(column, Slug.init)
    }

    /// A calendar day.
    public func day(_ column: Int) throws -> Day {
        try value(column, Day.init)
    }

    /// A calendar day, or nil for NULL.
    public func dayIfAny(_ column: Int) throws -> Day? {
        isNull(column) ? nil : try day(column)
    }

    /// An instant, milliseconds since 1970.
    public func instant(_ column: Int) throws -> Instant {
        Instant(milliseconds: try integer(column))
    }

    /// An instant, or nil for NULL.
    public func instantIfAny(_ column: Int) throws -> Instant? {
        try integerIfAny(column).map(Instant.init(milliseconds:))
    }

    /// A decimal number.
    public func exact(_ column: Int) throws -> Exact {
        try value(column, Exact.init)
    }

    /// One of the words of an enumeration.
    public func word<Word: RawRepresentable>(_ column: Int) throws -> Word where Word.RawValue == String {
        try value(column, Word.init)
    }

    /// 0 or 1.
    public func flag(_ column: Int) throws -> Bool {
        try integer(column) != 0
    }

    private func value<Value>(_ column: Int, _ make: (String) -> Value?) throws -> Value {
        guard let made = make(try text(column)) else {
            throw Refusal(.failed, "refusal.records.value", ["column": String(column)])
        }
        return made
    }
}
