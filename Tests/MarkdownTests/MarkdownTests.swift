import Markdown
import Model
import Testing

@Suite struct MarkdownTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let html: String
        var testDescription: String { text }

        init(_ text: String, _ html: String) { (self.text, self.html) = (text, html) }
    }

    static let marks = [
        Case("", ""),
        Case("Hello *big* **world**\nagain  \nline", "<p>Hello <em>big</em> <strong>world</strong>\nagain<br>\nline</p>\n"),
        Case("# One\n\n## Two\n\n###### Six", "<h2>One</h2>\n<h3>Two</h3>\n<h6>Six</h6>\n"),
        Case("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        Case("- a\n\n- b", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n"),
        Case("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"),
        Case("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        Case("7) a", "<ol start=\"7\">\n<li>a</li>\n</ol>\n"),
        Case("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        Case("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>\n"),
        Case("`<b>`", "<p><code>&lt;b&gt;</code></p>\n"),
        Case("```swift now\na < b\n```", "<pre><code class=\"language-swift\">a &lt; b\n</code></pre>\n"),
        Case("```a\"onload=x\n```", "<pre><code class=\"language-a&quot;onload=x\"></code></pre>\n"),
        Case("    x & y", "<pre><code>x &amp; y\n</code></pre>\n"),
        Case("ąž & 🎉 'x' \"y\"", "<p>ąž &amp; 🎉 &#39;x&#39; &quot;y&quot;</p>\n"),
        Case("a\u{0}b", "<p>a\u{FFFD}b</p>\n"),
        Case("a&#0;b", "<p>a\u{FFFD}b</p>\n"),
        Case("a\r\nb\r\n", "<p>a\nb</p>\n"),
    ]

    @Test(arguments: marks)
    func `CommonMark becomes HTML`(_ test: Case) {
        #expect(Markdown.html(test.text).text == test.html)
    }

    static let links = [
        Case("[a](https://x.lt/p?a=1&b=2#c)", "<a href=\"https://x.lt/p?a=1&amp;b=2#c\">a</a>"),
        Case("[a](HTTP://x.lt \"Title's\")", "<a href=\"HTTP://x.lt\" title=\"Title&#39;s\">a</a>"),
        Case("[a](mailto:a@b.lt)", "<a href=\"mailto:a@b.lt\">a</a>"),
        Case("[a](tel:+37060000000)", "<a href=\"tel:+37060000000\">a</a>"),
        Case("<a@b.lt>", "<a href=\"mailto:a@b.lt\">a@b.lt</a>"),
        Case("<https://x.lt>", "<a href=\"https://x.lt\">https://x.lt</a>"),
        Case("[a](cases/)", "<a href=\"cases/\">a</a>"),
        Case("[a](/acme/clients/x/)", "<a href=\"/acme/clients/x/\">a</a>"),
        Case("[a](#part)", "<a href=\"#part\">a</a>"),
        Case("[a](?x=1:2)", "<a href=\"?x=1:2\">a</a>"),
        Case("[a](./x:y)", "<a href=\"./x:y\">a</a>"),
        Case("[a](<my file.pdf>)", "<a href=\"my%20file.pdf\">a</a>"),
        Case("[a](ąž)", "<a href=\"%C4%85%C5%BE\">a</a>"),
        Case("[*a* `b`](x)", "<a href=\"x\"><em>a</em> <code>b</code></a>"),
        Case("[a][r]\n\n[r]: https://x.lt", "<a href=\"https://x.lt\">a</a>"),
        Case("[a](%22onclick=x)", "<a href=\"%22onclick=x\">a</a>"),
        Case("[a](<x\"y'z>)", "<a href=\"x%22y&#39;z\">a</a>"),
    ]

    @Test(arguments: links)
    func `a link that leads somewhere harmless stays`(_ test: Case) {
        #expect(Markdown.html(test.text).text == "<p>\(test.html)</p>\n")
    }

    /// ASVS 1.2.2: what a browser might read as another scheme or another host.
    static let addresses = [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)",
        "javascript&#x3a;alert(1)", "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", "java&#9;script:alert(1)",
        "java&#10;script:alert(1)", "java&#x0D;script:alert(1)", "&#1;javascript:alert(1)", "&#32;javascript:alert(1)",
        "&#x20;&#x20;javascript:alert(1)", "&nbsp;javascript:alert(1)", "\\javascript:alert(1)", "javascript\\:alert(1)",
        "&#106;avascript:alert(1)", "<javascript:alert(1)>", "< javascript:alert(1)>", "<java\tscript:alert(1)>",
        "\u{1}javascript:alert(1)", "\u{FEFF}javascript:alert(1)", "vbscript:msgbox(1)", "VBSCRIPT:msgbox(1)",
        "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "data:image/svg+xml,x",
        "data:image/png;base64,x",
        "file:///etc/passwd", "ftp://x", "blob:https://x", "about:blank", "view-source:https://x", "intent://x", "ws://x",
        "//evil.example", "//\u{301}evil.example", "//evil.example/path", "///evil.example", "/\\\\evil.example",
        "\\\\\\\\evil.example",
        "https:evil.example", "https:/evil.example", "https://", "http:///evil.example",
        "https://bank.example@evil.example", "https:\\\\\\\\evil.example", "mailto:", "tel:", "mailto://x", "x:y", ":x",
    ]

    @Test(arguments: addresses)
    func `a link that could lead astray becomes its text`(_ address: String) {
        for text in ["[click me](\(address))", "[click me][r]\n\n[r]: \(address)", "![click me](\(address))"] {
            let html = Markdown.html(text) { _ in "/never.png" }.text
            #expect(!html.contains("href="), "\(text) gave \(html)")
            #expect(!html.contains("src="), "\(text) gave \(html)")
            #expect(html.contains("click me"))
        }
        let autolink = Markdown.html("<\(address)>").text
        #expect(!autolink.contains("href="), "\(autolink)")
    }

    /// ASVS 1.3.5: raw HTML is never a mark of the page.
    static let raw = [
        Case("a <b onmouseover=alert(1)>x</b>", "<p>a &lt;b onmouseover=alert(1)&gt;x&lt;/b&gt;</p>\n"),
        Case("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        Case("<div>\n*a*\n</div>", "<p>&lt;div&gt;\n*a*\n&lt;/div&gt;</p>\n"),
        Case("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>\n"),
        Case("<svg/onload=alert(1)>", "<p>&lt;svg/onload=alert(1)&gt;</p>\n"),
        Case("&lt;script&gt;", "<p>&lt;script&gt;</p>\n"),
        Case("<!-- for us alone -->", ""),
        Case("a <!-- for us --> b", "<p>a  b</p>\n"),
        Case("<!-- a\n\nb --> c", "<p> c</p>\n"),
        Case("<!--\u{301}secret--> c", "<p> c</p>\n"),
        Case("<!-- never ends\n\nsecret", ""),
        Case("<?php secret ?>", "<p>&lt;?php secret ?&gt;</p>\n"),
        Case(
            "[a\" onclick=\"x](y \"b\\\" onclick=\\\"x\")",
            "<p><a href=\"y\" title=\"b&quot; onclick=&quot;x\">a&quot; onclick=&quot;x</a></p>\n"),
    ]

    @Test(arguments: raw)
    func `raw HTML becomes its text, and comments go`(_ test: Case) {
        #expect(Markdown.html(test.text).text == test.html)
    }

    @Test func `only images of content stay`() {
        func html(_ text: String) -> String {
            Markdown.html(text) { $0 == "logos/my acme.png" ? "/assets/acme.1f'.png" : nil }.text
        }
        #expect(
            html("![The *logo* <b>](logos/my%20acme.png \"T\")")
                == "<p><img src=\"/assets/acme.1f&#39;.png\" title=\"T\" alt=\"The logo &lt;b&gt;\"></p>\n")
        #expect(
            html("![a ![b](logos/my%20acme.png) [c](d)](logos/my%20acme.png)")
                == "<p><img src=\"/assets/acme.1f&#39;.png\" alt=\"a b c\"></p>\n")
        #expect(html("![The *logo*](logos/other.png)") == "<p>The <em>logo</em></p>\n")
        #expect(html("[![logo](https://evil.example/x.png)](https://x.lt)") == "<p><a href=\"https://x.lt\">logo</a></p>\n")
        #expect(html("![a [b](javascript:x) c](none.png)") == "<p>a b c</p>\n")
    }

    @Test(arguments: [
        "../x.png", "a/../x.png", "a/%2e%2e/x.png", "%2e%2e%2fx.png", "/x.png", "//x/y.png", ".hidden", "a//b.png", "a%00b.png",
        "a%5Cb.png", "a%3Ab.png", "a.png?x", "a.png#x", "%ff.png", "",
    ])
    func `only a plain path is asked for`(_ path: String) {
        let html = Markdown.html("![text](\(path))") { "/\($0)" }.text
        #expect(html == "<p>text</p>\n")
    }

    @Test func `headings go down as far as asked, and never below six`() {
        #expect(Markdown.html("# a\n\n##### b", demote: 2).text == "<h3>a</h3>\n<h6>b</h6>\n")
        #expect(Markdown.html("# a", demote: 0).text == "<h1>a</h1>\n")
    }

    @Test func `a preview is text without marks`() {
        let text = """
            # Title

            Some *big* [link](javascript:x) and `code` <b>x</b> <!-- no -->
            goes on.

            - one
            - ![two](x.png)

            ```
            code
            ```
            """
        #expect(
            Markdown.plain(text)
                == "Title\nSome big link and code <b>x</b> \ngoes on.\none\ntwo\ncode".replacing("\ngoes", with: " goes"))
        #expect(Markdown.plain("") == "")
    }

    @Test func `relative links lead from where the text belongs, others stay as they are`() {
        let html = Markdown.html(
            "[a](b/) [c](../) [d](/e) [f](#g) [h](https://i.example/) [j](mailto:k@l.example)", base: "/x/y/")
        for href in ["/x/y/b/", "/x/y/../", "/e", "#g", "https://i.example/", "mailto:k@l.example"] {
            #expect(html.text.contains("href=\"\(href)\""), "\(href)")
        }
    }
}
