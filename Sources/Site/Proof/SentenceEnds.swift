import Foundation

/// Where a sentence ends within a line of a text. One id marks one sentence: what stood behind it would look proved with it.
///
/// In doubt it ends, because the author can say it otherwise. Full stops of abbreviations, initials, and (in Lithuanian) of ordinals
/// end nothing.
enum SentenceEnds {
    private static let marks: Set<Character> = [".", "!", "?", "…", "؟", "۔"]
    private static let closers: Set<Character> = ["\"", "'", "”", "’", "“", "»", ")", "]"]
    private static let openers: Set<Character> = ["\"", "'", "“", "„", "‘", "«", "(", "[", "–", "—", "-"]

    /// Behind them comes what they belong to, whatever its first letter: they never end a sentence.
    private static let leading: Set<String> = [
        "e.g", "i.e", "cf", "vs", "mr", "mrs", "ms", "dr", "prof", "st", "pvz", "žr", "plg", "m", "šv",
    ]
    /// They end none before a number.
    private static let numbered: Set<String> = ["no", "nr", "art", "p", "pp", "tel", "str"]
    /// They end one before a capital letter only.
    private static let trailing: Set<String> = [
        "etc", "inc", "ltd", "co", "corp", "approx", "a.m", "p.m", "el", "t", "y", "kt", "pan", "d", "g", "val", "min", "mėn",
        "sav", "proc", "tūkst", "mln", "mlrd", "vnt", "angl", "lot", "pr",
    ]

    /// What stands behind the first sentence; nil: there is nothing.
    /// - Parameter markdown: a line without its id.
    static func second(in markdown: String, language: String) -> String? {
        let letters = Array(bare(markdown))
        for index in letters.indices where marks.contains(letters[index]) {
            let behind = index + 1
            // Of several marks the last one counts.
            if behind < letters.count, marks.contains(letters[behind]) { continue }
            let closed = letters[behind...].prefix { closers.contains($0) }.count
            let rest = letters[(behind + closed)...]
            let next = rest.drop { $0.isWhitespace || openers.contains($0) }
            guard let first = next.first(where: { $0.isLetter || $0.isNumber || $0 == "{" }) else { return nil }
            let place = Place(
                mark: letters[index], word: word(before: index, letters),
                isRepeated: index > 0 && marks.contains(letters[index - 1]), isClosed: closed > 0,
                isApart: rest.first?.isWhitespace ?? true, next: next, first: first, language: language)
            if place.ends { return String(next) }
        }
        return nil
    }

    /// A mark, and what stands around it.
    private struct Place {
        let mark: Character
        /// The letters and digits right before it, full stops within them too.
        let word: String
        let isRepeated: Bool
        /// Whether a bracket or a quotation closes behind it.
        let isClosed: Bool
        /// Whether a space stands behind it.
        let isApart: Bool
        let next: ArraySlice<Character>
        let first: Character
        let language: String

        private var isCapital: Bool { first.isUppercase || first == "{" }

        var ends: Bool {
            if !isApart { return isGlued }
            if isClosed || mark == "…" || isRepeated { return isCapital }
            guard mark == "." else { return true }
            if word.allSatisfy(\.isNumber) { return language != "lt" || !first.isLowercase || word.isEmpty }
            // One letter in upper case is an initial.
            let known = word.count > 1 ? word.lowercased() : word
            if leading.contains(known) || (first.isNumber && numbered.contains(known)) { return false }
            if trailing.contains(known) { return isCapital }
            // Initials, and what is made of single letters.
            return !word.split(separator: ".").allSatisfy { $0.count == 1 || $0 == "هـ" }
        }

        /// Without a space it is part of a name or a number, unless whole words stand on both sides and the second begins one.
        private var isGlued: Bool {
            guard word.count > 1, !word.contains("."), word.allSatisfy(\.isLetter), next.prefix(2).allSatisfy(\.isLetter),
                next.count > 1
            else { return false }
            return first.isUppercase || (!first.isLowercase && first.isLetter)
        }
    }

    private static func word(before index: Int, _ letters: [Character]) -> String {
        String(letters[..<index].reversed().prefix { $0.isLetter || $0.isNumber || $0 == "." }.reversed())
    }

    /// Without targets of links, addresses, code and emphasis: no sentence ends in them.
    private static func bare(_ markdown: String) -> String {
        markdown.replacing(/\]\([^)]*\)/, with: "]").replacing(/`[^`]*`/, with: "x").replacing(/<[^>]*>/, with: "x")
            .replacing(/[*_]/, with: "")
    }
}
