import Crypto
package import Model

/// Codes of six digits that follow from a shared secret and the time (RFC 6238, over RFC 4226): HMAC-SHA-1, steps of 30
/// seconds, which is what every authenticator app knows.
package enum TOTP {
    /// Bytes of a secret: as long as the hash (RFC 4226, section 4, R6).
    static let secretLength = 20
    /// Seconds of a step.
    static let period: Int64 = 30
    package static let digits = 6

    /// The step of an instant, counted from 1970.
    package static func step(at instant: Instant) -> Int64 { instant.milliseconds / (period * 1000) }

    /// The code of a step (RFC 4226, section 5.3).
    /// - Parameter digits: six; the RFC's own examples have eight.
    package static func code(_ secret: [UInt8], step: Int64, digits: Int = TOTP.digits) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * Int64($0))) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(1) { product, _ in product * 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step whose code this is: that of now, the one before or the one after (RFC 6238, section 5.2: clocks differ, and
    /// typing takes time); nil when it is none of the three.
    /// - Parameter code: six digits, already clean.
    static func step(of code: String, _ secret: [UInt8], at instant: Instant) -> Int64? {
        let now = step(at: instant)
        var found: Int64?
        for step in [now - 1, now, now + 1] where isSame(code, TOTP.code(secret, step: step)) { found = step }
        return found
    }

    /// What an authenticator app reads out of the QR code.
    /// - Parameters:
    ///   - issuer: the agency's name, as the app shows it.
    ///   - account: the person's e-mail.
    static func link(_ secret: [UInt8], issuer: String, account: String) -> String {
        // A colon separates the two in the label.
        let issuer = escaped(issuer.replacing(":", with: " "))
        return "otpauth://totp/\(issuer):\(escaped(account))?secret=\(Base32.text(secret))&issuer=\(issuer)"
            + "&algorithm=SHA1&digits=\(digits)&period=\(period)"
    }

    /// Without a hint by the time that it takes.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Percent-encoded, all but RFC 3986's unreserved characters.
    private static func escaped(_ text: String) -> String {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        return text.utf8.map { byte in
            unreserved.contains(byte) ? String(UnicodeScalar(byte)) : "%" + Hex.text([byte]).uppercased()
        }.joined()
    }
}
