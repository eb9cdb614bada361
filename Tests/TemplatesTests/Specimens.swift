import Testing

@testable import Templates

/// A template, what it includes, and the text that comes out of `InvoicePage()`.
struct Specimen: Sendable, CustomTestStringConvertible {
    let name: String
    let template: String
    var partials: [String: String] = [:]
    let expected: String

    var testDescription: String { name }

    init(_ name: String, _ template: String, partials: [String: String] = [:], gives expected: String) {
        (self.name, self.template, self.partials, self.expected) = (name, template, partials, expected)
    }

    static let all: [Specimen] = [
        Specimen("plain text stays", "Hello {name}\n", gives: "Hello {name}\n"),
        Specimen("a name prints its text", "No {{number}}.", gives: "No INV-2026-0001."),
        Specimen("white space in tags does not count", "{{ number }}", gives: "INV-2026-0001"),
        Specimen("html prints as it is", "{{{summary}}}{{&summary}}", gives: "<p>Thanks</p><p>Thanks</p>"),
        Specimen("text is escaped", "{{client.name}}", gives: "Ana &amp; Co"),
        Specimen("a section is given its value", "{{#client}}{{name}}, {{town}}{{/client}}", gives: "Ana &amp; Co, Kaunas"),
        Specimen("outer names are seen inside", "{{#client}}{{number}}{{/client}}", gives: "INV-2026-0001"),
        Specimen(
            "a text that is there opens a section", "{{#client}}{{#town}}({{town}}{{.}}){{/town}}{{/client}}",
            gives: "(KaunasKaunas)"),
        Specimen("a dotted name opens a section", "{{#client.town}}{{.}}{{/client.town}}", gives: "Kaunas"),
        Specimen("a list repeats", "{{#lines}}{{text}}|{{/lines}}", gives: "Advice &lt;1 h&gt;|Letter|"),
        Specimen("a list of texts has dots", "{{#lines}}{{#notes}}{{.}}{{/notes}}{{^notes}}-{{/notes}}{{/lines}}", gives: "-ab"),
        Specimen("a false flag inverts", "{{#isPaid}}paid{{/isPaid}}{{^isPaid}}open{{/isPaid}}", gives: "open"),
        Specimen("a comment goes", "a{{! b\n c }}d", gives: "ad"),
        Specimen("delimiters change", "{{=<% %>=}}<%number%> {{number}}", gives: "INV-2026-0001 {{number}}"),
        Specimen(
            "tags alone take their lines", "<ul>\n  {{#lines}}\n  <li>\n  {{/lines}}\n</ul>\n",
            gives: "<ul>\n  <li>\n  <li>\n</ul>\n"),
        Specimen("line ends of Windows too", "a\r\n{{^isPaid}}\r\nb\r\n{{/isPaid}}\r\n", gives: "a\r\nb\r\n"),
        Specimen("an inline section keeps its line", " {{^isPaid}}x{{/isPaid}}\n", gives: " x\n"),
        Specimen(
            "a partial sees the caller's names", "{{#client}}{{>p}}{{/client}}", partials: ["p": "[{{name}} {{number}}]"],
            gives: "[Ana &amp; Co INV-2026-0001]"),
        Specimen(
            "a partial alone is indented", "<div>\n  {{>p}}\n</div>\n", partials: ["p": "<p>\n{{number}}\n</p>\n"],
            gives: "<div>\n  <p>\n  INV-2026-0001\n  </p>\n</div>\n"),
        Specimen("indentation adds up", " {{>p}}\n", partials: ["p": "a\n {{>q}}\n", "q": "b\nc\n"], gives: " a\n  b\n  c\n"),
        Specimen("a partial in a line is not indented", "<a> {{>p}}\n", partials: ["p": "1\n2"], gives: "<a> 1\n2\n"),
        Specimen(
            "what a value holds is not indented", " {{>p}}\n", partials: ["p": "{{{summary}}}\n"], gives: " <p>Thanks</p>\n"),
        Specimen(
            "a block has a default", "{{<layout}}{{/layout}}", partials: ["layout": "<h1>{{$title}}None{{/title}}</h1>"],
            gives: "<h1>None</h1>"),
        Specimen(
            "a block is replaced", "{{<layout}}\n  {{$title}}{{number}}{{/title}}\n{{/layout}}\n",
            partials: ["layout": "<h1>{{$title}}None{{/title}}</h1>\n"], gives: "<h1>INV-2026-0001</h1>\n"),
        Specimen(
            "a page in a layout", "{{<layout}}\n{{$main}}\n  <p>\n    {{number}}\n  </p>\n{{/main}}\n{{/layout}}\n",
            partials: ["layout": "<main>\n  {{$main}}\n  {{/main}}\n</main>\n"],
            gives: "<main>\n  <p>\n    INV-2026-0001\n  </p>\n</main>\n"),
        Specimen(
            "a replaced block sees what is around the block", "{{<layout}}{{$b}}{{name}}{{/b}}{{/layout}}",
            partials: ["layout": "{{#client}}{{$b}}{{/b}}{{/client}}"], gives: "Ana &amp; Co"),
        Specimen(
            "the outermost replacement wins", "{{<mid}}{{$b}}page{{/b}}{{/mid}}",
            partials: ["mid": "{{<layout}}{{$b}}mid{{/b}}{{$c}}c{{/c}}{{/layout}}", "layout": "{{$b}}{{/b}}{{$c}}{{/c}}"],
            gives: "pagec"),
        Specimen(
            "a block inside a block of its name is the default", "{{<layout}}{{$b}}<{{$b}}inner{{/b}}>{{/b}}{{/layout}}",
            partials: ["layout": "{{$b}}default{{/b}}"], gives: "<inner>"),
        Specimen(
            "words are literals, escaped", "{{words.greeting}} {{words.nested.key}}", gives: "Hello &amp; welcome &#39;you&#39;"),
        Specimen(
            "literals on both sides of a section's edge stay apart", "{{#isPaid}}a{{/isPaid}}b{{^isPaid}}c{{/isPaid}}d",
            gives: "bcd"),
    ]
}

@Suite struct SpecimenTests {
    @Test(arguments: Specimen.all)
    func `a specimen renders as it says`(_ specimen: Specimen) throws {
        let words = "greeting: Hello & welcome\nnested:\n  key: \"'you'\"\n"
        #expect(try render(specimen.template, InvoicePage(), partials: specimen.partials, words: words) == specimen.expected)
    }
}
