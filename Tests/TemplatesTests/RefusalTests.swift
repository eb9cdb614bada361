import Model
import Testing

@testable import Templates

@Suite struct RefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let template: String
        let word: String
        var place = "1:1"
        var name = ""
        var nearest: String?
        var testDescription: String { template }
    }

    static let cases = [
        Case(template: "a\n  {{numbr}}", word: "refusal.template.unknown", place: "2:3", name: "numbr", nearest: "number"),
        Case(template: "ąž {{nothing}}", word: "refusal.template.unknown", place: "1:4", name: "nothing"),
        Case(template: "{{client.nam}}", word: "refusal.template.unknown", name: "client.nam", nearest: "name"),
        Case(template: "{{lines.text}}", word: "refusal.template.unknown", name: "lines.text"),
        Case(template: "{{number.text}}", word: "refusal.template.unknown", name: "number.text"),
        Case(template: "{{#lines}}{{town}}{{/lines}}", word: "refusal.template.unknown", place: "1:11", name: "town"),
        Case(template: "{{.}}", word: "refusal.template.unknown", name: "."),
        Case(template: "{{{number}}}", word: "refusal.template.raw", name: "number"),
        Case(template: "{{&number}}", word: "refusal.template.raw", name: "number"),
        Case(template: "{{summary}}", word: "refusal.template.escaped", name: "summary"),
        Case(template: "{{isPaid}}", word: "refusal.template.text", name: "isPaid"),
        Case(template: "{{lines}}", word: "refusal.template.text", name: "lines"),
        Case(template: "{{#number}}{{/number}}", word: "refusal.template.section", name: "number"),
        Case(template: "{{>heade}}", word: "refusal.template.partial", name: "heade", nearest: "header"),
        Case(template: "{{<nowhere}}{{/nowhere}}", word: "refusal.template.partial", name: "nowhere"),
        Case(template: "{{words.helo}}", word: "refusal.template.word", name: "helo", nearest: "hello"),
        Case(template: "{{words.count}}", word: "refusal.template.arguments", name: "count"),
        Case(template: "{{{words.hello}}}", word: "refusal.template.raw", name: "words.hello"),
        Case(template: "{{#lines}}", word: "refusal.template.open", name: "lines"),
        Case(template: "{{#lines}}{{/line}}", word: "refusal.template.close", place: "1:11", name: "line"),
        Case(template: "{{/lines}}", word: "refusal.template.close", name: "lines"),
        Case(template: "a {{number", word: "refusal.template.unclosed", place: "1:3"),
        Case(template: "{{}}", word: "refusal.template.name"),
        Case(template: "{{a b}}", word: "refusal.template.name", name: "a b"),
        Case(template: "{{=<%=}}", word: "refusal.template.delimiters", name: "<%"),
        Case(template: "{{>*number}}", word: "refusal.template.dynamic", name: "*number"),
    ]

    @Test(arguments: cases)
    func `what nothing fills is refused with its place`(_ test: Case) throws {
        let error = try refusal(
            test.template, for: InvoicePage.self, partials: ["header": ""], words: "hello: Hello\ncount: \"{count} files\"")
        #expect(error.kind == .configuration)
        #expect(error.word == test.word)
        #expect(error.arguments["file"] == "page.mustache")
        #expect([error.arguments["line"], error.arguments["column"]].compactMap { $0 }.joined(separator: ":") == test.place)
        #expect(error.arguments["name"] == test.name)
        #expect(error.arguments["nearest"] == test.nearest)
        #expect((error.hint != nil) == (test.nearest != nil))
    }

    @Test func `a partial's error names the partial's file`() throws {
        let error = try refusal("{{>row}}", for: InvoicePage.self, partials: ["row": "\n{{what}}"])
        #expect(error.arguments["file"] == "row.mustache")
        #expect(error.arguments["line"] == "2")
    }

    struct Twice: Renderable {
        static let fields = Fields<Self> {
            $0.text("a") { _ in "" }
            $0.text("a") { _ in "" }
        }
    }

    struct Dotted: Renderable {
        static let fields = Fields<Self> { $0.text("a.b") { _ in "" } }
    }

    @Test func `a type that names a field twice, or with a dot, is refused`() throws {
        #expect(try refusal("", for: Twice.self).word == "refusal.template.field")
        #expect(try refusal("", for: Dotted.self).word == "refusal.template.field")
    }

    @Test func `an unknown template and an unknown language are refused`() throws {
        let library = try library(["page": ""])
        let template = #expect(throws: Refusal.self) { try library.template("pag", for: InvoicePage.self, language: "en") }
        #expect(template?.word == "refusal.template.missing")
        let language = #expect(throws: Refusal.self) { try library.template("page", for: InvoicePage.self, language: "lt") }
        #expect(language?.word == "refusal.words.language")
    }
}
