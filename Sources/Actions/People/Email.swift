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

    /// An address that somebody may sign in by.
    /// - Throws: `Refusal(.invalid)` when it can be none. Whether mail arrives there, only mail can tell.
    static func checked(_ typed: String) throws -> String {
        let email = normal(typed)
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = email.unicodeScalars.allSatisfy { scalar in
            scalar.value > 32 && scalar.value != 127 && !scalar.properties.isWhitespace && scalar != "<" && scalar != ">"
                && scalar != "," && scalar != ";"
        }
        guard isPlain, email.utf8.count <= longest, parts.count == 2, !parts[0].isEmpty, parts[1].contains("."),
            !parts[1].hasPrefix("."), !parts[1].hasSuffix(".")
        else { throw Refusal(.invalid, "refusal.person.email", ["email": shown(typed)]) }
        return email
    }

    /// As the audit log may keep what somebody typed: no controls, not endless.
    static func shown(_ typed: String) -> String {
        String(String.UnicodeScalarView(typed.unicodeScalars.lazy.filter { $0.value >= 32 && $0.value != 127 }.prefix(longest)))
    }
}
