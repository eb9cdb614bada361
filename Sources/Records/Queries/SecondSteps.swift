public import Model

/// A sign-in that waits for its second factor, as it is kept: never its token, only the token's SHA-256.
public struct StoredSecondStep: Hashable, Sendable {
    /// SHA-256 of the token in the cookie; 32 bytes.
    public var token: [UInt8]
    /// Who gave the right password.
    public var person: ID<Person>
    /// The person's epoch then: when it has gone on, the step is worth nothing.
    public var epoch: Int64
    /// When that was.
    public var created: Instant
    /// How many wrong codes there were.
    public var tries: Int64

    /// - Parameter token: SHA-256 of the token in the cookie; 32 bytes.
    public init(token: [UInt8], person: ID<Person>, epoch: Int64, created: Instant, tries: Int64 = 0) {
        (self.token, self.person, self.epoch, self.created, self.tries) = (token, person, epoch, created, tries)
    }
}

extension Connection {
    /// Adds a second step.
    public func insert(_ step: StoredSecondStep) throws {
        try run(
            """
            INSERT INTO second_step (token, person, epoch, created, tries)
            VALUES (\(step.token), \(step.person), \(step.epoch), \(step.created), \(step.tries))
            """)
    }

    /// The second step of a token, or nil. Whether it still holds is the caller's to say.
    public func secondStep(_ token: [UInt8]) throws -> StoredSecondStep? {
        try one("SELECT token, person, epoch, created, tries FROM second_step WHERE token = \(token)") { row in
            StoredSecondStep(
                token: try row.bytes(0), person: try row.id(1), epoch: try row.integer(2), created: try row.instant(3),
                tries: try row.integer(4))
        }
    }

    /// Counts a wrong code, and burns the step with the last one that it has (ASVS 6.6.3).
    ///
    /// - Parameter limit: how many wrong codes a step may have.
    public func failSecondStep(_ token: [UInt8], limit: Int64) throws {
        try run("UPDATE second_step SET tries = tries + 1 WHERE token = \(token)")
        try run("DELETE FROM second_step WHERE token = \(token) AND tries >= \(limit)")
    }

    /// Takes a second step away; tells whether it was there. Whoever is told so has it alone.
    @discardableResult public func deleteSecondStep(_ token: [UInt8]) throws -> Bool {
        try run("DELETE FROM second_step WHERE token = \(token)") > 0
    }

    /// Keeps only so many of the person's second steps, the newest.
    public func deleteSecondSteps(of person: ID<Person>, beyond count: Int) throws {
        try run(
            """
            DELETE FROM second_step WHERE person = \(person) AND token NOT IN (
                SELECT token FROM second_step WHERE person = \(person) ORDER BY created DESC, token LIMIT \(count))
            """)
    }
}
