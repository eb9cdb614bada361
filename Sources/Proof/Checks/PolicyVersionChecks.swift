import Actions
import Foundation
import Model
import Records
import Site
import Templates

extension Check {
    /// How policies change: that of the agency, and that of whoever runs the program.
    static let policyVersions = [
        Check("policy-announced") { lab, seen in
            let agency = lab.b.agency
            for standing in try await agency.policyStandings() {
                guard let version = standing.inForce else { throw Failing("no version of a policy is in force") }
                let served = try await agency.policy(standing.policy.rawValue).digest
                try seen.expect("\(standing.policy): what is served is the version in force", served == version.digest, is: true)
                let id = version.id
                let logged = try await agency.inspect { try $0.policyEntries(of: id) }
                try seen.expect("\(standing.policy): entries of the audit log with its SHA-256", logged, is: 1)
            }
            for policy in Policy.allCases {
                let change = PolicyChange(policy: policy, lab: lab)
                let version = try await change.announced(&seen)
                try await change.comesIntoForce(version, &seen)
            }
        },
        Check("policy-history") { lab, seen in
            for policy in Policy.allCases { try await readEarlier(policy, lab, &seen) }
            var (versions, unread, unexplained) = (0, 0, 0)
            for agency in try await lab.agencies() {
                let all = try await agency.inspect { try $0.policyVersions() }
                if all.isEmpty { continue }
                let found = try await misread(all, agency, lab)
                (versions, unread, unexplained) = (versions + all.count, unread + found.unread, unexplained + found.unexplained)
            }
            try seen.expectSome("versions of the policies of all agencies", versions)
            try seen.expect("of them those whose text the public page does not have, whole", unread, is: 0)
            try seen.expect("of them those of which it does not say why they came", unexplained, is: 0)
        },
    ]

    /// Changes a policy, and reads as a visitor what was there before.
    private static func readEarlier(_ policy: Policy, _ lab: Lab, _ seen: inout Evidence) async throws {
        let (page, reason) = (policy.page, "A proof \(lab.a.canary)")
        let sentence = try await lab.a.pretendEarlier(policy, lab)
        let earlier = HistoryReader.paragraphs(try await lab.visitor.get(page).text)
        try seen.expectSome("\(policy): paragraphs that a visitor reads", earlier.count)
        _ = try await lab.a.agency.announce(
            PolicyAnnouncement(policy: policy, reason: reason, isMaterial: false), by: .system)
        try await lab.a.agency.settled()
        let served = try await lab.visitor.get(page).text
        let later = HistoryReader.paragraphs(served)
        try seen.expect("\(policy): it is changed, and they read another text", earlier != later, is: true)
        try seen.expect("\(policy): its page leads to the earlier ones", served.contains("privacy/history/\""), is: true)
        let entries = HistoryReader(try await lab.visitor.get("privacy/history/").text).entries[policy.rawValue] ?? []
        try expect(entries.count > 1, "\(policy): the public list has no earlier version")
        try seen.expect("\(policy): there the earlier one is as they read it", entries[1].paragraphs == earlier, is: true)
        try seen.expect("\(policy): and so is the one in force", entries[0].paragraphs == later, is: true)
        try seen.expect("\(policy): it says why, as that was announced", entries[0].reason == reason, is: true)
        let (gone, come) = (earlier.filter { !later.contains($0) }, later.filter { !earlier.contains($0) })
        try seen.expect("\(policy): it shows what went, and nothing else", entries[0].removed == [sentence], is: true)
        try seen.expectSome("\(policy): sentences that came", entries[0].added.count)
        // Without both, what has changed is the same.
        let (before, after) = (rest(of: gone, without: entries[0].removed), rest(of: come, without: entries[0].added))
        try seen.expect("\(policy): it shows all that came, and nothing else", before == after, is: true)
    }

    private static func rest(of paragraphs: [String], without sentences: [String]) -> String {
        sentences.reduce(paragraphs.joined()) { $0.replacing($1, with: "") }.filter { !$0.isWhitespace }
    }

    /// Of the versions of an agency, those that its public page does not have whole, and those that it does not explain.
    private static func misread(
        _ versions: [PolicyVersion], _ agency: OpenAgency, _ lab: Lab
    ) async throws -> (unread: Int, unexplained: Int) {
        try await agency.settled()
        let html = try String(contentsOfFile: agency.pageFolder + "/privacy/history/index.html", encoding: .utf8)
        let (reader, settings, site) = (HistoryReader(html), try await agency.agency(), lab.workspace.site)
        func squeezed(_ text: String) -> String { text.filter { !$0.isWhitespace } }
        var (unread, unexplained) = (0, 0)
        for version in versions {
            let entries = (reader.entries[version.policy.rawValue] ?? []).filter { $0.digest == version.digest }
            let sentences = try site.sentences(of: version, for: settings).map(squeezed)
            let isRead = entries.contains { entry in
                let text = squeezed(entry.paragraphs.joined())
                return sentences.allSatisfy { text.contains($0) }
            }
            unread += isRead && !sentences.isEmpty ? 0 : 1
            unexplained +=
                version.reason.isEmpty || entries.contains { squeezed($0.reason ?? "") == squeezed(version.reason) } ? 0 : 1
        }
        return (unread, unexplained)
    }
}

/// A material change of one policy in the second agency.
private struct PolicyChange {
    let policy: Policy
    let lab: Lab

    private var agency: OpenAgency { lab.b.agency }

    /// Announces it, too early at first, and looks at who is told and what is served meanwhile.
    func announced(_ seen: inout Evidence) async throws -> PolicyVersion {
        let earlier = try await lab.b.pretendEarlier(policy, lab)
        let today = try await agency.today()
        try seen.expect(
            "\(policy): a material change in 29 days", await refused { try await announce(from: today.adding(days: 29)) },
            is: true)
        let before = try await Check.letters(of: "policy-announced", in: agency)
        let version = try await announce(from: nil)
        let lesser = PolicyAnnouncement(policy: policy, reason: "A proof", isMaterial: false)
        try seen.expect(
            "\(policy): announced again as not material", await refused { try await agency.announce(lesser, by: .system) },
            is: true)
        try seen.expect("\(policy): days that people have", version.from.count - today.count, is: 30)
        let people = try await agency.inspect { try $0.people().count { !$0.isDisabled } }
        try seen.expectSome("\(policy): people who may sign in", people)
        let letters = Int(try await Check.letters(of: "policy-announced", in: agency) - before)
        try seen.expect("\(policy): of them not written to", people - letters, is: 0)
        try seen.expect("\(policy): it comes into force early", await !refused { try await activate() }, is: false)
        let served = try await lab.b.visitor(lab.wire).get(policy.page).text
        try seen.expect("\(policy): until then the text before is served", served.contains(earlier), is: true)
        let day = lab.workspace.site.formats(language: "en", agency: try await agency.agency()).day(version.from)
        let sentence = lab.workspace.site.words("en").text("me.policy.soon.\(policy.rawValue)", ["date": day])
        let start = try await lab.b.contact.browser.get("me/").text
        try seen.expect(
            "\(policy): the contact's start tells of it and leads to what changes",
            start.contains(sentence) && start.contains("privacy/history/\""), is: true)
        return version
    }

    /// Lets its day come while one letter has failed, then lets that person see it.
    func comesIntoForce(_ version: PolicyVersion, _ seen: inout Evidence) async throws {
        // Nobody can wait thirty days: they are taken from both ends.
        try await agency.rewriteVersions(
            """
            UPDATE policy_version SET announced_on = date(announced_on, '-30 days'), in_force_from = date(in_force_from, '-30 days')
            WHERE id = \(version.id)
            """)
        // All letters arrive but one: whether they do here depends on the mail server.
        try await agency.sabotage {
            _ = try $0.run(
                "UPDATE mail SET state = 'sent' WHERE id IN (SELECT mail FROM policy_notice WHERE version = \(version.id))")
        }
        try seen.expect("\(policy): people not told once all letters are sent", try await untold(version), is: 0)
        let email = lab.b.agent.email
        try await agency.sabotage {
            _ = try $0.run(
                """
                UPDATE mail SET state = 'failed' WHERE id IN (SELECT mail FROM policy_notice JOIN person
                    ON person.id = policy_notice.person WHERE version = \(version.id) AND person.email = \(email))
                """)
        }
        try seen.expect("\(policy): people not told once a letter has failed", try await untold(version), is: 1)
        try seen.expect("\(policy): its day comes, and it is in force", await !refused { try await activate() }, is: false)
        try seen.expect("\(policy): that person opens the portal", try await lab.b.agent.browser.get("me/").status, is: 200)
        try seen.expect("\(policy): then it comes into force", await !refused { try await activate() }, is: true)
    }

    private func announce(from: Day?) async throws -> PolicyVersion {
        try await agency.announce(
            PolicyAnnouncement(policy: policy, reason: "A proof", isMaterial: true, from: from), by: .system)
    }

    private func activate() async throws -> PolicyVersion { try await agency.activate(policy, by: .system) }

    private func untold(_ version: PolicyVersion) async throws -> Int {
        try await agency.inspect { try $0.peopleNotTold(of: version.id).count }
    }

    private func refused(_ work: () async throws -> some Any) async -> Bool {
        do {
            _ = try await work()
            return false
        } catch { return (error as? Refusal).map { [.conflict, .invalid].contains($0.kind) } ?? false }
    }
}

extension Policy {
    /// Where everybody reads it, below the agency's.
    fileprivate var page: String {
        switch self {
        case .privacy: "privacy/"
        case .platform: "privacy/platform/"
        }
    }
}

extension Synthetic {
    /// Makes it so that until now a policy ended in another sentence, which it gives: what stands in content/ is a draft then.
    fileprivate func pretendEarlier(_ policy: Policy, _ lab: Lab) async throws -> String {
        _ = try await agency.policyStandings()
        guard let version = try await agency.inspect({ try $0.policyVersion(policy, language: "en", .inForce) }) else {
            throw Failing("no version of a policy is in force")
        }
        var lines = version.source.components(separatedBy: "\n")
        guard let last = lines.lastIndex(where: { !$0.isEmpty }) else { throw Failing("a policy has no text") }
        let sentence = "Until now it was so \(canary)."
        lines[last] = sentence
        let text = try lab.workspace.site.policySource(lines.joined(separator: "\n"), policy, language: "en")
        try await agency.rewriteVersions(
            "UPDATE policy_version SET source = \(text.source), digest = \(text.digest) WHERE id = \(version.id)")
        _ = try await agency.build(full: true)
        try await agency.settled()
        return sentence
    }
}

extension OpenAgency {
    /// Changes versions as if they had been so: the records forbid it, so they are asked not to for a moment.
    fileprivate func rewriteVersions(_ sql: SQL) async throws {
        try await sabotage { connection in
            let find: SQL = "SELECT sql FROM sqlite_schema WHERE name = 'policy_version_stays'"
            guard let trigger = try connection.one(find, { try $0.text(0) }) else { throw Failing("versions can be changed") }
            try connection.run("DROP TRIGGER policy_version_stays")
            try connection.run(sql)
            try connection.run(SQL(stringLiteral: trigger))
        }
    }
}

extension Connection {
    /// How many entries of the audit log say that a version came into force, with the digest that it has.
    fileprivate func policyEntries(of version: ID<PolicyVersion>) throws -> Int64 {
        try one(
            """
            SELECT count(*) FROM audit JOIN audit_detail ON audit_detail.seq = audit.seq
            JOIN policy_version ON policy_version.id = audit.subject
            WHERE audit.subject = \(version) AND action IN ('policy.adopt', 'policy.activate')
                AND instr(detail, policy_version.digest) > 0
            """
        ) { try $0.integer(0) } ?? 0
    }
}
