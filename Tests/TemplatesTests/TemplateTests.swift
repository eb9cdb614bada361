import Model
import Testing

@testable import Templates

@Suite struct TemplateTests {
    @Test func `every dangerous character is escaped`() throws {
        var page = InvoicePage()
        page.number = "\"><svg onload='x'>&amp;ąž🎉"
        let expected = "&quot;&gt;&lt;svg onload=&#39;x&#39;&gt;&amp;amp;ąž🎉"
        #expect(try render("{{number}}", page) == expected)
    }

    @Test(arguments: [0, 1, 15, 16, 4095, 4096, 4097, 100_000])
    func `a text of any length comes out whole`(_ length: Int) throws {
        var page = InvoicePage()
        page.number = String(repeating: "<", count: length)
        #expect(try render("{{number}}", page) == String(repeating: "&lt;", count: length))
    }

    @Test func `a value that is missing opens the inverted section and prints nothing`() throws {
        var page = InvoicePage()
        page.client = nil
        page.lines = []
        let template =
            "{{#client}}a{{/client}}{{^client}}b{{/client}}{{client.name}}{{#client.town}}c{{/client.town}}{{^lines}}d{{/lines}}"
        #expect(try render(template, page) == "bd")
    }

    @Test func `an empty text is no section`() throws {
        var page = InvoicePage()
        page.client = InvoicePage.Client(name: "Ana", town: "")
        #expect(try render("{{#client}}{{#town}}a{{/town}}{{^town}}b{{/town}}{{/client}}", page) == "b")
    }

    @Test func `a template that includes itself follows the data`() throws {
        let tree = Folder(name: "a", folders: [Folder(name: "b", folders: [Folder(name: "c")]), Folder(name: "d")])
        let node = "{{name}}({{#folders}}{{>node}}{{/folders}})"
        #expect(try render("{{>node}}", tree, partials: ["node": node]) == "a(b(c())d())")
        let list = "{{name}}\n{{#folders}}\n  {{>node}}\n{{/folders}}\n"
        #expect(try render("{{>node}}", tree, partials: ["node": list]) == "a\n  b\n    c\n  d\n")
    }

    @Test func `an outer value is seen again after an inner one of its type`() throws {
        let tree = Folder(name: "a", folders: [Folder(name: "b")])
        #expect(try render("{{name}}{{#folders}}{{name}}{{/folders}}{{name}}", tree) == "aba")
    }

    @Test func `a template that includes itself for ever ends`() throws {
        let tree = Folder(name: "a", folders: [Folder(name: "b")])
        // The invoice's lines hold no lines, so the inner section finds those of the page again and again.
        let text = try render(
            "{{#isOpen}}{{>loop}}{{/isOpen}}", Looping(), partials: ["loop": "x{{#isOpen}}{{>loop}}{{/isOpen}}"])
        #expect(text.count == 200)
        let error = try refusal("{{>loop}}", for: Folder.self, partials: ["loop": "{{name}}{{>loop}}"])
        #expect(error.word == "refusal.template.endless")
        #expect(tree.folders.count == 1)
    }

    struct Looping: Renderable {
        static let fields = Fields<Self> { $0.flag("isOpen") { _ in true } }
    }

    @Test func `a plain template escapes nothing`() throws {
        let library = try library(["mail/hello": "{{client.name}} {{words.hello}}"], words: "hello: a & b", plain: ["mail/hello"])
        let template = try library.template("mail/hello", for: InvoicePage.self, language: "en")
        #expect(String(decoding: template.render(InvoicePage()), as: UTF8.self) == "Ana & Co a & b")
    }

    @Test func `many threads may use one template`() async throws {
        let library = try library(["page": "{{number}}{{#lines}}{{text}}{{/lines}}"])
        let template = try library.template("page", for: InvoicePage.self, language: "en")
        let expected = template.render(InvoicePage())
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 { group.addTask { (0..<50).allSatisfy { _ in template.render(InvoicePage()) == expected } } }
            for await same in group { #expect(same) }
        }
    }

    @Test func `an output is filled again after it was emptied`() throws {
        let library = try library(["page": "{{number}}"])
        let template = try library.template("page", for: InvoicePage.self, language: "en")
        var output = Output(capacity: 1)
        template.render(InvoicePage(), into: &output)
        template.render(InvoicePage(), into: &output)
        #expect(output.count == 26)
        output.removeAll()
        template.render(InvoicePage(), into: &output)
        let bytes = output.bytes
        #expect(String(decoding: bytes, as: UTF8.self) == "INV-2026-0001")
    }

    @Test func `the library tells its templates and the words they print`() throws {
        let library = try library(["b": "{{words.x.y}}", "a": "{{>b}}{{words.z}}"])
        #expect(library.names == ["a", "b"])
        #expect(library.usedWords == ["x.y", "z"])
        #expect(library.languages == ["en"])
    }
}
