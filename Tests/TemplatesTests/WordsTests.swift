import Model
import Testing

@testable import Templates

@Suite struct WordsTests {
    @Test func `nested maps are joined with dots and arguments are put in`() throws {
        let words = try Words(language: "en", yaml: "a:\n  b: \"Hello {name}, {other} {} {\"\nc.d: x\n", path: "en.yaml")
        #expect(words.keys == ["a.b", "c.d"])
        #expect(words.text("a.b", ["name": "{other}"]) == "Hello {other}, {other} {} {")
        #expect(words.text("c.d") == "x")
        #expect(words.text("unknown") == "unknown")
        #expect(words.arguments(of: "a.b") == ["name", "other"])
    }

    @Test(
        "one full stop ends a sentence",
        arguments: [
            ("Nuo {day}.", "gruodžio 28 d.", "Nuo gruodžio 28 d."), ("Nuo {day}. Kodėl", "28 d.", "Nuo 28 d. Kodėl"),
            ("From {day}. Why", "28 December", "From 28 December. Why"), ("{day}, then", "28 d.", "28 d., then"),
            ("{day} .", "28 d.", "28 d. ."), ("{day}.", "", "."),
        ])
    func fullStops(pattern: String, day: String, text: String) {
        #expect(Phrase(pattern, language: "lt").text(["day": day]) == text)
    }

    struct Count: Sendable {
        let language: String
        let expected: [Int: String]
    }

    static let counts = [
        Count(language: "en", expected: [0: "other", 1: "one", 2: "other", 21: "other", -1: "one"]),
        Count(language: "de", expected: [0: "other", 1: "one", 2: "other"]),
        Count(language: "et", expected: [0: "other", 1: "one", 2: "other"]),
        Count(language: "fr", expected: [0: "one", 1: "one", 2: "other", 1_000_000: "many"]),
        Count(
            language: "lt",
            expected: [
                0: "other", 1: "one", 2: "few", 9: "few", 10: "other", 11: "other", 19: "other", 20: "other", 21: "one",
                22: "few", 101: "one", 111: "other", 112: "other",
            ]),
        Count(
            language: "lv",
            expected: [0: "zero", 1: "one", 2: "other", 10: "zero", 11: "zero", 21: "one", 22: "other", 111: "zero"]),
        Count(
            language: "pl", expected: [0: "many", 1: "one", 2: "few", 5: "many", 12: "many", 21: "many", 22: "few", 112: "many"]),
        Count(
            language: "ru", expected: [0: "many", 1: "one", 2: "few", 5: "many", 11: "many", 21: "one", 24: "few", 111: "many"]),
        Count(language: "uk", expected: [1: "one", 3: "few", 14: "many"]),
        Count(language: "cs", expected: [0: "other", 1: "one", 4: "few", 5: "other"]),
        Count(language: "sl", expected: [1: "one", 2: "two", 3: "few", 4: "few", 5: "other", 101: "one"]),
        Count(
            language: "ar",
            expected: [0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many", 99: "many", 100: "other", 103: "few"]),
        Count(language: "he", expected: [0: "other", 1: "one", 2: "two", 3: "other", 20: "other"]),
        Count(language: "ja", expected: [0: "other", 1: "other"]),
        Count(language: "ro", expected: [0: "few", 1: "one", 19: "few", 20: "other", 101: "few", 120: "other"]),
        Count(language: "pt_BR", expected: [0: "one", 1: "one", 2: "other"]),
        Count(language: "hr", expected: [1: "one", 2: "few", 5: "other", 11: "other", 21: "one"]),
    ]

    @Test(arguments: counts)
    func `numbers take the form that CLDR gives them`(_ count: Count) throws {
        let forms = Plural.allCases.map { "  \($0.rawValue): \"\($0.rawValue) {count}\"\n" }.joined()
        let words = try Words(language: count.language, yaml: "n:\n" + forms, path: "words.yaml")
        #expect(words.keys == ["n"])
        for (number, form) in count.expected {
            #expect(words.text("n", count: number) == "\(form) \(number)", "\(count.language) \(number)")
        }
    }

    @Test(arguments: [("ar", "\u{2068}a.pdf\u{2069}"), ("he_IL", "\u{2068}a.pdf\u{2069}"), ("en", "a.pdf"), ("lt", "a.pdf")])
    func `a name in a sentence that is read from the right is kept apart from it`(_ language: String, _ shown: String) throws {
        let words = try Words(language: language, yaml: "w: \"«{name}», {size}\"", path: "words.yaml")
        #expect(words.text("w", ["name": "a.pdf", "size": "12"]) == "«\(shown)», 12")
    }

    @Test func `Lithuanian needs three forms, English two, Polish four`() {
        #expect(Plural.needed(in: "lt") == [.one, .few, .other])
        #expect(Plural.needed(in: "en") == [.one, .other])
        #expect(Plural.needed(in: "pl") == [.one, .few, .many, .other])
    }

    struct Fault: Sendable {
        let yaml: String
        let word: String
        let line: String
        var name: String?
    }

    static let faults = [
        Fault(yaml: "a: b\n  c: [", word: "refusal.words.yaml", line: "2"),
        Fault(yaml: "a: b\na: c\n", word: "refusal.words.yaml", line: "1"),
        Fault(yaml: "a: b\nc: [1, 2]\n", word: "refusal.words.value", line: "2", name: "c"),
        Fault(yaml: "a.b: c\na:\n  b: d\n", word: "refusal.words.twice", line: "3", name: "a.b"),
        Fault(yaml: "x: y\nn:\n  one: a\n  other: b\n", word: "refusal.words.plural", line: "3", name: "n"),
        Fault(yaml: "just text", word: "refusal.words.value", line: "1"),
    ]

    @Test(arguments: faults)
    func `a wrong file of words is refused with its line`(_ fault: Fault) throws {
        let error = try #require(throws: Refusal.self) { try Words(language: "lt", yaml: fault.yaml, path: "lt.yaml") }
        #expect(error.kind == .configuration)
        #expect(error.word == fault.word)
        #expect(error.arguments["file"] == "lt.yaml")
        #expect(error.arguments["line"] == fault.line)
        if let name = fault.name { #expect(error.arguments["name"] == name) }
    }

    @Test func `a word that a language lacks, or that asks for what others do not, is found`() throws {
        func library(_ en: String, _ lt: String, _ template: String = "") throws -> Library {
            try Library(
                sources: ["page": Source(text: template, path: "page")],
                words: [
                    "en": Words(language: "en", yaml: en, path: "en"), "lt": Words(language: "lt", yaml: lt, path: "lt"),
                ])
        }
        try library("a: x {n}", "a: y").checkWords()
        let missing = #expect(throws: Refusal.self) { try library("a: x", "b: y").checkWords() }
        #expect(missing?.arguments == ["name": "b", "language": "en"])
        let used = #expect(throws: Refusal.self) { try library("a: x", "a: y", "{{words.c}}").checkWords() }
        #expect(used?.arguments == ["name": "c", "language": "en"])
        let stray = #expect(throws: Refusal.self) { try library("a: x {n}", "a: y {m}").checkWords() }
        #expect(stray?.word == "refusal.words.argument")
    }
}
