import Foundation

/// What a reader finds on the page of the versions of the policies, and on a policy's own page.
struct HistoryReader: Sendable {
    /// One version as the page shows it.
    struct Entry: Sendable {
        let digest: String
        /// Why it changed; nil: the page does not say.
        let reason: String?
        /// What went and what came, sentence by sentence.
        let removed, added: [String]
        /// The whole text, paragraph by paragraph.
        let paragraphs: [String]
    }

    /// The versions of each policy by its name, the newest first.
    let entries: [String: [Entry]]

    init(_ html: String) {
        let sections = html.matches(of: /(?s)<section class="section" aria-labelledby="([a-z]+)">(.*?)<\/section>/)
        let pairs = sections.map { section in
            let parts = String(section.2).components(separatedBy: "<li class=\"row version\">").dropFirst()
            return (String(section.1), parts.map(HistoryReader.entry))
        }
        entries = Dictionary(pairs) { $0 + $1 }
    }

    private static func entry(_ html: String) -> Entry {
        Entry(
            digest: html.firstMatch(of: /SHA-256 <span class="mono">([0-9a-f]{64})</).map { String($0.1) } ?? "",
            reason: html.firstMatch(of: /(?s)<bdi>(.*?)<\/bdi>/).map { plain(String($0.1)) },
            removed: html.matches(of: /(?s)<del>(.*?)<\/del>/).map { plain(String($0.1)) },
            added: html.matches(of: /(?s)<ins>(.*?)<\/ins>/).map { plain(String($0.1)) }, paragraphs: paragraphs(html))
    }

    /// The paragraphs, headings and items of the text on a page, without the marks behind its sentences.
    static func paragraphs(_ html: String) -> [String] {
        html.matches(of: /(?s)<div class="prose"[^>]*>(.*?)<\/div>/).flatMap { prose in
            String(prose.1).replacing(/(?s)<a class="mark".*?<\/a>/, with: "")
                .matches(of: /(?s)<(p|li|h[1-6])\b[^>]*>(.*?)<\/\1>/).map { plain(String($0.2)) }
        }
    }

    /// Text as people read it: no tags, one space between words.
    private static func plain(_ html: String) -> String {
        FormReader.plain(html.replacing(/<[^>]*>/, with: "")).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
