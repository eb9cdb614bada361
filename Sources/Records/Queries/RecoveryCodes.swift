public import Model

extension Connection {
    /// Gives the person new recovery codes; those they had are worth nothing.
    ///
    /// - Parameter codes: SHA-256 of each; 32 bytes.
    public func setRecoveryCodes(_ codes: [[UInt8]], of person: ID<Person>) throws {
        try deleteRecoveryCodes(of: person)
        for code in codes { try run("INSERT INTO recovery_code (code, person) VALUES (\(code), \(person))") }
    }

    /// Whether this is one of the person's codes, unspent.
    public func isRecoveryCode(_ code: [UInt8], of person: ID<Person>) throws -> Bool {
        try one("SELECT 1 FROM recovery_code WHERE code = \(code) AND person = \(person)") { _ in true } ?? false
    }

    /// Spends one of the person's codes, once; false when it is none of theirs.
    public func useRecoveryCode(_ code: [UInt8], of person: ID<Person>) throws -> Bool {
        try run("DELETE FROM recovery_code WHERE code = \(code) AND person = \(person)") > 0
    }

    /// How many of the person's codes are left.
    public func recoveryCodeCount(of person: ID<Person>) throws -> Int {
        Int(try one("SELECT count(*) FROM recovery_code WHERE person = \(person)") { try $0.integer(0) } ?? 0)
    }

    /// Takes the person's codes away.
    public func deleteRecoveryCodes(of person: ID<Person>) throws {
        try run("DELETE FROM recovery_code WHERE person = \(person)")
    }
}
