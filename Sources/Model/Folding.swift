import Foundation

/// Texts as they are compared where people look for something: without case, without marks on letters.
public enum Folding {
    /// `Žalgirio g.` as `zalgirio g.`.
    public static func key(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
    }
}

extension Client {
    /// What the list of clients sorts by: the name as people read it, not as bytes.
    public var sortName: String { Folding.key(name) }

    /// What the list of clients is searched in; never empty.
    public var folded: String { Folding.key([name, slug.text, email, city, vat, phone].joined(separator: "\n")) }
}
