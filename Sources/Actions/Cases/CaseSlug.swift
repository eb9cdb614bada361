import Foundation
import Model

/// What a case is called in addresses when nobody says: its title in the letters that addresses have.
enum CaseSlug {
    /// Bytes; leaves room for a number behind it.
    private static let longest = 48

    /// Follows the grammar of slugs; `case` when nothing of the title is left.
    static func base(_ title: String) -> String {
        let latin = title.applyingTransform(.toLatin, reverse: false) ?? title
        let plain = latin.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil).lowercased()
        var slug = ""
        for word in plain.split(whereSeparator: { !($0.isASCII && ($0.isLetter || $0.isNumber)) }) {
            let longer = slug.isEmpty ? String(word.prefix(longest)) : slug + "-" + word
            if longer.utf8.count > longest { break }
            slug = longer
        }
        return slug.isEmpty ? "case" : slug
    }
}
