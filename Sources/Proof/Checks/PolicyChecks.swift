import Actions
import Model
import Site
import Templates

extension Check {
    static let policies = [
        Check("policy-marked") { lab, seen in
            let texts = try lab.workspace.site.policySentences().filter { $0.language == "en" }
            let newest = try await lab.workspace.newestProof()?.run
            var (marks, bold, claims) = (0, 0, Set<String>())
            for (name, path) in [("privacy", "privacy/"), ("platform", "privacy/platform/"), ("cookies", "cookies/")] {
                let page = try await lab.visitor.get(path).text
                let shown = page.matches(of: /<a class="mark" data-state="([a-z-]+)" id="([A-Z]\d+)" href="([^"]+)"/)
                let missing = Set(texts.filter { $0.name == name }.flatMap(\.ids)).subtracting(shown.map { String($0.2) })
                try seen.expect("sentences of \(name) without a mark", missing.count, is: 0)
                marks += shown.count
                claims.formUnion(shown.map { String($0.3) })
                for mark in shown where mark.1 == "proved" {
                    let promised = lab.workspace.site.claims.of(sentence: String(mark.2))
                    let isSo = promised.allSatisfy { claim in
                        newest?.verdict(on: claim.id).map { $0.result != .failing } ?? false
                    }
                    bold += isSo ? 0 : 1
                }
            }
            try seen.expectSome("marks on the pages", marks)
            try seen.expect("of them those that say proved, and the newest run does not", bold, is: 0)
            for href in claims.sorted() {
                try expect(try await lab.visitor.get(href).status == 200, "a mark leads to a page that is not there")
            }
            seen.see("pages of promises that they lead to", claims.count)
            let index = try await lab.visitor.get("privacy/proof/").text
            // The marks come from runs: one that somebody wrote would be marks that somebody wrote.
            try seen.expect("runs kept that no audit log names", try await lab.workspace.checkProofs().count, is: 0)
            let all = lab.workspace.site.claims.all
            try seen.expect("promises left out of the list of all", all.count { !index.contains("/proof/\($0.id)/\"") }, is: 0)
        },
        Check("policy-dated") { lab, seen in
            let (agency, site) = (try await lab.a.agency.agency(), lab.workspace.site)
            for (name, path) in [("privacy", "privacy/"), ("platform", "privacy/platform/")] {
                let text = try await lab.a.agency.policy(name)
                guard let day = text.updated else { throw Failing("the text \(name) has no day") }
                let words = site.words("en").text(
                    "text.updated", ["date": site.formats(language: "en", agency: agency).day(day)])
                try seen.expect(
                    "the page \(name) shows the day of its text", try await lab.visitor.get(path).text.contains(words), is: true)
                seen.see("the day, and the SHA-256 of the text", "\(day) \(text.digest.prefix(16))…")
            }
            // A text that somebody changes in the records keeps its day.
            var (versions, altered) = (0, 0)
            for agency in try await lab.agencies() {
                versions += try await agency.policyStandings().map(\.versions.count).reduce(0, +)
                altered += try await agency.alteredPolicies().count
            }
            try seen.expectSome("versions of the texts of all agencies, the SHA-256 of each computed again", versions)
            try seen.expect("versions whose text is not the one that was announced", altered, is: 0)
        },
        Check("policies-linked") { lab, seen in
            for (path, link, target) in [
                ("privacy/", "href=\"platform/\"", "privacy/platform/"), ("privacy/platform/", "href=\"../\"", "privacy/"),
            ] {
                let page = try await lab.visitor.get(path)
                try seen.expect("\(path) leads to the other text", page.text.contains(link) && page.status == 200, is: true)
                try seen.expect("which opens", try await lab.visitor.get(target).status, is: 200)
            }
        },
        Check("contact-shown") { lab, seen in
            let address = try await lab.a.agency.agency().email
            try expect(!address.isEmpty, "the agency has no address")
            for path in ["privacy/", "privacy/platform/"] {
                let text = try await lab.visitor.get(path).text
                try seen.expect("\(path) says how to reach the agency", text.contains("mailto:\(address)"), is: true)
            }
        },
    ]
}
