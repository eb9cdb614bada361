import Documents
import Model
import Records

/// Keeps an import or a form from bringing somebody back who was erased, unless it says that this is meant.
struct ReturnGuard: Sendable {
    let keys: any AgencyKeys
    /// Whether it was said that whoever was erased may come back.
    let isMeant: Bool

    /// The name of a form's field that says so.
    static let field = "again"

    func mark(_ email: String) -> [UInt8] { keys.mark(of: Email.normal(email), kind: "erased address") }

    /// Whether somebody with the address was erased and must not come back like that. Who may is no longer remembered.
    func refuses(_ email: String, _ connection: any Connection) throws -> Bool {
        guard !email.isEmpty else { return false }
        let mark = mark(email)
        guard try connection.isErased(address: mark) else { return false }
        if isMeant { try connection.removeErasedAddress(mark) }
        return !isMeant
    }

    /// - Throws: `Refusal(.invalid)` at the field `email`.
    func check(_ email: String, _ connection: any Connection) throws {
        if try refuses(email, connection) { throw Refusal.at("email", "refusal.erased.returns") }
    }
}

extension OpenAgency {
    /// - Parameter typed: of a form that may say that whoever was erased comes back on purpose; nil: nothing says so.
    func returnGuard(_ typed: Typed? = nil) -> ReturnGuard {
        ReturnGuard(keys: keys, isMeant: !(typed?[ReturnGuard.field] ?? "").isEmpty)
    }

    /// Whether somebody with the address was erased here within the last year, so that a form must ask.
    public func wasErased(_ email: String) async throws -> Bool {
        let (keys, email) = (keys, Email.normal(email))
        guard !email.isEmpty else { return false }
        return try await records.read { try $0.isErased(address: ReturnGuard(keys: keys, isMeant: false).mark(email)) }
    }
}
