import Crypto
import Model
import Records
import Synchronization

/// What a way in by mail is made of.
enum MailTickets {
    /// Seconds that a link to sign in, and one to a new password, live (ASVS 6.5.5).
    static func life(_ purpose: StoredTicket.Purpose) -> Int64 { purpose == .signIn ? 600 : 1800 }
    /// How often a code may be tried.
    static let tries: Int64 = 5
    /// Mails that one address gets on these ways in an hour.
    static let anHour = 5

    /// Six digits.
    static func code(_ world: World) -> String {
        // 2^64 is so much more than a million that no code is likelier than another in any way that counts.
        let number = world.random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000
        let text = String(number)
        return String(repeating: "0", count: 6 - text.count) + text
    }

    /// Eight signs that the browser which asked shows, made from its cookie: `K7QF-2MXD`. None looks like another.
    static func shown(browser: String, ticket: ID<StoredTicket>) -> String {
        let signs = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(ticket.text.utf8), using: SymmetricKey(data: Array(browser.utf8)))
        let text = code.prefix(8).map { signs[Int($0) % signs.count] }
        return String(text[..<4]) + "-" + String(text[4...])
    }

    /// SHA-256 of secrets that belong together.
    static func hash(_ parts: String...) -> [UInt8] {
        Array(SHA256.hash(data: Array(parts.joined(separator: "\u{0}").utf8)))
    }

    /// As people type a code: without spaces and hyphens, in capitals.
    static func normal(_ typed: String) -> String {
        String(
            typed.uppercased().unicodeScalars.filter {
                $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
            })
    }
}

/// Keeps one address of the network from having mails sent to everybody: twenty at once, then one a minute. Known and
/// unknown names count alike.
final class MailThrottle: Sendable {
    private static let rule = Throttle.Rule(free: 20, forgiven: 60, wait: 30, longestWait: 900)
    private let buckets = Mutex(Buckets(MailThrottle.rule, limit: 100_000))

    /// - Throws: `Refusal(.tooMany)` with the argument `seconds`.
    func count(_ address: String, at now: Instant) throws {
        try buckets.withLock { buckets in
            let key = AddressBlock.of(address)
            let wait = buckets.wait(key, now)
            guard wait == 0 else {
                throw Refusal(.tooMany, "refusal.sign-in.throttled", ["seconds": String((wait + 999) / 1000)])
            }
            buckets.fail(key, now)
        }
    }
}
