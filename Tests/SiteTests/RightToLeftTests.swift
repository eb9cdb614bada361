import Foundation
import Model
import Templates
import Testing

@testable import Site

/// Arabic, which stands for every language that is read from the right.
struct RightToLeftTests {
    /// What is written the same in every language.
    private static let names: Set<String> = [
        "access.about", "correction.change", "document.about", "document.type.pdf", "invoice.provider.paysera",
        "invoice.service-span",
        "paper.kinds.pdf", "paper.rules", "settings.bic",
        "settings.iban",
    ]

    private static func hasArabic(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x0620...0x064A).contains($0.value) }
    }

    @Test func `every word is in Arabic letters`() throws {
        let words = try loadedSite().words("ar")
        let foreign = words.keys.filter { !Self.hasArabic(words.text($0)) }
        #expect(Set(foreign).subtracting(Self.names).sorted() == [])
    }

    @Test func `a client's pages are Arabic and begin at the right`() throws {
        let agency = Demo.agency("ar")
        let pages = try loadedSite().render(Demo.records(views: []), agency: agency, today: Demo.today, only: nil)
        #expect(pages.count == 12)
        for page in pages {
            #expect(page.text.contains("<html lang=\"ar\" dir=\"rtl\">"), "\(page.path)")
            let title = page.text.firstMatch(of: /<nav[^>]*>(?s).*?<\/nav>/).map { String($0.output) } ?? ""
            #expect(Self.hasArabic(title), "\(page.path)")
        }
    }

    @Test func `the public pages are Arabic and begin at the right`() throws {
        let pages = try loadedSite().renderShared(agency: Demo.agency("ar"), content: { _ in nil }, today: Demo.today)
        for page in pages {
            #expect(page.text.contains("<html lang=\"ar\" dir=\"rtl\">"), "\(page.path)")
            let heading = page.text.firstMatch(of: /<h1[^>]*>(.*?)<\/h1>/).map { String($0.output.1) } ?? ""
            #expect(Self.hasArabic(heading), "\(page.path)")
        }
    }

    @Test func `the agency's name is kept apart from the Arabic around it`() throws {
        let pages = try loadedSite().renderShared(agency: Demo.agency("ar"), content: { _ in nil }, today: Demo.today)
        let privacy = try #require(pages.first { $0.path == "privacy/index.html" })
        #expect(privacy.text.contains("\u{2068}UAB „North &amp; Partners“\u{2069}"))
    }

    @Test func `counts and amounts are in the same digits`() throws {
        let formats = try loadedSite().formats(language: "ar", agency: Demo.agency("lt"))
        #expect(formats.money(Money(minor: 121_050, currency: Demo.euro)).contains("1,210.50"))
        #expect(formats.day(Demo.day("2026-11-03")).contains("2026"))
    }

    @Test func `the style sheet knows a start and an end, but no left and no right`() throws {
        let assets = try loadedSite().assets
        let sheet = try #require(assets.url("site.css").flatMap { assets.asset(at: $0) })
        let text = String(decoding: sheet.bytes, as: UTF8.self).replacing(/\/\*.*?\*\//.dotMatchesNewlines(), with: "")
        let physical =
            /(?:[a-z]-)(?:left|right)\b[a-z-]*:|(?:text-align|float|clear): *(?:left|right)|[{; ](?:left|right):|translateX/
        #expect(text.matches(of: physical).map { String($0.output) } == [])
    }
}
