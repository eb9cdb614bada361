import Foundation
import Markdown
import Model

/// The ids of one text in one language, for whoever checks them.
public struct PolicySentences: Sendable {
    /// `privacy`, `platform` or `cookies`.
    public let name: String
    /// Of the text.
    public let language: String
    /// Its name in content/.
    public let file: String
    /// In their order.
    public let ids: [String]
    /// Lines of prose without an id.
    public let unmarked: [String]
    /// What stands behind the first sentence of a line, by the line's id: nothing shows it.
    public let surplus: [(id: String, text: String)]
}

extension Site {
    /// What the texts promise, in every language.
    /// - Throws: `Refusal(.configuration)` when a file is not as it must be.
    public func policySentences() throws -> [PolicySentences] {
        try Texts.names.flatMap { name in
            try languages.compactMap { language -> PolicySentences? in
                let file = language == "en" ? "content/\(name).md" : "content/\(name).\(language).md"
                guard let source = try resources.text(file) else { return nil }
                let body = try Content(source, path: file).body
                let (_, plain, sentences) = Sentences.read(body)
                let bare = zip(body.split(separator: "\n"), plain.split(separator: "\n")).filter { $0 == $1 }.map { String($0.0) }
                return PolicySentences(
                    name: name, language: language, file: file, ids: sentences.map(\.id),
                    unmarked: bare.filter { !$0.allSatisfy(\.isWhitespace) && !$0.hasPrefix("#") },
                    surplus: sentences.compactMap { one in
                        SentenceEnds.second(in: one.text, language: language).map { (one.id, $0) }
                    })
            }
        }
    }

    /// The ids in the texts that agencies have of their own: content/AGENCY/privacy.md, in whatever language. One that is not as it must
    /// be is told of where it is shown.
    var sentencesOfAgencies: Set<String> {
        let own = resources.paths(below: "content/", ending: ".md").filter { $0.split(separator: "/").count == 3 }
        return Set(
            own.flatMap { path -> [String] in
                guard let text = try? resources.text(path), let content = try? Content(text, path: path) else { return [] }
                return Sentences.read(content.body).sentences.map(\.id)
            })
    }

    /// content/sentences.txt: every id that a sentence ever had, those that are gone with a hyphen before them.
    public var sentenceLedger: [String] {
        ((try? resources.text("content/sentences.txt")) ?? nil)?.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
    }
}
