import Crypto
import Foundation
import Markdown
import Model
import Templates

/// The texts of content/ that become pages of their own.
struct Texts: Sendable {
    /// `privacy` is the agency's, and its own file replaces it; `platform` is the operator's, and nothing does.
    static let names = ["privacy", "platform", "cookies"]

    /// A text as it was written: a title of plain text and a body of Markdown, with the names of values in braces.
    struct Text: Sendable {
        private let title: Phrase
        private let body: Phrase
        var updated: Day?
        /// As it was written, front matter and all.
        let source: String
        /// SHA-256 of title and body as people read them, hexadecimal: the ids of sentences are no part of it.
        let digest: String
        /// Those with an id, in their order.
        let sentences: [Sentences.Sentence]

        /// - Parameter known: the ids that a sentence may have; nil: any, as in a version that was in force once.
        /// - Throws: `Refusal(.configuration)` naming the file when it has no title, asks for a value that there is not, or has a
        ///   sentence whose id no claim knows or that stands twice.
        init(_ source: String, path: String, language: String, known: Set<String>?) throws {
            self.source = source
            let content = try Content(source, path: path)
            guard let title = content.front["title"], !title.isEmpty else {
                throw Refusal(.configuration, "refusal.content.title", ["file": path])
            }
            let (marked, plain, sentences) = Sentences.read(content.body)
            (self.title, body) = (Phrase(title, language: language), Phrase(marked, language: language))
            (self.sentences, self.language) = (sentences, language)
            updated = content.front["updated"].flatMap { Day($0) }
            digest = Hex.text(Array(SHA256.hash(data: Array("\(title)\n\(plain)".utf8))))
            for name in Text.placeholders(title) + Text.placeholders(plain) where Value(rawValue: name) == nil {
                throw Refusal(.configuration, "refusal.content.placeholder", ["file": path, "name": name])
            }
            // A mark that leads nowhere, or a sentence that stands for two, would be a lie.
            var seen: Set<String> = []
            for one in sentences where !(known?.contains(one.id) ?? true) || !seen.insert(one.id).inserted {
                throw Refusal(.configuration, "refusal.content.sentence", ["file": path, "name": one.id])
            }
        }

        private let language: String

        /// Its HTML for a page, which says so where the text is in another language than the page.
        func spoken(_ html: HTML, on page: String) -> HTML {
            guard language != page else { return html }
            return HTML(trusted: "<div lang=\"\(language)\" dir=\"auto\">\n\(html.text)</div>\n")
        }

        /// The title for an agency, plain text.
        func title(for agency: Agency) -> String {
            let name = agency.legalName.isEmpty ? agency.name : agency.legalName
            return Text.filled(title, [.agency: name, .contact: agency.email.isEmpty ? name : agency.email])
        }

        /// The body for an agency: Markdown with the values escaped so that they stay text; an address becomes a link. The ids of
        /// sentences stand in it as `Sentences` keeps them.
        func body(for agency: Agency) -> String { Text.filled(body, Text.values(agency)) }

        /// The same without the ids of sentences.
        func plain(for agency: Agency) -> String {
            Sentences.filling(HTML(trusted: body(for: agency))) { _ in "" }.text
        }

        /// One of its sentences for an agency: Markdown.
        func sentence(_ id: String, for agency: Agency) -> String? {
            guard let found = sentences.first(where: { $0.id == id }) else { return nil }
            return Text.filled(Phrase(found.text, language: language), Text.values(agency))
        }

        private static func values(_ agency: Agency) -> [Value: String] {
            let name = escaped(agency.legalName.isEmpty ? agency.name : agency.legalName)
            let isAddress = agency.email.wholeMatch(of: /[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+/) != nil
            return [.agency: name, .contact: isAddress ? "<\(agency.email)>" : name]
        }

        private static func filled(_ phrase: Phrase, _ values: [Value: String]) -> String {
            phrase.text(Dictionary(uniqueKeysWithValues: values.map { ($0.rawValue, $1) }))
        }

        /// What stands in braces on one line.
        private static func placeholders(_ text: String) -> [String] {
            var names: [String] = []
            var open: String.Index?
            for index in text.utf8.indices {
                switch text.utf8[index] {
                case UInt8(ascii: "{"): open = text.utf8.index(after: index)
                case UInt8(ascii: "}"):
                    if let open { names.append(String(text[open..<index])) }
                    open = nil
                case UInt8(ascii: "\n"): open = nil
                default: break
                }
            }
            return names
        }
    }

    /// What a text may ask for.
    enum Value: String, CaseIterable {
        /// The agency's legal name, or else its name.
        case agency
        /// Its e-mail address, or else its name.
        case contact
    }

    private let byName: [String: Text]

    init(_ resources: Resources, languages: [String], known: Set<String>) throws {
        var found: [String: Text] = [:]
        for name in Texts.names {
            for language in languages {
                let paths = ["content/\(name).\(language).md", "content/\(name).md"]
                guard let path = paths.first(where: { resources.files[$0] != nil }), let source = try resources.text(path) else {
                    throw Refusal(.configuration, "refusal.content.missing", ["name": name])
                }
                found["\(name).\(language)"] = try Text(source, path: path, language: language, known: known)
            }
        }
        byName = found
    }

    /// The text in a language of `Site.languages`.
    func text(_ name: String, language: String) -> Text? { byName["\(name).\(language)"] }

    /// A backslash before every punctuation mark of ASCII (CommonMark, section 2.4); line ends become spaces.
    private static func escaped(_ text: String) -> String {
        var out = ""
        for letter in text.unicodeScalars {
            switch letter {
            case "!"..."/", ":"..."@", "["..."`", "{"..."~": out += "\\" + String(letter)
            case "\n", "\r", "\t": out += " "
            // What keeps the ids of sentences.
            case "\u{E000}", "\u{E001}": break
            default: out.unicodeScalars.append(letter)
            }
        }
        return out
    }
}
