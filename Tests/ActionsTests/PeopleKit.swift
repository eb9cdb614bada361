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
        try await agency.signIn(email: person.email, password: House.password, device: device, address: address)
    }

    /// What the audit log says, newest last: `action outcome`.
    func log(of subject: String? = nil) async throws -> [String] {
        try await agency.room.audit.settled()
        return try await agency.records.read { try $0.auditEntries(limit: 10_000) }
            .filter { subject == nil || $0.subject == subject }
            .map { $0.outcome == "ok" ? $0.action : "\($0.action) \($0.outcome)" }
    }
}

/// The refusal that some work ends in, as `kind word`; nil when it ends well.
func refusal<T>(_ work: () async throws -> T) async -> String? {
    do {
        _ = try await work()
        return nil
    } catch let refusal as Refusal {
        return "\(refusal.kind.rawValue) \(refusal.word)"
    } catch {
        return "\(error)"
    }
}
