import Crypto
public import Model
import Synchronization

/// Slows down whoever guesses passwords, and nobody else. Failures are counted in three kinds of buckets: an account from
/// one of its known devices, an account from all unknown devices together, and an address. A full bucket makes those
/// wait who come by it; a known device is asked for its own bucket only, so that no stranger can lock anyone out
/// (OWASP, "device cookies"; ASVS 6.1.1, 6.3.1).
///
/// In memory: a restart forgives. An attempt is counted before the password is looked at and taken back when it was
/// right, so that attempts made at the same time cannot slip through together.
public final class Throttle: Sendable {
    /// How many failures are free and what comes after.
    public struct Rule: Sendable, Hashable {
        /// Failures that cost no waiting.
        public var free: Int
        /// Seconds after which one failure is forgiven.
        public var forgiven: Int64
        /// Seconds to wait after the first failure that is not free; twice as long after each further one.
        public var wait: Int64
        /// Seconds that nobody waits longer than.
        public var longestWait: Int64

        /// - Parameters: as the properties.
        public init(free: Int, forgiven: Int64, wait: Int64, longestWait: Int64) {
            (self.free, self.forgiven, self.wait, self.longestWait) = (free, forgiven, wait, longestWait)
        }

        /// 10 at once, then 72 a day at most: below 100 in any 24 hours.
        public static let account = Rule(free: 10, forgiven: 1200, wait: 30, longestWait: 3600)
        /// An office behind one address makes more honest mistakes than one person.
        public static let address = Rule(free: 30, forgiven: 60, wait: 30, longestWait: 900)
    }

    /// Who is signing in to what, from where.
    struct Attempt: Sendable {
        let agency: Slug
        /// The account's person; nil when nobody has this e-mail.
        let person: ID<Person>?
        /// As typed, trimmed and in lower case.
        let email: String
        /// SHA-256 of the device's token when the account knows it.
        let device: [UInt8]?
        let address: String
    }

    private struct State: Sendable {
        var people: Buckets
        /// Apart, so that a flood of invented names cannot push out what is known of real accounts.
        var strangers: Buckets
        var addresses: Buckets
        /// The latest instant seen: a clock set back does not shorten any waiting, nor lengthen it.
        var latest = Instant(milliseconds: 0)
    }

    private let state: Mutex<State>
    private let now: @Sendable () -> Instant

    /// - Parameters:
    ///   - entries: how many buckets of each kind are kept; beyond that the one unused for longest is forgotten.
    public init(
        account: Rule = .account, address: Rule = .address, entries: Int = 100_000, now: @escaping @Sendable () -> Instant
    ) {
        state = Mutex(
            State(
                people: Buckets(account, limit: entries), strangers: Buckets(account, limit: entries),
                addresses: Buckets(address, limit: entries)))
        self.now = now
    }

    /// Counts an attempt as failed until told otherwise.
    /// - Throws: `Refusal(.tooMany)` with the argument `seconds` when it must not be made yet; nothing is counted then.
    func begin(_ attempt: Attempt) throws {
        try state.withLock { state in
            state.latest = max(state.latest, now())
            let at = state.latest
            let isKnown = attempt.device != nil && attempt.person != nil
            let key = accountKey(attempt)
            var wait = attempt.person == nil ? state.strangers.wait(key, at) : state.people.wait(key, at)
            if !isKnown { wait = max(wait, state.addresses.wait(addressKey(attempt), at)) }
            guard wait == 0 else {
                throw Refusal(.tooMany, "refusal.sign-in.throttled", ["seconds": String((wait + 999) / 1000)])
            }
            if attempt.person == nil { state.strangers.fail(key, at) } else { state.people.fail(key, at) }
            if !isKnown { state.addresses.fail(addressKey(attempt), at) }
        }
    }

    /// Takes an attempt back: the password was right, or was never looked at.
    func takeBack(_ attempt: Attempt) {
        state.withLock { state in
            let key = accountKey(attempt)
            if attempt.person == nil { state.strangers.forgive(key) } else { state.people.forgive(key) }
            if attempt.device == nil || attempt.person == nil { state.addresses.forgive(addressKey(attempt)) }
        }
    }

    /// Right: a known device starts anew. What strangers have tried stays counted.
    func succeeded(_ attempt: Attempt) {
        takeBack(attempt)
        guard attempt.device != nil, attempt.person != nil else { return }
        state.withLock { $0.people.forget(accountKey(attempt)) }
    }

    private func accountKey(_ attempt: Attempt) -> String {
        // A key must not be as long as what somebody typed.
        let email = attempt.email.utf8.count <= 254 ? attempt.email : Hex.text(SHA256.hash(data: Array(attempt.email.utf8)))
        let account = "\(attempt.agency) \(attempt.person?.text ?? email)"
        guard attempt.person != nil, let device = attempt.device else { return account }
        return account + " " + Hex.text(device)
    }

    private func addressKey(_ attempt: Attempt) -> String {
        AddressBlock.of(attempt.address)
    }
}
