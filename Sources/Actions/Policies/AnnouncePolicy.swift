public import Model
import Records
import Site

/// What is to be told of a draft when it is announced.
public struct PolicyAnnouncement: Sendable, Hashable {
    /// Which one: the agency's, or the operator's.
    public var policy: Policy
    /// Why it changed; people read it.
    public var reason: String
    /// Whether it changes what people may expect.
    public var isMaterial: Bool
    /// The first day of it; nil: as soon as it may be.
    public var from: Day?

    /// - Parameters: as the properties.
    public init(policy: Policy, reason: String, isMaterial: Bool, from: Day? = nil) {
        (self.policy, self.reason, self.isMaterial, self.from) = (policy, reason, isMaterial, from)
    }
}

extension OpenAgency {
    /// Announces the draft of a policy: everybody who may sign in is written to in the same transaction. What is not material and
    /// begins today is in force at once; a material change has thirty days.
    /// - Throws: `Refusal(.conflict)` when there is no draft, or what is not material would take the place of what is; `.invalid` without a reason, or with too early a day.
    public func announce(_ announcement: PolicyAnnouncement, by actor: Actor) async throws -> PolicyVersion {
        try await announce(announcement, by: actor, as: world.id())
    }

    /// - Parameter id: of the version; announced twice, it is one.
    func announce(
        _ announcement: PolicyAnnouncement, by actor: Actor, as id: ID<PolicyVersion>
    ) async throws -> PolicyVersion {
        // In a language that is new the text is announced as what it is, before anybody can call it something lesser.
        try await room.followLanguage()
        let agency = try await agency()
        let (policy, language) = (announcement.policy, site.language(agency.language))
        let text = try await draft(of: policy, agency)
        let reason = try PolicyRules.reason(announcement.reason)
        let (now, world) = (world.now(), world)
        let today = Day(now, in: agency.zone)
        let from = try PolicyRules.first(announcement, today: today)
        let home = room.postOffice.home(agency)
        return try await change { connection, journal in
            if let made = try connection.policyVersions().first(where: { $0.id == id }) { return made }
            let current = try connection.policyVersion(policy, language: language, .inForce)
            guard current?.digest != text.digest else {
                throw Refusal(.conflict, "refusal.policy.same", ["policy": policy.rawValue])
            }
            if let dropped = try connection.droppedMaterial(policy, language, since: current) {
                // It gave way to another language and comes again: it is no lesser thing than it was.
                guard announcement.isMaterial else {
                    throw Refusal(.conflict, "refusal.policy.material", ["date": dropped.from.text])
                }
            }
            if let other = try connection.policyVersion(policy, language: language, .announced) {
                guard other.digest != text.digest || other.from != from else {
                    throw Refusal(.conflict, "refusal.policy.announced", ["date": other.from.text])
                }
                // Else a material change would need no notice: announced again as something lesser, it could begin today.
                guard announcement.isMaterial || !other.isMaterial else {
                    throw Refusal(.conflict, "refusal.policy.material", ["date": other.from.text])
                }
                try connection.end(other, at: now)
            }
            var version = PolicyVersion(
                id: id, policy: policy, language: language, state: .announced, source: text.source, digest: text.digest,
                isMaterial: announcement.isMaterial, reason: reason, announced: now, announcedOn: today, from: from)
            try connection.announce(version, by: actor, home: home, world: world, &journal)
            if !version.isMaterial, from <= today {
                try connection.begin(&version, at: now, by: actor, &journal)
            }
            return version
        }
    }

    /// The draft of a policy as it stands in content/.
    func draft(of policy: Policy, _ agency: Agency) async throws -> PolicySource {
        let (site, tools, root) = (site, room.builder.tools, settings.root)
        return try await Blocking.run { try site.policySource(policy, agency: agency, root: root, content: tools.content) }
    }
}

/// What an announcement must keep to.
enum PolicyRules {
    static func reason(_ text: String) throws -> String {
        let reason = LetterText.line(text)
        guard (1...500).contains(reason.count) else {
            throw Refusal(.invalid, "refusal.policy.reason")
        }
        return reason
    }

    /// The first day of a version.
    static func first(_ announcement: PolicyAnnouncement, today: Day) throws -> Day {
        let earliest = announcement.isMaterial ? today.adding(days: PolicyVersion.notice) : today
        let from = announcement.from ?? earliest
        guard from >= earliest else {
            let arguments = ["date": earliest.text, "days": String(PolicyVersion.notice)]
            let word = announcement.isMaterial ? "refusal.policy.soon" : "refusal.policy.past"
            throw Refusal(.invalid, word, arguments)
        }
        return from
    }
}

extension Connection {
    /// Adds a version, and writes to everybody who may sign in.
    func announce(
        _ version: PolicyVersion, by actor: Actor, home: String, world: World, _ journal: inout Journal
    ) throws {
        try insert(version)
        let kind = version.isMaterial ? "material" : "not material"
        journal.audit(
            actor: actor, action: "policy.announce", subject: version.id.text,
            detail: "\(version.policy.rawValue) \(version.digest), \(kind), from \(version.from.text)")
        for person in try people() where !person.isDisabled {
            try write(version, to: person.id, home: home, world: world, &journal)
        }
        journal.changed(.policies)
    }

    /// Puts a letter about a version into the outbox, once for each person.
    func write(
        _ version: PolicyVersion, to person: ID<Person>, home: String, world: World, _ journal: inout Journal
    ) throws {
        let mail = world.id(Mail.self)
        try insertPolicyNotice(of: version.id, to: person, mail: mail)
        let url = home + "privacy/history/"
        journal.mail(.policyAnnounced(version.policy, url: url, from: version.from, reason: version.reason), to: person, as: mail)
    }

    /// A material version that was announced after what is in force, and never came into force.
    fileprivate func droppedMaterial(
        _ policy: Policy, _ language: String, since current: PolicyVersion?
    ) throws -> PolicyVersion? {
        let since = current.map { $0.began ?? $0.announced } ?? Instant(milliseconds: 0)
        return try policyVersions().first {
            $0.policy == policy && $0.language == language && $0.state == .superseded && $0.isMaterial && $0.began == nil
                && $0.announced >= since
        }
    }

    /// A version gives way.
    func end(_ version: PolicyVersion, at now: Instant) throws {
        var version = version
        (version.state, version.ended) = (.superseded, now)
        try update(version)
    }

    /// A version comes into force, and the one before gives way, in whatever language it is.
    func begin(_ version: inout PolicyVersion, at now: Instant, by actor: Actor, _ journal: inout Journal) throws {
        for before in try policyVersions() where before.policy == version.policy && before.state == .inForce {
            try end(before, at: now)
        }
        (version.state, version.began) = (.inForce, now)
        try update(version)
        journal.audit(
            actor: actor, action: "policy.activate", subject: version.id.text,
            detail: "\(version.policy.rawValue) \(version.digest)")
        journal.changed(.policies)
    }
}
