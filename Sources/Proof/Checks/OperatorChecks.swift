import Actions
import Model
import Records
import Site
import Templates

extension Check {
    /// Whoever runs the program, and what agencies keep.
    static let operators = [
        Check("operator-asks") { lab, seen in
            let (agency, owner) = (lab.a.agency, lab.a.owner.browser)
            try seen.expect("the operator looks without leave", try await looks(agency), is: false)
            let given = try await owner.fill("staff/settings/access/", ["length": "3600", "reason": "A proof"])
            try seen.expect("the owner allows it for an hour", given.status, is: 303)
            try seen.expect("the operator looks then", try await looks(agency), is: true)
            let page = try await owner.get("staff/settings/access/").text
            try seen.expect("the owner's page tells what was looked at", page.contains(command), is: true)
            try seen.expect("every page of the staff says so", try await alerted(lab, "staff.operator.grant"), is: true)
            // Nobody can wait for an hour: it is taken from the end of the leave, but for what has passed of it.
            let now = lab.workspace.world.now()
            try await agency.sabotage {
                _ = try $0.run("UPDATE access_grant SET until = until - 3600000 + (\(now) - given)")
            }
            try seen.expect("the operator looks once it is over", try await looks(agency), is: false)
        },
        Check("operator-in-an-emergency") { lab, seen in
            let (agency, owner) = (lab.a.agency, lab.a.owner.browser)
            // Where a leave is open, there is no emergency.
            for grant in try await agency.inspect({ try $0.accessGrants(limit: 10) }) {
                _ = try await owner.post("staff/settings/access/\(grant.id)/end", [:])
            }
            try seen.expect("an emergency without a reason", try await looks(agency, emergency: " "), is: false)
            try seen.expect("an emergency with one", try await looks(agency, emergency: "A proof"), is: true)
            try seen.expect("owners who are written to", try await letters(of: "operator-access", in: agency), is: 1)
            try seen.expect("every page of the staff says so", try await alerted(lab, "staff.operator.emergency"), is: true)
            let grants = try await agency.inspect { try $0.accessGrants(limit: 10).filter(\.isEmergency) }
            try seen.expect("seconds for which it is open", grants.map(\.seconds), is: [3600])
            let ended = try await owner.post("staff/settings/access/\(grants.first?.id.text ?? "none")/end", [:])
            try seen.expect("the owner ends it", ended.status, is: 303)
            try seen.expect("the operator looks then", try await looks(agency), is: false)
            try seen.expect("pages of the staff say so", try await alerted(lab, "staff.operator.emergency"), is: false)
        },
        Check("operator-opens-told") { lab, seen in
            let (agency, password) = (lab.a.agency, lab.a.password)
            let email = "opened@\(lab.a.slug).invalid"
            let another = NewPerson(email: email, role: .admin, name: "Opened", password: password)
            try await told("adds an admin", agency, &seen) { _ = try await agency.addPerson(another) }
            try await told("sets that one's password", agency, &seen) { try await agency.setPassword(email, password) }
            try await told("makes a link to set it", agency, &seen) { _ = try await agency.invite(email) }
            try await agency.setDisabled(email, true)
            try await told("lets them in again", agency, &seen) { try await agency.setDisabled(email, false) }
            try await agency.setDisabled(email, true)
        },
        Check("operator-looks-counted") { lab, seen in
            var (looks, outside, unasked, long) = (0, 0, 0, 0)
            for agency in try await lab.agencies() {
                let (entries, grants) = try await agency.inspect { connection in
                    (
                        try connection.all("SELECT at, subject, outcome FROM audit WHERE action = 'operator.read' ORDER BY seq") {
                            (at: try $0.instant(0), subject: try $0.text(1), outcome: try $0.text(2))
                        }, try connection.accessGrants(limit: 1_000_000)
                    )
                }
                let byID = Dictionary(uniqueKeysWithValues: grants.map { ($0.id.text, $0) })
                looks += entries.count
                outside += entries.count { entry in
                    guard entry.outcome.hasPrefix("ok") else { return false }
                    return byID[entry.subject].map { !($0.given <= entry.at && entry.at <= ($0.ended ?? $0.until)) } ?? true
                }
                unasked += entries.count { ["own", "unowned"].contains($0.outcome) }
                long += grants.count {
                    $0.seconds > ($0.isEmergency ? AccessGrant.emergency : AccessGrant.lengths.upperBound)
                }
            }
            try seen.expectSome("entries of all logs on looks of the operator, those refused too", looks)
            try seen.expect("looks outside of an open leave", outside, is: 0)
            seen.see("looks at agencies of the operator's own, or without an owner yet", unasked)
            try seen.expect("leaves of more than seven days, or emergencies of more than an hour", long, is: 0)
        },
    ]

    /// Whether each owner is written to when the operator opens an account.
    private static func told(
        _ what: String, _ agency: OpenAgency, _ seen: inout Evidence, _ work: () async throws -> Void
    ) async throws {
        let owners = try await agency.inspect { try $0.people().count { $0.role == .owner && !$0.isDisabled } }
        try seen.expectSome("owners when the operator \(what)", owners)
        let before = try await letters(of: "staff-opened", in: agency)
        try await work()
        let written = Int(try await letters(of: "staff-opened", in: agency) - before)
        try seen.expect("of them not written to", owners - written, is: 0)
    }

    /// What the operator is said to look by.
    private static let command = "document get"

    /// Whether the operator may look.
    private static func looks(_ agency: OpenAgency, emergency: String? = nil) async throws -> Bool {
        do {
            try await agency.operatorLooks(command, emergency: emergency)
            return true
        } catch let refusal as Refusal where [.forbidden, .usage].contains(refusal.kind) {
            return false
        }
    }

    /// Whether somebody of the staff is told on a page that has nothing to do with it.
    private static func alerted(_ lab: Lab, _ word: String) async throws -> Bool {
        let sentence = lab.workspace.site.words("en").text(word, ["moment": "|"]).prefix { $0 != "|" }
        return try await lab.a.agent.browser.get("staff/").text.contains("<div class=\"alert\"><p>" + sentence)
    }
}

extension AccessGrant {
    /// How long it was given for.
    fileprivate var seconds: Int64 { (until.milliseconds - given.milliseconds) / 1000 }
}
