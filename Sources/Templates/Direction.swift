/// Which way a language is read, and how text of another stands in it.
enum Direction {
    private static let fromTheRight: Set<Substring> = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]

    /// Whether a language (`ar`, `ar_EG`) is read from the right.
    static func isRightToLeft(_ language: String) -> Bool {
        fromTheRight.contains(language.prefix { $0 != "_" && $0 != "-" })
    }

    /// The text between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX 9, 2.4): what `<bdi>` is in HTML, for sentences
    /// that become attributes and letters too. Digits alone need none.
    static func isolated(_ text: String) -> String {
        let isNumber = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isNumber ? text : "\u{2068}\(text)\u{2069}"
    }
}
