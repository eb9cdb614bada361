import Actions
import Model
import Records

extension Check {
    /// The agency's own way to whoever runs the program.
    static let support = [
        Check("operator-reached") { lab, seen in
            let (agency, owner) = (lab.a.agency, lab.a.owner.browser)
            let question = "A question \(lab.a.canary)"
            let asked = try await owner.fill("staff/support/", ["subject": "A proof", "body": question])
            try seen.expect("an owner asks", asked.status, is: 303)
            let waiting = try await agency.supportThreads().filter(\.isWaiting)
            try seen.expect("questions that wait with the operator", waiting.count, is: 1)
            try seen.expect("as they were asked", waiting[0].messages.map(\.body), is: [question])
            _ = try await agency.operatorReads(waiting[0].number)
            let read = try await agency.inspect { connection in
                try connection.one(
                    "SELECT count(*) FROM audit WHERE action = 'operator.read' AND subject = \(waiting[0].id)"
                ) { try $0.integer(0) }
            }
            try seen.expect("entries of the agency's log that the operator read it", read ?? 0, is: 1)
            try await agency.answerSupport(waiting[0].number, "An answer \(lab.a.canary)")
            try seen.expect(
                "letters that tell of the answer", try await letters(of: "support-answer", in: agency), is: 1)
            let page = try await owner.get("staff/support/\(waiting[0].id)/").text
            try seen.expect("the owner reads it", page.contains("An answer \(lab.a.canary)"), is: true)
            try seen.expect("and how long it took", page.contains("Answered within"), is: true)
            var (all, open, slowest) = (0, 0, Int64(0))
            for agency in try await lab.agencies() {
                let threads = try await agency.supportThreads()
                (all, open) = (all + threads.count, open + threads.count(where: \.isWaiting))
                slowest = max(slowest, threads.compactMap(\.answerTime).max() ?? 0)
            }
            try seen.expectSome("questions of all agencies", all)
            seen.see("of them without an answer", open)
            seen.see("hours that the slowest answer took", slowest / 3600)
        }
    ]
}
