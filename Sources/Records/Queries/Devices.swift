public import Model

extension Connection {
    /// Remembers a browser from which the person signed in, so that strangers' failures do not slow it; again is harmless.
    ///
    /// - Parameter token: SHA-256 of the token in the device's cookie; 32 bytes.
    public func insertDevice(_ token: [UInt8], of person: ID<Person>, at now: Instant) throws {
        try run(
            """
            INSERT INTO device (token, person, created) VALUES (\(token), \(person), \(now)) ON CONFLICT DO NOTHING
            """)
    }

    /// Whether the person signed in from this browser before.
    public func isDevice(_ token: [UInt8], of person: ID<Person>) throws -> Bool {
        try one("SELECT 1 FROM device WHERE token = \(token) AND person = \(person)") { _ in true } ?? false
    }

    /// Forgets the person's browsers and tells how many.
    @discardableResult public func deleteDevices(of person: ID<Person>) throws -> Int {
        try run("DELETE FROM device WHERE person = \(person)")
    }
}
