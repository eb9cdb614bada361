import Markdown
import Model
import Testing

/// Texts that make a careless parser take quadratic time or run out of stack.
@Suite(.serialized) struct LinearTests {
    struct Pattern: Sendable, CustomTestStringConvertible {
        let name: String
        let make: @Sendable (Int) -> String
        var testDescription: String { name }
    }

    static func repeated(_ unit: String, then end: String = "") -> Pattern {
        Pattern(name: unit) { String(repeating: unit, count: $0) + end }
    }

    static let patterns =
        [
            "![[]()", "[", "![", "[a](", "[a](<b", "*a_ ", "**a *", "*a **b _c ", "a<!--", "<!--", "`a", "- a\n", "[a](b) ", "\\",
            "&", "<b>\n\n", "<a href=\"", "[a]: b\n",
        ]
        .map { repeated($0) } + [repeated(">", then: "a"), repeated("- ", then: "a"), repeated("![", then: "a]()")] + [
            Pattern(name: "nested images") { String(repeating: "![", count: $0) + "a" + String(repeating: "](b)", count: $0) },
            Pattern(name: "nested emphasis") { String(repeating: "**a ", count: $0) + String(repeating: " a**", count: $0) },
            Pattern(name: "one long line") { String(repeating: "word ", count: $0 * 10) },
        ]

    @Test(arguments: patterns)
    func `twice the text takes about twice the time`(_ pattern: Pattern) {
        let once = LinearTests.time(pattern.make(4000))
        let thrice = LinearTests.time(pattern.make(32000))
        // Eight times the text: linear is 8, quadratic 64. The constant forgives a busy machine.
        #expect(thrice < once * 28 + .milliseconds(250), "\(once) and \(thrice)")
    }

    /// The best of three: what the machine does besides only makes it longer.
    private static func time(_ text: String) -> Duration {
        let clock = ContinuousClock()
        return (0..<3).map { _ in
            clock.measure { _ = Markdown.html(text) { _ in "/x.png" }.text.utf8.count + Markdown.plain(text).utf8.count }
        }.min() ?? .zero
    }
}
