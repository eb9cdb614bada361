import Actions
import Foundation
import Model
import Records
import Site
import Templates

extension Check {
    /// What went wrong, and whom to tell of it.
    static let incidents = [
        Check("incident-told") { lab, seen in
            let agency = lab.a.agency
            let none = lab.workspace.site.words("en").text("security.none")
            func page() async throws -> String {
                try await agency.settled()
                return try await lab.visitor.get("privacy/security/").text
            }
            let (before, lettersBefore) = (try await agency.incidents().count, try await letters(of: "incident", in: agency))
            let isQuiet = try await page().contains(none)
            try seen.expect("the public page says that nothing has happened", isQuiet, is: before == 0)
            var new = NewIncident(.availability, title: "A drill")
            (new.facts, new.shown) = ("Facts \(lab.a.canary)", "A drill: nothing was lost.")
            let incident = try await agency.openIncident(new, by: .operator)
            let hours = (incident.due.milliseconds - incident.discovered.milliseconds) / 3_600_000
            try seen.expect("hours until the authority is told", hours, is: 72)
            try seen.expect(
                "its clock has run out a minute before that", incident.isOverdue(at: incident.due.adding(seconds: -60)), is: false
            )
            try seen.expect("its clock has run out then", incident.isOverdue(at: incident.due), is: true)
            try seen.expect("owners who are written to", try await letters(of: "incident", in: agency) - lettersBefore, is: 1)
            for toPeople in [false, true] {
                let draft = try await agency.incidentDraft(incident.id.text, toPeople: toPeople)
                try seen.expect(
                    toPeople ? "the draft for the people has the facts" : "the draft for the authority has the facts",
                    draft.contains(new.facts), is: true)
            }
            try seen.expect("the public page tells of it", try await page().contains(new.shown), is: true)
            try await agency.addStep(.close, measures: "None", shown: "A drill: it is over.", to: incident.id.text, by: .operator)
            try seen.expect("the public page tells what was done", try await page().contains("A drill: it is over."), is: true)
            var (all, late) = (0, 0)
            for agency in try await lab.agencies() {
                let found = try await agency.incidents()
                (all, late) = (all + found.count, late + found.count { $0.isOverdue(at: lab.workspace.world.now()) })
            }
            try seen.expectSome("incidents of all agencies, drills too", all)
            seen.see("of them open longer than 72 hours, the authority not told", late)
        },
        Check("security-txt") { lab, seen in
            let answer = try await lab.visitor.get("/.well-known/security.txt")
            try seen.expect("the file", answer.status, is: 200)
            try seen.expect("as plain text", answer["content-type"] ?? "", is: "text/plain; charset=utf-8")
            let fields = answer.text.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 1).map(String.init) }
            func values(_ name: String) -> [String] {
                fields.filter { $0.count == 2 && $0[0] == name }.map { $0[1].trimmingCharacters(in: .whitespaces) }
            }
            let contacts = values("Contact").filter { $0.hasPrefix("mailto:") || $0.hasPrefix("https:") }
            try seen.expectSome("ways to tell of a hole", contacts.count)
            let expires = values("Expires").compactMap { try? Date($0, strategy: .iso8601) }
            try seen.expect("days on which it ends", expires.count, is: 1)
            let days = (expires[0].timeIntervalSince1970 - Double(lab.workspace.world.now().milliseconds) / 1000) / 86_400
            seen.see("days until then", Int(days))
            try expect(days > 0 && days < 366, "it is over, or good for more than a year")
            try seen.expect(
                "where it stands", values("Canonical"), is: [lab.workspace.settings.baseURL + "/.well-known/security.txt"])
        },
    ]

    /// How many letters of a kind stand in an agency's outbox.
    static func letters(of kind: String, in agency: OpenAgency) async throws -> Int64 {
        try await agency.inspect {
            try $0.one("SELECT count(*) FROM mail WHERE kind = \(kind)") { try $0.integer(0) } ?? 0
        }
    }
}
