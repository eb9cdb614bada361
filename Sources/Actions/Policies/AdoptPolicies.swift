import Logging
import Model
import Records
import Site
import Synchronization

extension AgencyRoom {
    /// Once after the opening, as soon as the server's clock comes by.
    func adoptOnce() async {
        guard !hasAdopted.withLock({ $0 }) else { return }
        do {
            try await adoptPolicies()
            hasAdopted.withLock { $0 = true }
        } catch {
            // Tried again a few seconds later: an import may have the records.
            log.info("policies were not adopted", metadata: ["error": "\(error)"])
        }
    }

    /// What has never been announced is in force as it stands: the first text of each policy in the agency's language. From
    /// then on another text in content/ is a draft, and changes nothing until it is announced.
    func adoptPolicies() async throws {
        let agency = try await agency()
        let language = site.language(agency.language)
        let missing = try await records.read { connection in
            // What is announced comes into force by itself, not before its day.
            try Policy.allCases.filter { policy in
                try connection.policyVersion(policy, language: language, .inForce) == nil
                    && connection.policyVersion(policy, language: language, .announced) == nil
            }
        }
        if missing.isEmpty { return }
        let (site, tools, now, world) = (site, builder.tools, world.now(), world)
        let texts = try await Blocking.run {
            // An own text that is not as it must be keeps nothing else from working: it is told of where it is built.
            missing.compactMap { policy in
                (try? site.policySource(policy, agency: agency, content: tools.content)).map { (policy, $0) }
            }
        }
        if texts.isEmpty { return }
        _ = try await change(alone: false) { connection, journal in
            journal.addsDocumentsOnly()
            let today = Day(now, in: agency.zone)
            for (policy, text) in texts where try connection.policyVersion(policy, language: language, .inForce) == nil {
                let version = PolicyVersion(
                    id: world.id(), policy: policy, language: language, state: .inForce, source: text.source,
                    digest: text.digest, isMaterial: false, reason: "", announced: now, announcedOn: today,
                    from: text.updated ?? today, began: now)
                try connection.insert(version)
                journal.audit(
                    actor: .system, action: "policy.adopt", subject: version.id.text, detail: "\(policy.rawValue) \(text.digest)")
            }
            journal.changed(.policies)
        }
    }
}
