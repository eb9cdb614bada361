/// Computes what passwords cost. Each is used by one thread at a time.
protocol PasswordHasher: Sendable {
    /// The PHC string of a password under a fresh salt.
    /// - Throws: `Refusal(.unavailable)` when the memory cannot be had.
    func hash(_ password: [UInt8]) throws -> String
    /// Whether the password is the one whose PHC string this is.
    /// - Throws: `Refusal(.unavailable)` when that cannot be told now.
    func verify(_ password: [UInt8], against stored: String) throws -> Bool
    /// There is nothing to do for a while: what it holds may go.
    func rest()
}

/// On the calling thread.
extension Argon2: PasswordHasher {
    func rest() {}
}
