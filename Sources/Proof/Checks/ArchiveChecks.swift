import Actions
import Foundation
import Model
import Records

extension Check {
    /// Accounts that nobody uses.
    static let archives = [
        Check("inactive-archived") { lab, seen in
            let agency = lab.b.agency
            let guest = try await Guest.make(in: lab.b, lab, kind: .company)
            try await guest.age(months: 25)
            for _ in 0..<3 {
                try await agency.runRetention()
                try await guest.wait(days: 31)
            }
            let warned = try await guest.warnings()
            try seen.expect("letters after two years without a sign-in", warned, is: 3)
            try seen.expect("put away before the third has had its month", try await guest.isPutAway(), is: false)
            try await agency.runRetention()
            try seen.expect("put away then", try await guest.isPutAway(), is: true)
            try await agency.runRetention()
            let sealed = try await Lab.hunt(guest.email, below: [agency.folder, agency.pageFolder])
            try seen.expectSome("files searched for the address", sealed.searched)
            try seen.expect("of them that show it", sealed.hits, is: 0)
            let shut = try await lab.b.visitor(lab.wire).post(
                "sign-in", ["email": guest.email, "password": lab.b.password])
            try seen.expect("signing in", shut.status, is: 401)
            try await agency.restoreAccount(guest.email, by: .system)
            try await agency.setPassword(guest.email, lab.b.password)
            let back = Browser(lab.wire, home: lab.b.home)
            try await back.signIn(guest.email, lab.b.password)
            let page = try await back.get("clients/\(guest.slug)/cases/matter/")
            try seen.expect("restored, the contact opens the case", page.status, is: 200)
            try await guest.age(months: 37)
            for _ in 0..<5 {
                try await agency.runRetention()
                try await guest.wait(days: 31)
            }
            try seen.expect("put away after three years", try await guest.isPutAway(), is: false)
            let gone = try await Lab.hunt(guest.name, below: [agency.folder, agency.pageFolder])
            try seen.expect("files that name them after three years", gone.hits, is: 0)
            try seen.expect("rows that a second look found", try await agency.erasures().last?.left, is: 0)
            var (away, long) = (0, 0)
            for agency in try await lab.agencies() {
                let limit = lab.workspace.world.now().adding(seconds: -400 * 86_400)
                let all = try await agency.inspect { connection in
                    try connection.putAway().filter { try connection.restriction(of: .person($0.person)) == nil }
                }
                for one in all where try await agency.hold(onPutAway: one.person) == nil {
                    away += 1
                    long += one.at < limit ? 1 : 0
                }
            }
            seen.see("accounts put away, in all agencies", away)
            try seen.expect("of them longer than the third year", long, is: 0)
        }
    ]
}

extension Guest {
    private func personID() async throws -> String? {
        let email = email
        return try await agency.inspect { try $0.person(email: email)?.id.text }
    }

    /// Makes the last sign-in, and the account, so old.
    fileprivate func age(months: Int64) async throws {
        let (email, then) = (email, agency.world.now().adding(seconds: -months * 31 * 86_400))
        try await agency.sabotage { _ = try $0.run("UPDATE person SET signed_in = \(then) WHERE email = \(email)") }
    }

    /// Lets days pass for those who were warned.
    fileprivate func wait(days: Int64) async throws {
        try await agency.sabotage { _ = try $0.run("UPDATE inactivity SET at = at - \(days * 86_400_000)") }
    }

    fileprivate func warnings() async throws -> Int {
        let email = email
        return try await agency.inspect { try $0.latestMail(limit: 500) }.count { $0.kind == "inactive" && $0.address == email }
    }

    /// Whether an account is put away; no other of this agency is.
    fileprivate func isPutAway() async throws -> Bool {
        try await !agency.archivedAccounts().isEmpty
    }
}
