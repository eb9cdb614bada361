public import Model

/// A person's second factor as it is kept: a secret shared with their phone (RFC 6238), sealed.
public struct StoredSecondFactor: Hashable, Sendable {
    /// The secret, sealed under the agency's key.
    public var secret: [UInt8]
    /// The last step of time whose code was taken: no code works twice.
    public var step: Int64
    /// When it was confirmed.
    public var since: Instant

    /// - Parameter secret: sealed.
    public init(secret: [UInt8], step: Int64, since: Instant) {
        (self.secret, self.step, self.since) = (secret, step, since)
    }
}

extension Connection {
    /// The person's second factor, or nil.
    public func secondFactor(of person: ID<Person>) throws -> StoredSecondFactor? {
        try one("SELECT secret, step, since FROM second_factor WHERE person = \(person)") { row in
            StoredSecondFactor(secret: try row.bytes(0), step: try row.integer(1), since: try row.instant(2))
        }
    }

    /// Gives the person a second factor, instead of one that they may have.
    public func setSecondFactor(_ factor: StoredSecondFactor, of person: ID<Person>) throws {
        try removeSecondFactor(of: person)
        try run(
            """
            INSERT INTO second_factor (person, secret, step, since)
            VALUES (\(person), \(factor.secret), \(factor.step), \(factor.since))
            """)
    }

    /// Takes the code of a step, once: false when that step, or a later one, was taken before (ASVS 6.5.1).
    public func takeStep(_ step: Int64, of person: ID<Person>) throws -> Bool {
        try run("UPDATE second_factor SET step = \(step) WHERE person = \(person) AND step < \(step)") > 0
    }

    /// Takes the person's second factor away; tells whether there was one.
    @discardableResult public func removeSecondFactor(of person: ID<Person>) throws -> Bool {
        try run("DELETE FROM second_factor WHERE person = \(person)") > 0
    }

    /// The sealed secret that was shown to the person and not confirmed yet, and since when; or nil.
    public func secondFactorOffer(of person: ID<Person>) throws -> (secret: [UInt8], created: Instant)? {
        try one("SELECT secret, created FROM second_factor_offer WHERE person = \(person)") { row in
            (try row.bytes(0), try row.instant(1))
        }
    }

    /// Keeps a sealed secret that is to be confirmed, instead of an earlier one.
    public func setSecondFactorOffer(_ secret: [UInt8], of person: ID<Person>, at now: Instant) throws {
        try removeSecondFactorOffer(of: person)
        try run("INSERT INTO second_factor_offer (person, secret, created) VALUES (\(person), \(secret), \(now))")
    }

    /// Forgets what was to be confirmed; tells whether there was anything.
    @discardableResult public func removeSecondFactorOffer(of person: ID<Person>) throws -> Bool {
        try run("DELETE FROM second_factor_offer WHERE person = \(person)") > 0
    }
}
