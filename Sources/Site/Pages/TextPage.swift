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

    static let fields = Fields<TextPage> {
        $0.one("frame") { $0.frame }
        $0.text("title") { $0.title }
        $0.maybe("updated") { $0.updated }
        $0.html("body") { $0.body }
        $0.flag("hasMore") { !$0.more.isEmpty }
        $0.list("more") { $0.more }
    }
}
