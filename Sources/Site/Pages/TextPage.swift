import Model
import Templates

/// A text that everybody may read: a privacy policy, the cookies.
struct TextPage: Renderable {
    let frame: Frame
    let title: String
    /// When it was last changed, in words.
    let updated: String?
    let body: HTML
    let more: [Link]
    /// The cookies that there are; empty where the text is not about them.
    var cookies: [CookieRow] = []
    /// What is asked below them; nil: nothing is.
    var consent: ConsentNotice?
    /// What is chosen in one's own browser, where that can be seen.
    var choice = ""

    static let fields = Fields<TextPage> {
        $0.one("frame") { $0.frame }
        $0.text("title") { $0.title }
        $0.maybe("updated") { $0.updated }
        $0.html("body") { $0.body }
        $0.flag("hasMore") { !$0.more.isEmpty }
        $0.list("more") { $0.more }
        $0.flag("hasCookies") { !$0.cookies.isEmpty }
        $0.list("cookies") { $0.cookies }
        $0.one("consent") { $0.consent }
        $0.flag("hasConsent") { $0.consent != nil }
        $0.text("choice") { $0.choice }
    }
}
