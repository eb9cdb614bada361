import Model
import Records

/// What a workspace's first run still needs.
public enum SetupNeed: Sendable {
    /// An agency and its owner.
    case agency
    /// The owner of the only agency that there is.
    case owner(OpenAgency)
}

extension Workspace {
    /// The token of a link to `/setup`, when nobody can sign in: there is no agency, or the only one has no owner with a
    /// password. Nil otherwise; with several agencies somebody has worked at the command line and goes on there.
    public func openSetup() async throws -> String? {
        try await setupNeed() == nil ? nil : setupKey.make(world)
    }

    /// Whether nobody can sign in yet who could let others in.
    public func needsSetup() async throws -> Bool { try await setupNeed() != nil }

    /// What is missing, for whoever has the token; looking spends nothing.
    /// - Throws: `Refusal(.notFound)` when the token is spent, over or invented, or nothing is missing.
    public func setup(token: String) async throws -> SetupNeed {
        guard setupKey.holds(token, at: world.now()), let need = try await setupNeed() else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return need
    }

    private func setupNeed() async throws -> SetupNeed? {
        let slugs = try slugs
        guard let only = slugs.first else { return .agency }
        guard slugs.count == 1 else { return nil }
        let agency = try await agency(only)
        let hasOwner = try await agency.records.read { connection in
            try connection.people().contains { $0.role == .owner && $0.hasPassword && !$0.isDisabled }
        }
        return hasOwner ? nil : .owner(agency)
    }
}
