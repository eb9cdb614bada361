public import Model
import Records
import Site

/// How a policy stands: for the operator, and for the owner's page.
public struct PolicyStanding: Sendable {
    /// Which one: the agency's, or the operator's.
    public let policy: Policy
    /// Every version, the newest first, in every language.
    public let versions: [PolicyVersion]
    /// The digest of what stands in content/ when that is neither in force nor announced.
    public let draft: String?
    /// Who has not been told of the announced one.
    public let untold: [Person]

    /// The version that begins on a day to come.
    public var announced: PolicyVersion? { versions.first { $0.state == .announced } }
    /// The version that holds now.
    public var inForce: PolicyVersion? { versions.first { $0.state == .inForce } }
}

extension OpenAgency {
    /// How each policy stands.
    public func policyStandings() async throws -> [PolicyStanding] {
        if room.mode != .looking { try await room.adoptPolicies() }
        let agency = try await agency()
        var drafts: [Policy: String] = [:]
        // A draft that cannot be read is none yet.
        for policy in Policy.allCases { drafts[policy] = try? await draft(of: policy, agency).digest }
        let (texts, language) = (drafts, site.language(agency.language))
        return try await records.read { connection in
            let all = try connection.policyVersions()
            return try Policy.allCases.map { policy in
                let versions = all.filter { $0.policy == policy }
                let current = versions.filter { $0.language == language && $0.state != .superseded }
                let announced = current.first { $0.state == .announced }
                return PolicyStanding(
                    policy: policy, versions: versions,
                    // While nothing was adopted, the text as it stands is what is served.
                    draft: texts[policy].flatMap { digest in
                        current.isEmpty || current.contains { $0.digest == digest } ? nil : digest
                    },
                    untold: try announced.map { try connection.peopleNotTold(of: $0.id) } ?? [])
            }
        }
    }

    /// The same for owner and admin in the workspace.
    /// - Throws: `Refusal(.notFound)` for anybody else.
    public func policyStandings(for session: Session) async throws -> [PolicyStanding] {
        try session.mustRun()
        return try await policyStandings()
    }

    /// Announces the agency's own policy, for owner and admin, by a form: `reason`, `material` (`yes`, `no`), `from`, `key`. Sent twice
    /// it announces once. The operator's is the operator's.
    /// - Throws: `Refusal(.notFound)` for anybody else; as `announce(_:by:)`.
    public func announcePolicy(_ typed: Typed, by session: Session) async throws {
        try session.mustRun()
        let announcement = try typed.read { form in
            PolicyAnnouncement(
                policy: .privacy, reason: form.line("reason", least: 1, most: 500),
                isMaterial: form.word("material", Material.self) == .yes, from: form.dayIfAny("from"))
        }
        let id = try typed.newID(PolicyVersion.self)
        _ = try await Refusal.at("from") { try await announce(announcement, by: session.actor, as: id) }
    }

    private enum Material: String, CaseIterable { case yes, no }

    /// Brings the agency's own policy into force, for owner and admin.
    /// - Throws: as `activate(_:by:)`.
    public func activatePolicy(by session: Session) async throws {
        try session.mustRun()
        _ = try await activate(.privacy, by: session.actor)
    }

    /// What is announced, for a person's start; that they were shown it is kept.
    public func policyNews(_ session: Session) async throws -> [PolicyVersion] {
        let language = site.language(try await agency().language)
        let (person, now) = (session.person.id, world.now())
        let (news, shown) = try await records.read { connection in
            let news = try Policy.allCases.compactMap { try connection.policyVersion($0, language: language, .announced) }
            return (news, news.isEmpty ? [] : try connection.policiesShown(to: person))
        }
        let fresh = news.filter { !shown.contains($0.id) }
        if !fresh.isEmpty {
            try await change { connection, journal in
                journal.addsDocumentsOnly()
                for version in fresh { try connection.setPolicyShown(version.id, to: person, at: now) }
            }
        }
        return news
    }
}
