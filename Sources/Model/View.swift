/// A language and a set of rights: a client's pages are rendered once for each view that somebody holds.
public struct View: Hashable, Sendable, Comparable {
    /// A language tag that templates/words/ has, such as `lt`.
    public let language: String
    /// What is seen in it.
    public let rights: Rights

    /// - Parameters: as the properties.
    public init(language: String, rights: Rights) {
        (self.language, self.rights) = (language, rights)
    }

    /// The name of its folder: `lt.cid`.
    public var name: String { language + "." + rights.letters }

    /// Reads the name of a folder.
    public init?(name: String) {
        guard let dot = name.lastIndex(of: "."), let rights = Rights(letters: String(name[name.index(after: dot)...])) else {
            return nil
        }
        self.init(language: String(name[..<dot]), rights: rights)
    }

    /// By the name.
    public static func < (left: View, right: View) -> Bool { left.name < right.name }
}
