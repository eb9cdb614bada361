import Actions
import Model
import Records
import Site

extension Check {
    /// How the portal is used, and the versions of the policies.
    static let usage = [
        Check("usage-counted") { lab, seen in
            let kept = try await lab.b.agency.inspect { connection in
                try connection.all("SELECT name FROM pragma_table_info('usage_event') ORDER BY name") { try $0.text(0) }
            }
            try seen.expect(
                "columns of what is kept of a request", kept.joined(separator: ", "),
                is: "address, browser, day, device, feature, page, position, shortened, times")
            func counted() async throws -> Int64 {
                _ = try await lab.b.agency.usage()
                return try await lab.b.agency.inspect { connection in
                    try connection.one("SELECT coalesce(sum(times), 0) FROM usage_event") { try $0.integer(0) } ?? 0
                }
            }
            let (browser, before) = (lab.b.contact.browser, try await counted())
            try await seen.expect("a page with words in its address", browser.get("me/?q=\(lab.b.canary)").status, is: 200)
            let after = try await counted()
            try seen.expect("requests counted", after - before, is: 1)
            let objected = try await browser.fill("me/account/statistics/", ["counted": "no"])
            try seen.expect("the contact objects", objected.status, is: 303)
            let settled = try await counted()
            for path in ["me/", "clients/one/"] { _ = try await browser.get(path) }
            try seen.expect("requests counted of who objects", try await counted() - settled, is: 0)
            _ = try await browser.fill("me/account/statistics/", ["counted": "yes"])
            var (whole, small): (Int64, Int64) = (0, 0)
            let agencies = try await lab.agencies()
            for agency in agencies {
                let month = try await agency.today().adding(days: -31)
                let found = try await agency.inspect { connection in
                    (
                        try connection.wholeAddresses(before: month).count,
                        try connection.one("SELECT count(*) FROM usage_day WHERE times < 10") { try $0.integer(0) } ?? 0
                    )
                }
                (whole, small) = (whole + Int64(found.0), small + found.1)
            }
            try seen.expectSome("agencies looked at", agencies.count)
            try seen.expect("whole addresses of more than 30 days", whole, is: 0)
            try seen.expect("figures of fewer than ten", small, is: 0)
        },
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
            // In another language every text is new: so there is something to announce.
            _ = try await agency.set([("locale", "lt")], by: .system)
            let today = try await agency.today()
            func announce(from: Day?) async throws -> PolicyVersion {
                try await agency.announce(
                    PolicyAnnouncement(policy: .privacy, reason: "A proof", isMaterial: true, from: from), by: .system)
            }
            try seen.expect(
                "a material change in 29 days", await refused { try await announce(from: today.adding(days: 29)) }, is: true)
            let version = try await announce(from: nil)
            try seen.expect("days that people have", version.from.count - today.count, is: 30)
            let id = version.id
            let untold = try await agency.inspect { try $0.peopleNotTold(of: id).count }
            try seen.expect("people who have not been told", untold, is: 0)
            try seen.expect(
                "it comes into force early", await !refused { try await agency.activate(.privacy, by: .system) }, is: false)
            let start = try await lab.b.contact.browser.get("me/").text
            try seen.expect("the contact's start leads to what changes", start.contains("privacy/history/\""), is: true)
            // Asking adopts what is first shown in the new language: the list is made after that.
            let versions = try await agency.policyStandings().flatMap(\.versions)
            try await agency.settled()
            let history = try await lab.b.visitor(lab.wire).get("privacy/history/").text
            try seen.expect("versions that the public list leaves out", versions.count { !history.contains($0.digest) }, is: 0)
            _ = try await agency.set([("locale", "en")], by: .system)
            try await agency.settled()
        },
    ]

    private static func refused(_ work: () async throws -> some Any) async -> Bool {
        do {
            _ = try await work()
            return false
        } catch { return (error as? Refusal).map { [.conflict, .invalid].contains($0.kind) } ?? false }
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
