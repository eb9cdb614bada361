import Logging
import Model
import Records
import Site
import Synchronization
import Templates

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

    /// The agency may have another language now: its policies follow. While nothing was adopted, nothing is promised in any language.
    func followLanguage() async throws {
        guard mode != .looking, try await records.read({ try !$0.policyVersions().isEmpty }) else { return }
        try await adoptPolicies()
    }

    /// What has never been announced is in force as it stands: the first text of each policy in the agency's language. From
    /// then on another text in content/ is a draft, and changes nothing until it is announced. That holds for a text in another
    /// language too, unless both are the program's own, and say the same: everybody has thirty days.
    func adoptPolicies() async throws {
        let agency = try await agency()
        let (language, now) = (site.language(agency.language), world.now())
        let known = try await records.read { try $0.policyVersions() }
        if known.contains(where: { $0.isStray(in: language) }) {
            _ = try await change(alone: false) { connection, journal in
                journal.addsDocumentsOnly()
                try connection.endStrays(in: language, at: now, &journal)
            }
        }
        // What is announced comes into force by itself, not before its day.
        let missing = Policy.allCases.filter { !PolicyVersion.stands($0, language, among: known) }
        if missing.isEmpty { return }
        let (site, tools, world, home) = (site, builder.tools, world, postOffice.home(agency))
        let texts = try await Blocking.run {
            // An own text that is not as it must be keeps nothing else from working: it is told of where it is built.
            missing.compactMap { policy in
                (try? site.policySource(policy, agency: agency, content: tools.content)).map { (policy, $0) }
            }
        }
        if texts.isEmpty { return }
        _ = try await change(alone: false) { connection, journal in
            journal.addsDocumentsOnly()
            let (today, all) = (Day(now, in: agency.zone), try connection.policyVersions())
            for (policy, text) in texts where !PolicyVersion.stands(policy, language, among: all) {
                let before = PolicyVersion.inForce(policy, language: language, among: all)
                let isAnnounced = before.map { !site.isTranslation(text, language, of: $0) } ?? false
                let version = PolicyVersion(
                    id: world.id(), policy: policy, language: language, state: isAnnounced ? .announced : .inForce,
                    source: text.source, digest: text.digest, isMaterial: isAnnounced,
                    reason: isAnnounced ? site.words(language).text("policies.translated") : "", announced: now,
                    announcedOn: today,
                    from: isAnnounced ? today.adding(days: PolicyVersion.notice) : text.updated ?? today,
                    began: isAnnounced ? nil : now)
                if isAnnounced {
                    try connection.announce(version, by: .system, home: home, world: world, &journal)
                } else {
                    try connection.adopt(version, at: now, &journal)
                }
            }
            journal.changed(.policies)
        }
    }
}

extension PolicyVersion {
    /// Whether it is announced in another language than the agency's: it would never come into force, because only what stands in
    /// the agency's own does.
    fileprivate func isStray(in language: String) -> Bool { state == .announced && self.language != language }

    /// Whether a policy has a version in a language that is in force, or announced.
    fileprivate static func stands(_ policy: Policy, _ language: String, among versions: [PolicyVersion]) -> Bool {
        versions.contains { $0.policy == policy && $0.language == language && $0.state != .superseded }
    }
}

extension Site {
    /// Whether a text and a version are one of the program's own in two languages.
    fileprivate func isTranslation(_ text: PolicySource, _ language: String, of version: PolicyVersion) -> Bool {
        text.digest == builtInDigest(version.policy, language: language)
            && version.digest == builtInDigest(version.policy, language: version.language)
    }
}

extension Connection {
    /// Ends what is announced in other languages than the agency's.
    fileprivate func endStrays(in language: String, at now: Instant, _ journal: inout Journal) throws {
        for version in try policyVersions() where version.isStray(in: language) {
            try end(version, at: now)
            journal.audit(
                actor: .system, action: "policy.end", subject: version.id.text,
                detail: "\(version.policy.rawValue) \(version.digest), announced in \(version.language)")
            journal.changed(.policies)
        }
    }

    /// A version is in force without being announced; what says the same in another language gives way.
    fileprivate func adopt(_ version: PolicyVersion, at now: Instant, _ journal: inout Journal) throws {
        for before in try policyVersions() where before.policy == version.policy && before.state == .inForce {
            try end(before, at: now)
        }
        try insert(version)
        journal.audit(
            actor: .system, action: "policy.adopt", subject: version.id.text,
            detail: "\(version.policy.rawValue) \(version.digest)")
    }
}
