import Glibc
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
            "![[]()", "![\u{301}[]()", "[", "![", "[a](", "[a](<b", "*a_ ", "**a *", "*a **b _c ", "a<!--", "<!--", "`a", "- a\n",
            "[a](b) ", "\\",
            "&", "<b>\n\n", "<a href=\"", "[a]: b\n",
        ]
        .map { repeated($0) } + [repeated(">", then: "a"), repeated("- ", then: "a"), repeated("![", then: "a]()")] + [
            Pattern(name: "nested images") { String(repeating: "![", count: $0) + "a" + String(repeating: "](b)", count: $0) },
            Pattern(name: "nested emphasis") { String(repeating: "**a ", count: $0) + String(repeating: " a**", count: $0) },
            Pattern(name: "one long line") { String(repeating: "word ", count: $0 * 2) },
        ]

    @Test(arguments: patterns)
    func `eight times the text takes about eight times the time`(_ pattern: Pattern) {
        let short = LinearTests.time(pattern.make(2000))
        let long = LinearTests.time(pattern.make(16000))
        // Linear is 8, quadratic 64.
        #expect(long < short * 28 + .milliseconds(100), "\(short) and \(long)")
    }

    /// The better of two times of this thread alone, so that a busy machine does not count.
    private static func time(_ text: String) -> Duration {
        (0..<2).map { _ in
            let start = threadTime()
            _ = Markdown.html(text) { _ in "/x.png" }.text.utf8.count + Markdown.plain(text).utf8.count
            return threadTime() - start
        }.min() ?? .zero
    }

    private static func threadTime() -> Duration {
        var now = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
        return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
    }
}
