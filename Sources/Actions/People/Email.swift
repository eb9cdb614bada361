import Foundation
import Model

/// E-mail addresses as names of accounts.
enum Email {
    /// The longest that is taken, in bytes (RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets).
    static let longest = 254

    /// As addresses are compared: trimmed, lower case.
    static func normal(_ typed: String) -> String {
        typed.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    }

    /// Whether it can be an address: one `@`, a domain with a point inside, and nothing that separates addresses in a header.
    static func isAddress(_ normal: String) -> Bool {
        // By bytes: a combining mark behind the sign hides nothing.
        let parts = normal.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        let point = UInt8(ascii: ".")
        guard normal.utf8.count <= longest, parts.count == 2, (1...64).contains(parts[0].count) else { return false }
        guard parts[1].contains(point), parts[1].first != point, parts[1].last != point else { return false }
        return normal.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "<", ">", "\"", ",", ";", "\u{7F}": return false
            case _ where scalar.isASCII: return scalar.value > 32
            default:
                // What is not seen, or changes the direction of what is.
                let hidden: [Unicode.GeneralCategory] = [.control, .format, .lineSeparator, .paragraphSeparator, .surrogate]
                return !scalar.properties.isWhitespace && !hidden.contains(scalar.properties.generalCategory)
            }
        }
    }

    /// An address that somebody may sign in by.
    /// - Throws: `Refusal(.invalid)` when it can be none. Whether mail arrives there, only mail can tell.
    static func checked(_ typed: String) throws -> String {
        let email = normal(typed)
        guard isAddress(email) else { throw Refusal(.invalid, "refusal.person.email", ["email": shown(typed)]) }
        return email
    }

    /// As the audit log may keep what somebody typed: no controls, not endless.
    static func shown(_ typed: String) -> String {
        String(String.UnicodeScalarView(typed.unicodeScalars.lazy.filter { $0.value >= 32 && $0.value != 127 }.prefix(longest)))
    }
}
