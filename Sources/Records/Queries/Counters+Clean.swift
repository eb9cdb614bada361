extension Connection {
    /// Whether the last stop wrote down everything: then marks and rows of pages may be believed.
    public func isClean() throws -> Bool {
        try counter("clean") == 1
    }

    /// Says whether the records may be left as they are.
    public func setClean(_ isClean: Bool) throws {
        if try run("UPDATE counter SET value = \(isClean) WHERE name = 'clean'") == 0 {
            try setCounter("clean", isClean ? 1 : 0)
        }
    }
}
