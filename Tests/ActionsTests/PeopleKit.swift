import Model
import Records
import Testing

@testable import Actions

/// A small agency whose passwords cost nothing, and who is in it.
struct House: Sendable {
    static let password = "a quiet river lamp"

    let place: Place
    let workspace: Workspace
    let agency: OpenAgency
    let small: SmallAgency

    init(_ slug: String = "north", adjust: (inout WorkspaceSettings) -> Void = { _ in }) async throws {
        place = try Place()
        workspace = try place.workspace(adjust: adjust)
        workspace.usePasswords(.weakest)
        agency = try await workspace.make(slug)
        small = try await SmallAgency(agency)
        try await agency.settled()
    }

    /// Anna, Ben or Olga with a password.
    func give(_ person: Person) async throws {
        try await agency.setPassword(person.email, House.password)
    }

    func signIn(_ person: Person, device: String? = nil, address: String = "192.0.2.1") async throws -> SignedIn {
        try await agency.signIn(email: person.email, password: House.password, device: device, address: address).signedIn()
    }

    /// What the audit log says, newest last: `action outcome`.
    func log(of subject: String? = nil) async throws -> [String] {
        try await agency.room.audit.settled()
        return try await agency.records.read { try $0.auditEntries(limit: 10_000) }
            .filter { subject == nil || $0.subject == subject }
            .map { $0.outcome == "ok" ? $0.action : "\($0.action) \($0.outcome)" }
    }
}

extension Entered {
    /// The session of a sign-in that needed no second factor.
    func signedIn() throws -> SignedIn {
        guard case .signedIn(let signedIn) = self else { throw Refusal(.signIn, "a second step") }
        return signedIn
    }

    /// The second step of a sign-in that needs one.
    func secondStep() throws -> String {
        guard case .secondStep(let step) = self else { throw Refusal(.failed, "no second step") }
        return step.token
    }
}

extension Typed {
    /// What a form sends, by names of fields; with the key of a form that was just opened, unless another is given.
    init(fields: [String: String]) {
        self.init(fields.merging(["key": World.real.uuid()]) { given, _ in given }.mapValues { [$0] })
    }

    /// A code, and the password where it is asked for.
    init(code: String, present: String? = nil) {
        self.init(fields: ["code": code].merging(present.map { ["present": $0] } ?? [:]) { $1 })
    }
}

/// The refusal that some work ends in, as `kind word`, or `kind field: word` for a form with one wrong field; nil when it ends
/// well.
func refusal<T>(_ work: () async throws -> T) async -> String? {
    do {
        _ = try await work()
        return nil
    } catch let refusal as Refusal {
        if refusal.fields.count == 1, let (field, wrong) = refusal.fields.first {
            return "\(refusal.kind.rawValue) \(field): \(wrong.word)"
        }
        return "\(refusal.kind.rawValue) \(refusal.word)"
    } catch {
        return "\(error)"
    }
}
