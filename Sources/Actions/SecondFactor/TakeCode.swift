import Documents
import Model
import Records

/// A code as it was typed: six digits of an app, or one of the recovery codes.
enum TypedCode: Sendable {
    case app(String)
    /// SHA-256 of the code.
    case recovery([UInt8])

    /// Nil for a text that can be neither.
    init?(_ typed: String) {
        let digits = typed.filter { !$0.isWhitespace }
        if digits.utf8.count == TOTP.digits, digits.utf8.allSatisfy({ (48...57).contains($0) }) {
            self = .app(digits)
        } else if let hash = RecoveryCode.hash(typed) {
            self = .recovery(hash)
        } else {
            return nil
        }
    }
}

/// The proof that a code of the person was taken in this transaction. There is no other way to make one.
struct TakenCode: Sendable {
    let person: ID<Person>
    /// As the audit log says it: `app` or `recovery`.
    let how: String

    var isRecovery: Bool { how == "recovery" }

    fileprivate init(_ person: ID<Person>, _ how: String) {
        (self.person, self.how) = (person, how)
    }
}

/// Where codes are checked.
struct CodeTaker: Sendable {
    let keys: @Sendable ([UInt8], ID<Person>) throws -> [UInt8]
    let now: Instant

    init(_ agency: OpenAgency) {
        let keys = agency.keys
        self.keys = { try keys.open($0, of: $1.text, kind: SecondFactorOffer.kind) }
        // The phone's clock goes by the world's, not by that of sessions.
        now = agency.world.now()
    }

    /// Takes a code of the person, once: the row count decides, whoever else tries at this moment. Nil when it is wrong.
    func take(_ typed: String, of person: ID<Person>, _ connection: any Connection) throws -> TakenCode? {
        guard let code = TypedCode(typed), let factor = try connection.secondFactor(of: person) else { return nil }
        switch code {
        case .app(let digits):
            guard let step = TOTP.step(of: digits, try keys(factor.secret, person), at: now),
                try connection.takeStep(step, of: person)
            else { return nil }
            return TakenCode(person, "app")
        case .recovery(let hash):
            return try connection.useRecoveryCode(hash, of: person) ? TakenCode(person, "recovery") : nil
        }
    }
}

/// Slows down whoever guesses codes: 5 tries in 5 minutes for each person, from browsers that signed in before and from all
/// others apart (ASVS 6.6.3).
final class CodeThrottle: Sendable {
    let throttle: Throttle

    init(_ now: @escaping @Sendable () -> Instant) {
        throttle = Throttle(
            account: Throttle.Rule(free: 5, forgiven: 300, wait: 300, longestWait: 300), now: now)
    }
}

extension OpenAgency {
    /// The one of all agencies of the workspace; it outlives an agency's being closed.
    var codes: Throttle {
        shared.part { CodeThrottle(world.now) }.throttle
    }
}
