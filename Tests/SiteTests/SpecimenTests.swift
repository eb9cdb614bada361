import Foundation
import Model
import Testing

@testable import Site

/// Whole pages as they must be. RECORD=1 rewrites them; a missing one fails.
struct SpecimenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Specimens")

    @Test(arguments: ["lt", "en_GB", "en_US"])
    func `a client's pages are the ones that were looked at`(_ locale: String) throws {
        let site = try loadedSite()
        let pages = try site.render(Demo.records(views: []), agency: Demo.agency(locale), today: Demo.today, only: nil)
        #expect(pages.count == 12)
        for page in pages { try check(page, locale) }
    }

    @Test func `what a view without rights to cases and invoices gets is the page that was looked at`() throws {
        let site = try loadedSite()
        let view = View(language: "en", rights: .documents)
        let pages = try site.render(Demo.records(views: [view]), agency: Demo.agency(), today: Demo.today, only: nil)
        for page in pages where page.path.contains("/en.d/") { try check(page, "documents-only") }
    }

    @Test(arguments: ["lt", "en"])
    func `the public pages are the ones that were looked at`(_ locale: String) throws {
        let pages = try loadedSite().renderShared(
            agency: Demo.agency(locale), content: { _ in nil }, today: Demo.today, proofs: ProofPageTests.proofs)
        let texts = ["privacy/platform/index.html", "cookies/index.html", "privacy/index.html"]
        #expect(pages.map(\.path).suffix(3) == texts)
        for page in pages where texts.contains(page.path) || page.path == "privacy/proof/C3/index.html" {
            try check(page, locale)
        }
    }

    private func check(_ page: RenderedPage, _ name: String) throws {
        // The hash of an asset says nothing about the page.
        let text = page.text.replacing(/(\/assets\/[a-z]+)\.[0-9a-f]{12}\./) { "\($0.1)." }
        let path = page.path.replacing("/index.html", with: "").replacing("clients/acme/", with: "").replacing("/", with: "+")
        let file = SpecimenTests.folder.appending(path: "\(name)+\(path).html")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let expected = try? String(contentsOf: file, encoding: .utf8)
        #expect(expected != nil, "\(file.lastPathComponent) is missing: look at the page, then RECORD=1")
        if let expected { #expect(text == expected, "\(file.lastPathComponent)") }
    }
}
