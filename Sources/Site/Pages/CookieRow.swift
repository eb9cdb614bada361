import Model
import Templates

/// One cookie of the registry, as the page of the cookies lists it.
struct CookieRow: Renderable {
    let name: String
    let purpose: String
    let use: String
    /// `essential`, `analytics`.
    let kind: String
    let lifetime: String

    init(_ rule: CookieRule, _ agency: Agency, _ words: Words) {
        name = rule.name(of: agency.slug)
        purpose = words.text("cookies.purpose.\(rule.name)")
        use = words.text("cookies.use.\(rule.use.rawValue)")
        kind = rule.use.rawValue
        lifetime =
            switch rule.lifetime {
            case nil: words.text("cookies.until-closed")
            case .some(let seconds) where seconds >= 86_400: words.text("cookies.days", count: Int(seconds / 86_400))
            case .some(let seconds): words.text("cookies.minutes", count: Int(seconds / 60))
            }
    }

    static let fields = Fields<CookieRow> {
        $0.text("name") { $0.name }
        $0.text("purpose") { $0.purpose }
        $0.text("use") { $0.use }
        $0.text("kind") { $0.kind }
        $0.text("lifetime") { $0.lifetime }
    }
}
