import Model
import Templates

/// A text that everybody may read: a privacy policy, the cookies.
struct TextPage: Renderable {
    let frame: Frame
    let title: String
    /// When it was last changed, in words.
    let updated: String?
    /// How its promises stand; nil for a text without promises.
    let proof: ProofSummary?
    let body: HTML
    let more: [Link]
    /// The cookies that there are; empty where the text is not about them.
    var cookies: [CookieRow] = []
    /// What is asked below them; nil: nothing is.
    var consent: ConsentNotice?
    /// What is chosen in one's own browser, where that can be seen.
    var choice = ""
    /// How often authorities got an answer, by year; empty where the text is not about whoever runs the program.
    var disclosures: [DisclosureRow] = []

    static let fields = Fields<TextPage> {
        $0.one("frame") { $0.frame }
        $0.text("title") { $0.title }
        $0.maybe("updated") { $0.updated }
        $0.one("proof") { $0.proof }
        $0.html("body") { $0.body }
        $0.flag("hasMore") { !$0.more.isEmpty }
        $0.list("more") { $0.more }
        $0.flag("hasCookies") { !$0.cookies.isEmpty }
        $0.list("cookies") { $0.cookies }
        $0.one("consent") { $0.consent }
        $0.flag("hasConsent") { $0.consent != nil }
        $0.text("choice") { $0.choice }
        $0.flag("hasDisclosures") { !$0.disclosures.isEmpty }
        $0.list("disclosures") { $0.disclosures }
    }
}

/// How often authorities got an answer in a year.
struct DisclosureRow: Renderable {
    let year, count: String

    static let fields = Fields<DisclosureRow> {
        $0.text("year") { $0.year }
        $0.text("count") { $0.count }
    }

    /// The newest year first; this one always, because none is an answer too.
    static func rows(_ days: [Day], today: Day) -> [DisclosureRow] {
        let counts = Dictionary(days.map { ($0.year, 1) }, uniquingKeysWith: +).merging([today.year: 0]) { counted, _ in counted }
        return counts.sorted { $0.key > $1.key }.map { DisclosureRow(year: "\($0.key)", count: "\($0.value)") }
    }
}

/// How the promises stand, in figures.
struct ProofSummary: Renderable {
    let figures: [Standing.Figure]
    let ran: String
    /// The page of all promises; nil on that page.
    let href: String?

    init(_ standing: Standing, isIndex: Bool = false) {
        (figures, ran, href) = (standing.figures, standing.ran, isIndex ? nil : standing.home)
    }

    static let fields = Fields<ProofSummary> {
        $0.list("figures") { $0.figures }
        $0.text("ran") { $0.ran }
        $0.maybe("href") { $0.href }
    }
}
