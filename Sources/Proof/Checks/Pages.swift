import Actions
import Foundation
import Model

extension Check {
    static let pages = [
        Check("pages-gated") { lab, seen in
            let path = "clients/one/"
            let turnedAway = try await lab.visitor.get(path)
            try seen.expect("a client's page, asked for by a visitor", turnedAway.status, is: 303)
            let own = try await lab.a.contact.browser.get(path)
            try seen.expect("the same, asked for by its contact", own.status, is: 200)
            try expect(own.text.contains(lab.a.canary + "-one"), "the page does not show its client")
            try seen.expect("how long a browser may keep it", own["cache-control"] ?? "", is: "no-store")
            try seen.expect(
                "another client's page, asked for by that contact", try await lab.a.contact.browser.get("clients/two/").status,
                is: 404)
            var (files, open) = (0, 0)
            for agency in try await lab.agencies() {
                let folder = agency.pageFolder
                let found = try await Blocking.run {
                    let files = Lab.files(below: folder)
                    return (files.count, files.count(where: Lab.isOpenToOthers))
                }
                (files, open) = (files + found.0, open + found.1)
            }
            try seen.expectSome("files of pages of all agencies", files)
            try seen.expect("of them that other users of the machine may read", open, is: 0)
        },
        Check("published-only") { lab, seen in
            let (agency, folder) = (lab.a.agency, lab.a.agency.pageFolder)
            func hits(_ text: String) async throws -> Int { try await Lab.hunt(text, below: [folder]).hits }
            try seen.expectSome("pages that show what is meant for the client", try await hits(lab.a.visible))
            try seen.expect("pages that show an internal note", try await hits(lab.a.hiddenWord), is: 0)
            try seen.expectSome("pages that show a published document", try await hits(lab.a.published.text))
            let hidden = lab.a.hidden.text
            try seen.expect("pages that show one that is not published", try await hits(hidden), is: 0)
            // What is made for one person alone stands in no file.
            let crawl = try await Crawl.go(lab.a.contact.browser, from: lab.a.home + "me/")
            try seen.expectSome("pages that the contact goes through", crawl.pages.count)
            let telling = crawl.pages.values.count { answer in
                [lab.a.hiddenWord, hidden, "hidden.pdf"].contains { answer.text.contains($0) }
            }
            try seen.expect("of them with that note or that document", telling, is: 0)
            _ = try await agency.publish(document: hidden, by: .system)
            try await agency.settled()
            try seen.expectSome("pages that show it once it is published", try await hits(hidden))
            _ = try await agency.unpublish(document: hidden, by: .system)
            try await agency.settled()
            try seen.expect("pages that show it once that is taken back", try await hits(hidden), is: 0)
            let answer = try await lab.a.contact.browser.get("clients/one/documents/\(hidden)")
            try seen.expect("its bytes, asked for by the contact", answer.status, is: 404)
        },
        Check("pages-match-records") { lab, seen in
            var (pages, stray) = (0, 0)
            for agency in try await lab.agencies() {
                let found = try await agency.pageMisfits()
                pages += found.pages
                stray += found.misfits
            }
            try seen.expectSome("pages of all agencies", pages)
            try seen.expect("files that no record stands behind, or that are not what it says", stray, is: 0)
        },
    ]
}
