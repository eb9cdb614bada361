import Foundation

extension Slug {
    /// The name in addresses that a title suggests: `Žalgirio g. 12` is `zalgirio-g-12`. Nil when it has no letter or digit of
    /// ours in it.
    /// - Parameter most: the longest that it may be, in characters; it ends at a whole word.
    public static func suggested(for title: String, most: Int = 48) -> Slug? {
        let others: [Character: String] = [
            "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h", "&": "-",
        ]
        var words: [String] = [""]
        for character in title.lowercased().prefix(300) {
            let text = others[character] ?? String(character)
            // Letters with marks are a letter and marks: the marks fall away.
            for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
                switch scalar {
                case "a"..."z", "0"..."9": words[words.count - 1].unicodeScalars.append(scalar)
                case _ where scalar.properties.generalCategory == .nonspacingMark: continue
                case "'", "’": continue
                default: words.append("")
                }
            }
        }
        var slug = ""
        for word in words where !word.isEmpty {
            guard slug.utf8.count + word.utf8.count + 1 <= most else { break }
            slug += (slug.isEmpty ? "" : "-") + word
        }
        return Slug(slug) ?? Slug(String(words.first { !$0.isEmpty }?.prefix(most) ?? ""))
    }

    /// The slug, or the first of `slug-2`, `slug-3` … that is free.
    public func free(unless isTaken: (Slug) throws -> Bool) rethrows -> Slug {
        var slug = self
        var number = 2
        while try isTaken(slug) {
            guard let next = Slug("\(text.prefix(56))-\(number)") ?? Slug("x-\(number)") else { return slug }
            (slug, number) = (next, number + 1)
        }
        return slug
    }
}
