import Foundation

/// Goes from link to link within the agency, as somebody does who looks at everything.
struct Crawl: Sendable {
    /// Path → what came.
    private(set) var pages: [String: Wire.Answer] = [:]

    /// - Parameter most: how many pages are looked at.
    static func go(_ browser: Browser, from start: String, most: Int = 40) async throws -> Crawl {
        var crawl = Crawl()
        var ahead = [start]
        while !ahead.isEmpty, crawl.pages.count < most {
            let path = ahead.removeFirst()
            if crawl.pages[path] != nil { continue }
            let answer = try await browser.get(path)
            crawl.pages[path] = answer
            guard answer["content-type"]?.hasPrefix("text/html") == true else { continue }
            for match in answer.text.matches(of: /<a [^>]*href="([^"#?]+)[^"]*"/) {
                let link = resolved(String(match.1), from: path)
                if link.hasPrefix(browser.home), !link.contains("/documents/"), !link.hasSuffix(".csv") { ahead.append(link) }
            }
        }
        return crawl
    }

    private static func resolved(_ link: String, from path: String) -> String {
        URL(string: link, relativeTo: URL(string: "http://here" + path))?.absoluteURL.path(percentEncoded: true) ?? ""
    }

    /// What pages make a browser load or send from anywhere but here: by the text of the address.
    var foreign: [String] {
        pages.values.flatMap { answer in
            answer.text.matches(
                of:
                    /<(?:img|script|link|iframe|source|video|audio|form|object|embed|input|track)\b[^>]*?(?:src|href|action|data|srcset|poster)="((?:[a-z]+:)?\/\/[^"]*)"/
            )
            .map { String($0.1) }
        }
    }
}
