extension Connection {
    /// The next value of a counter: 1 the first time, then without gaps. Undone with its transaction.
    public func next(_ counter: String) throws -> Int64 {
        let next = try one("UPDATE counter SET value = value + 1 WHERE name = \(counter) RETURNING value") { try $0.integer(0) }
        if let next { return next }
        try setCounter(counter, 1)
        return 1
    }

    /// The counter's value, or nil when it has never counted.
    public func counter(_ name: String) throws -> Int64? {
        try one("SELECT value FROM counter WHERE name = \(name)") { try $0.integer(0) }
    }

    /// Puts a counter that has not counted yet at a value.
    func setCounter(_ name: String, _ value: Int64) throws {
        try run("INSERT INTO counter (name, value) VALUES (\(name), \(value))")
    }
}
