import Logging
public import Model
import Records
import Site

extension OpenAgency {
    /// Brings the announced version of a policy into force.
    /// - Throws: `Refusal(.conflict)` when none is announced, its day has not come, or it is material and somebody has not
    ///   been told.
    public func activate(_ policy: Policy, by actor: Actor) async throws -> PolicyVersion {
        let agency = try await agency()
        let (now, language) = (world.now(), site.language(agency.language))
        return try await change { connection, journal in
            guard var version = try connection.policyVersion(policy, language: language, .announced) else {
                throw Refusal(.conflict, "refusal.policy.none", ["policy": policy.rawValue])
            }
            try connection.check(version, today: Day(now, in: agency.zone))
            try connection.begin(&version, at: now, by: actor, &journal)
            return version
        }
    }

    /// Writes to those who have not been told of the announced version of a policy and were not written to: people who came
    /// later.
    /// Returns how many there were.
    public func remind(_ policy: Policy, by actor: Actor) async throws -> Int {
        let agency = try await agency()
        let (world, language) = (world, site.language(agency.language))
        let home = room.postOffice.home(agency)
        return try await change { connection, journal in
            guard let version = try connection.policyVersion(policy, language: language, .announced) else { return 0 }
            let written = try connection.peopleWritten(of: version.id)
            let people = try connection.peopleNotTold(of: version.id).filter { !written.contains($0.id) }
            for person in people {
                try connection.write(version, to: person.id, home: home, world: world, &journal)
            }
            if !people.isEmpty {
                journal.audit(
                    actor: actor, action: "policy.remind", subject: version.id.text, detail: "\(people.count) people")
            }
            return people.count
        }
    }

    /// Hourly: whoever came since is told of what is announced, and what is due and may be comes into force.
    func advancePolicies() async throws {
        try await room.adoptPolicies()
        let agency = try await agency()
        let language = site.language(agency.language)
        let announced = try await records.read { connection in
            try Policy.allCases.compactMap { try connection.policyVersion($0, language: language, .announced) }
        }
        let today = Day(world.now(), in: agency.zone)
        for version in announced {
            _ = try await remind(version.policy, by: .system)
            guard version.from <= today else { continue }
            do { _ = try await activate(version.policy, by: .system) } catch let refusal as Refusal
                where refusal.kind == .conflict
            {
                log.notice(
                    "a policy is due and may not come into force",
                    metadata: ["policy": "\(version.policy)", "why": "\(refusal.word)"])
            }
        }
    }
}

extension Connection {
    /// - Throws: `Refusal(.conflict)` when the version may not come into force.
    func check(_ version: PolicyVersion, today: Day) throws {
        guard version.from <= today else {
            throw Refusal(.conflict, "refusal.policy.early", ["date": version.from.text])
        }
        guard version.isMaterial else { return }
        let people = try peopleNotTold(of: version.id)
        guard people.isEmpty else {
            throw Refusal(
                .conflict, "refusal.policy.untold",
                ["count": String(people.count), "people": people.prefix(5).map(\.email).joined(separator: ", ")])
        }
    }
}
