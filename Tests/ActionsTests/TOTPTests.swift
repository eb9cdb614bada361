import Foundation
import Model
import TestKit
import Testing

@testable import Actions

@Suite struct TOTPTests {
    /// RFC 6238, appendix B: the secret of 20 bytes for SHA-1.
    private static let secret = Array("12345678901234567890".utf8)

    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func `codes are those of the RFC's own table`(_ seconds: Int64, _ code: String) {
        let at = Instant(milliseconds: seconds * 1000)
        #expect(TOTP.code(Self.secret, step: TOTP.step(at: at), digits: 8) == code)
        #expect(TOTP.code(Self.secret, step: TOTP.step(at: at)) == code.suffix(6))
    }

    @Test func `counters give the codes of RFC 4226, appendix D`() {
        let codes = (0..<10).map { TOTP.code(Self.secret, step: $0) }
        #expect(
            codes == [
                "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
            ])
    }

    @Test func `Debian's oathtool computes the same codes from the same secrets`() throws {
        for index in 0..<8 {
            let secret = World.real.random(TOTP.secretLength)
            let at = Instant(milliseconds: 1_700_000_000_000 + Int64(index) * 777_777_777)
            let theirs = try oathtool(["--totp", "--base32", Base32.text(secret), "--now", "@\(at.milliseconds / 1000)"])
            #expect(TOTP.code(secret, step: TOTP.step(at: at)) == theirs)
        }
    }

    @Test func `a code counts in its own step, the one before and the one after, and in no other`() {
        let at = Instant(milliseconds: 1_700_000_015_000)
        let now = TOTP.step(at: at)
        for away in Int64(-3)...3 {
            let found = TOTP.step(of: TOTP.code(Self.secret, step: now + away), Self.secret, at: at)
            #expect(found == (abs(away) <= 1 ? now + away : nil), "\(away)")
        }
    }

    @Test func `the link says what an app needs, whatever the names are`() {
        let link = TOTP.link(Self.secret, issuer: "A&B: Söhne/?", account: "o'ne+two@b.example")
        #expect(
            link == "otpauth://totp/A%26B%20%20S%C3%B6hne%2F%3F:o%27ne%2Btwo%40b.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=A%26B%20%20S%C3%B6hne%2F%3F&algorithm=SHA1&digits=6&period=30")
    }

    @Test func `a recovery code is 128 bits, is found as it is read aloud, and has one spelling`() throws {
        let codes = (0..<1000).map { _ in RecoveryCode(.real) }
        #expect(Set(codes.map(\.text)).count == 1000)
        let code = codes[0]
        #expect(code.text.utf8.count == 32 && code.text.split(separator: "-").map(\.count) == [4, 4, 4, 4, 4, 4, 2])
        for typed in [code.text, code.text.uppercased(), code.text.replacing("-", with: " "), " \(code.text)\n"] {
            #expect(RecoveryCode.hash(typed) == code.hash)
        }
        for wrong in ["", String(code.text.dropLast()), code.text + "a", code.text.replacing("-", with: "_")] {
            #expect(RecoveryCode.hash(wrong) == nil)
        }
        // 26 letters hold 130 bits: the two that are left over must be zero.
        #expect(RecoveryCode.hash(String(repeating: "a", count: 25) + "b") == nil)
    }

    private func oathtool(_ arguments: [String]) throws -> String {
        try OtherProgram.run("/usr/bin/oathtool", arguments).text
    }
}
