import Markdown
import Model
import Testing

/// Letters as people type them.
struct PlainTextTests {
    static let texts: [(String, String)] = [
        ("", ""), ("One line", "<p dir=\"auto\">One line</p>\n"),
        ("One\ntwo\n\n\n  \nthree", "<p dir=\"auto\">One<br>\ntwo</p>\n<p dir=\"auto\">three</p>\n"),
        ("a < b & \"c\" 'd' *e*", "<p dir=\"auto\">a &lt; b &amp; &quot;c&quot; &#39;d&#39; *e*</p>\n"),
        ("\"><svg onload=alert(1)>", "<p dir=\"auto\">&quot;&gt;&lt;svg onload=alert(1)&gt;</p>\n"),
    ]

    @Test(arguments: texts) func `a text becomes paragraphs and lines, and nothing else`(_ text: String, _ html: String) {
        #expect(PlainText.html(text).text == html)
    }

    static let followed = [
        "https://example.com", "http://example.com/a?b=c&d=%20e#f", "HTTPS://Example.COM/A", "https://a-b.example.co.uk:8443/x",
        "https://example.com/a_(b)",
    ]

    @Test(arguments: followed) func `an address of the web becomes a link that shows where it leads`(_ address: String) {
        let shown = address.replacing("&", with: "&amp;")
        let link = "<a href=\"\(shown)\" rel=\"noopener noreferrer nofollow\">\(shown)</a>"
        for (before, after) in [("", ""), ("See ", "."), ("(", ")"), ("", ", and"), ("„", "“"), ("<", ">")] {
            if after == ")", address.hasSuffix(")") { continue }
            #expect(PlainText.html(before + address + after).text.contains(link), "\(before)\(address)\(after)")
        }
    }

    static let plain = [
        "javascript:alert(1)", "data:text/html,x", "ftp://example.com", "//example.com", "www.example.com", "https://",
        "https://localhost/x", "https://bank.example@evil.example/", "https://user:pass@example.com",
        "https://exa\u{430}mple.com/",
        "https://\u{430}pple.com", "https://xn--80ak6aa92e.com", "https://example.com\u{430}", "https:///example.com",
        "https://.example.com", "https://example..com", "https://example.com:123456/", "https://example.com:x/",
        "xhttp://example.com",
        "http\n://example.com", "https://exam\\ple.com", "https://[::1]/",
    ]

    @Test(arguments: plain) func `whatever may lead elsewhere than it looks stays text`(_ text: String) {
        #expect(!PlainText.html(text).text.contains("href"))
    }

    @Test func `a link begins and ends with its own letters, twice in a line too`() {
        let html = PlainText.html("a https://x.example/1, b https://y.example/2!").text
        #expect(html.split(separator: "<a ").count == 3)
        #expect(html.contains("</a>, b <a ") && html.contains("</a>!</p>"))
    }

    @Test func `an excerpt is one line and cut between words`() {
        #expect(PlainText.excerpt("One\n\n two\tthree", limit: 40) == "One two three")
        #expect(PlainText.excerpt("One two three", limit: 9) == "One two…")
        #expect(PlainText.excerpt(String(repeating: "a", count: 50), limit: 9) == "aaaaaaaaa…")
    }

    @Test func `a long letter takes time in proportion`() {
        let clock = ContinuousClock()
        func time(_ unit: String, _ count: Int) -> Duration {
            let text = String(repeating: unit, count: count)
            return (0..<2).map { _ in clock.measure { _ = PlainText.html(text) } }.min() ?? .zero
        }
        for unit in ["http", "https://x.example) ", ")", "https://", "a\n\n"] {
            #expect(time(unit, 8000) < time(unit, 1000) * 28 + .milliseconds(200), "\(unit)")
        }
    }
}
