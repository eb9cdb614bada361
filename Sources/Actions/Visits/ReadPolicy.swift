import Logging
import Model
import Records
public import Site

extension OpenAgency {
    /// The privacy policies as they stand now: the agency's and the operator's.
    func policies() async throws -> [PolicyText] {
        let agency = try await agency()
        let (site, tools, language) = (site, room.builder.tools, site.language(agency.language))
        let versions = try await records.read { connection in
            let all = try connection.policyVersions()
            return Policy.allCases.compactMap { PolicyVersion.inForce($0, language: language, among: all) }
        }
        return try await Blocking.run {
            try Policy.allCases.map { policy in
                try site.policy(
                    policy, agency: agency, content: tools.content, version: versions.first { $0.policy == policy })
            }
        }
    }

    /// The same; none when the agency's own text is not as it must be: nobody is kept from their start by that.
    func policiesIfAny() async -> [PolicyText] {
        do { return try await policies() } catch {
            log.error("the privacy policies cannot be read", metadata: ["error": "\(error)"])
            return []
        }
    }

    /// One of them, to be read.
    /// - Throws: `Refusal(.notFound)` when there is none of that name.
    public func policy(_ name: String) async throws -> PolicyText {
        guard let text = try await policies().first(where: { $0.policy.rawValue == name }) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return text
    }

    /// The person says that they have read a policy. Twice is harmless.
    /// - Parameter digest: of the text that they were shown.
    /// - Throws: `Refusal(.notFound)` when there is none of that name; `.conflict` when it has changed meanwhile.
    public func readPolicy(_ name: String, digest: String, _ session: Session) async throws {
        let text = try await policy(name)
        guard text.digest == digest else { throw Refusal(.conflict, "refusal.policy.changed") }
        let (person, now) = (session.person.id, world.now())
        try await change { connection, journal in
            journal.addsDocumentsOnly()
            guard try connection.setPolicyRead(name, digest: digest, by: person, at: now) else { return }
            journal.audit(actor: session.actor, action: "policy.read", subject: person.text, detail: "\(name) \(digest)")
        }
    }
}
