import Model
import Testing

@testable import Site

struct SharedPageTests {
    @Test func `the agency's own privacy policy stands in place of ours, the operator's is never replaced`() throws {
        let content: (String) -> String? = { name in
            name == "privacy.md" || name == "platform.md" ? "---\ntitle: Ours\n---\nOur own words." : nil
        }
        let pages = try loadedSite().renderShared(agency: Demo.agency("en_GB"), content: content, today: Demo.today)
        let own = pages.filter { $0.text.contains("Our own words.") }
        #expect(own.map(\.path) == ["privacy/index.html"])
    }

    @Test func `a text says the agency's name and address, and no mark of Markdown in them works`() throws {
        var agency = Demo.agency("en_GB")
        (agency.legalName, agency.email) = ("*Bold* [Ltd](http://x.example)", "")
        let pages = try loadedSite().renderShared(agency: agency, content: { _ in nil }, today: Demo.today)
        for page in pages where ["privacy/index.html", "privacy/platform/index.html"].contains(page.path) {
            #expect(page.text.contains("*Bold* [Ltd](http://x.example)"))
            #expect(!page.text.contains("http://x.example\""))
            #expect(!page.text.contains("{agency}"))
        }
    }

    @Test func `the language is the agency's`() throws {
        let pages = try loadedSite().renderShared(agency: Demo.agency("lt_LT"), content: { _ in nil }, today: Demo.today)
        for page in pages { #expect(page.text.contains("<html lang=\"lt\" dir=\"ltr\">")) }
        #expect(pages.last?.text.contains("Atnaujinta 2026\u{A0}m. lapkričio 28\u{A0}d.") == true)
    }
}
