import Foundation
import Model
import Site
import Testing

@testable import Server

/// The dynamic pages, rendered by the program's own templates.
struct PagesTests {
    static let site = Result { try Site.load(workspace: nil) }
    static let languages = ["ar", "en", "lt"]

    /// What somebody might type into a name.
    static let hostile = #""><svg onload=alert(1)><a href='javascript:x'>&"#

    static var agency: Agency {
        var agency = Agency(id: ID("018f0000-0000-7000-8000-000000000001"), slug: Slugs.acme, name: hostile)
        (agency.email, agency.phone) = ("help@acme.example", hostile)
        return agency
    }

    @Test(arguments: languages)
    func `every page fits its template in every language`(_ language: String) throws {
        let site = try Self.site.get()
        #expect(site.languages.contains(language))
        try ServerPages.check(site)
    }

    @Test(arguments: languages)
    func `no text that a person wrote becomes markup`(_ language: String) throws {
        for (name, html) in try Samples.all(Self.site.get(), language) {
            #expect(!html.contains("<svg onload"), "\(name)")
            #expect(!html.contains("<a href='javascript:"), "\(name)")
            #expect(html.contains("&lt;svg onload"), "\(name) shows none of the text")
        }
    }

    @Test(arguments: languages)
    func `every field of a form has a label`(_ language: String) throws {
        for (name, html) in try Samples.all(Self.site.get(), language) {
            let inputs = html.matches(of: #/<input[^>]*>/#).map { String($0.output) }
            for input in inputs where !input.contains("type=\"hidden\"") {
                if let id = input.firstMatch(of: #/ id="([^"]*)"/#)?.output.1 {
                    #expect(html.contains("<label for=\"\(id)\">"), "\(name): \(input)")
                } else {
                    #expect(html.contains("<label class=\"choice\">\(input)"), "\(name): \(input)")
                }
            }
        }
    }

    @Test(arguments: languages)
    func `no page has a script, an inline style or an empty heading`(_ language: String) throws {
        for (name, html) in try Samples.all(Self.site.get(), language) {
            // But one of our own files, in the head of a page that says so.
            let own = #/<script type="module" src="\/assets\/[a-z]+\.[0-9a-f]{12}\.js"><\/script>/#
            #expect(!html.replacing(own, with: "").contains("<script"), "\(name)")
            // Values of attributes aside: a person's text may stand in them, escaped.
            let bare = html.replacing(#/="[^"]*"/#, with: "=\"\"")
            #expect(bare.firstMatch(of: #/<[^>]* (style|on[a-z]+)=/#) == nil, "\(name)")
            #expect(html.matches(of: #/<h1/#).count == 1, "\(name)")
            #expect(html.firstMatch(of: #/<h[1-6][^>]*>\s*</h/#) == nil, "\(name)")
            let direction = language == "ar" ? "rtl" : "ltr"
            #expect(html.contains("<html lang=\"\(language)\" dir=\"\(direction)\">"), "\(name)")
        }
    }

    @Test(arguments: languages)
    func `identifiers stand once in a page`(_ language: String) throws {
        for (name, html) in try Samples.all(Self.site.get(), language) {
            let ids = html.matches(of: #/ id="([^"]*)"/#).map { String($0.output.1) }
            #expect(Set(ids).count == ids.count, "\(name): \(ids)")
            for target in html.matches(of: #/ aria-(?:labelledby|describedby)="([^"]*)"/#) {
                for id in target.output.1.split(separator: " ") { #expect(ids.contains(String(id)), "\(name): \(id)") }
            }
        }
    }

    @Test func `a request's number is shown for server errors only`() throws {
        let site = try Self.site.get()
        for (status, isShown) in [(404, false), (429, false), (500, true), (503, true)] {
            let page = ErrorPage(
                status: status, title: "t", message: "m", hint: nil, requestID: "req-4711", home: nil, agencyName: nil,
                language: "en")
            let html = String(decoding: try page.bytes(site: site), as: UTF8.self)
            #expect(html.contains("req-4711") == isShown, "\(status)")
        }
    }

    @Test func `the front page names no agency`() throws {
        let site = try Self.site.get()
        let html = String(decoding: try FrontPage(language: "en").bytes(site: site), as: UTF8.self)
        #expect(!html.contains("acme"))
        #expect(!html.contains("/privacy/"))
    }

    @Test func `a request by another address is told the right one`() throws {
        let site = try Self.site.get()
        let page = WrongOriginPage(origin: "https://portal.example", used: "http://10.0.0.7", language: "en")
        let html = String(decoding: try page.bytes(site: site), as: UTF8.self)
        #expect(html.contains("set up as https://portal.example, but you came by http://10.0.0.7"))
        #expect(html.contains("href=\"https://portal.example\""))
    }

    @Test func `the sign-in form keeps the e-mail and never a password`() throws {
        let html = try Samples.signIn(Self.site.get(), "en", email: "Anna@Example.com", error: "No.")
        #expect(html.contains("value=\"Anna@Example.com\""))
        #expect(html.contains("autocomplete=\"username\""))
        #expect(html.contains("autocomplete=\"current-password\""))
        #expect(html.firstMatch(of: #/<input[^>]*type="password"[^>]*value=/#) == nil)
        #expect(html.contains("role=\"alert\""))
        #expect(html.contains("help@acme.example"))
    }

    @Test func `staff see a case's documents in three groups, each with its verbs`() throws {
        let html = try Samples.staffCase(Self.site.get(), "en")
        let parts = html.components(separatedBy: "<section")
        let received = try #require(parts.first { $0.contains("id=\"received\"") })
        let published = try #require(parts.first { $0.contains("id=\"published\"") })
        let internals = try #require(parts.first { $0.contains("id=\"internal\"") })
        #expect(received.contains("passport.jpg") && received.contains("/unpublish\"") && !received.contains("/publish\""))
        #expect(published.contains("lease.pdf") && published.contains("/unpublish\"") && published.contains("/remove\""))
        #expect(internals.contains("limits.txt") && internals.contains("/publish\"") && !internals.contains("/unpublish\""))
        // Streaming needs the choice before the bytes.
        let forms = html.components(separatedBy: "<form")
        let upload = try #require(forms.first { $0.contains("name=\"visibility\"") && $0.contains("type=\"file\"") })
        let visibility = try #require(upload.range(of: "name=\"visibility\""))
        let file = try #require(upload.range(of: "name=\"file\""))
        #expect(visibility.lowerBound < file.lowerBound)
    }

    @Test func `a case marks what is internal and renders its Markdown without raw HTML`() throws {
        let html = try Samples.staffCase(Self.site.get(), "en")
        #expect(html.contains("data-kind=\"internal\">") && html.contains("data-kind=\"meeting\">"))
        #expect(html.contains("<strong>five</strong>"))
        #expect(!html.contains("<b onclick"))
    }

    @Test(arguments: languages)
    func `a receipt names what was kept and what was refused, and why`(_ language: String) throws {
        let html = try Samples.receipt(Self.site.get(), language)
        #expect(html.contains(String(repeating: "ab", count: 32)))
        #expect(html.contains("Nope."))
        #expect(html.contains("datetime=\"2026-03-01T10:00:00Z\""))
    }
}
