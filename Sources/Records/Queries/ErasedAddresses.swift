public import Model

/// Marks of the addresses of people who were erased.
extension Connection {
    /// Remembers that whoever had the address of a mark is erased.
    public func insert(erasedAddress mark: [UInt8], at now: Instant) throws {
        try removeErasedAddress(mark)
        try run("INSERT INTO erased_address (mark, at) VALUES (\(mark), \(now))")
    }

    /// Whether the address of a mark is that of somebody who was erased.
    public func isErased(address mark: [UInt8]) throws -> Bool {
        try one("SELECT 1 FROM erased_address WHERE mark = \(mark)") { _ in true } ?? false
    }

    /// Forgets a mark, because whose it is comes back on purpose.
    public func removeErasedAddress(_ mark: [UInt8]) throws { try run("DELETE FROM erased_address WHERE mark = \(mark)") }
}
