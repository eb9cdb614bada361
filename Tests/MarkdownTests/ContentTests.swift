import Markdown
import Model
import Testing

@Suite struct ContentTests {
    @Test func `front matter is taken from the top`() throws {
        let content = try Content(
            "---\ntitle: \"Privacy: ours\"\nupdated: 2026-03-14\nempty:\n---\n\n# Body\n\n---\nend\n", path: "content/privacy.md")
        #expect(content.front == ["title": "Privacy: ours", "updated": "2026-03-14", "empty": ""])
        #expect(content.body == "\n# Body\n\n---\nend\n")
    }

    @Test(arguments: ["# Body\n---\na: b\n---\n", "", "----\na: b\n----\n", " ---\na: b\n"])
    func `a text without front matter is all body`(_ text: String) throws {
        let content = try Content(text, path: "x.md")
        #expect(content.front.isEmpty)
        #expect(content.body == text)
    }

    @Test func `marks of other systems do not hide front matter`() throws {
        let content = try Content("\u{FEFF}---\r\na: b\r\n---  \r\nbody\r\n", path: "x.md")
        #expect(content.front == ["a": "b"])
        #expect(content.body == "body\n")
        #expect(try Content("---\n---\nbody", path: "x.md").body == "body")
    }

    struct Fault: Sendable {
        let text: String
        let word: String
        let line: String
    }

    static let faults = [
        Fault(text: "---\na: b\n", word: "refusal.content.end", line: "1"),
        Fault(text: "---\na: b\nc: [\n---\n", word: "refusal.content.front", line: "4"),
        Fault(text: "---\na: b\na: c\n---\n", word: "refusal.content.front", line: "2"),
        Fault(text: "---\njust text\n---\n", word: "refusal.content.front", line: "2"),
        Fault(text: "---\na: b\nc: [1, 2]\n---\n", word: "refusal.content.value", line: "3"),
    ]

    @Test(arguments: faults)
    func `front matter that cannot be read is refused with its line`(_ fault: Fault) throws {
        let error = try #require(throws: Refusal.self) { try Content(fault.text, path: "content/x.md") }
        #expect(error.kind == .configuration)
        #expect(error.word == fault.word)
        #expect(error.arguments["file"] == "content/x.md")
        #expect(error.arguments["line"] == fault.line)
    }
}
