public import Model
import Templates

/// What is kept how long, and why: the table by which the program works.
struct RetentionPage: Renderable {
    struct Row: Renderable, Sendable {
        let what: String
        let from: String
        let keep: String
        let then: String
        let why: String

        static let fields = Fields<Row> {
            $0.text("what") { $0.what }
            $0.text("from") { $0.from }
            $0.text("keep") { $0.keep }
            $0.text("then") { $0.then }
            $0.text("why") { $0.why }
        }
    }

    let frame: Frame
    let rows: [Row]
    let more: [Link]

    static let fields = Fields<RetentionPage> {
        $0.one("frame") { $0.frame }
        $0.list("rows") { $0.rows }
        $0.list("more") { $0.more }
    }
}

extension Site {
    /// `privacy/retention/`: for everybody, in the agency's language.
    func renderRetention(_ rules: [RetentionRule], agency: Agency, language: String, more: [Link]) -> RenderedPage {
        let rows = retentionRows(rules, language: language).map { cells in
            RetentionPage.Row(what: cells[0], from: cells[1], keep: cells[2], then: cells[3], why: cells[4])
        }
        let page = RetentionPage(
            frame: frame(agency: agency, language: language, signedIn: false), rows: rows, more: more)
        return RenderedPage(
            page: .shared("privacy/retention"), path: "privacy/retention/index.html",
            bytes: templates(language).retention.render(page), freshUntil: nil)
    }
}

extension Site {
    /// The rules in words, as the page has them: what, counted from, how long, what then, why.
    public func retentionRows(_ rules: [RetentionRule], language: String) -> [[String]] {
        let words = words(language)
        return rules.map { rule in
            [
                words.text("retention.what.\(rule.subject.rawValue)"), words.text("retention.from.\(rule.trigger.rawValue)"),
                RetentionPage.time(rule.keep, words), words.text("retention.then.\(rule.action.rawValue)"),
                words.text("retention.why.\(rule.basis.rawValue)"),
            ]
        }
    }
}

extension RetentionPage {
    fileprivate static func time(_ keep: RetentionRule.Keep, _ words: Words) -> String {
        switch keep {
        case .minutes(0): words.text("retention.at-once")
        case .minutes(let count): words.text("retention.minutes", count: count)
        case .days(let count): words.text("retention.days", count: count)
        case .months(let count): words.text("retention.months", count: count)
        case .years(let count): words.text("retention.years", count: count)
        case .always: words.text("retention.always")
        }
    }
}
