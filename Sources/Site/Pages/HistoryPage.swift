import Model
import Templates

/// `privacy/history/`: every version of the privacy policies, why it changed, and what differs from the one before.
struct HistoryPage: Renderable {
    /// A sentence that went or came.
    struct Change: Renderable {
        let isAdded: Bool
        let text: String

        static let fields = Fields<Change> {
            $0.flag("isAdded") { $0.isAdded }
            $0.text("text") { $0.text }
        }
    }

    /// One version.
    struct Version: Renderable {
        /// Such as `In force since 1 March 2026`.
        let heading: String
        /// As pages' badges know it.
        let state: String
        let facts: [String]
        let reason: String?
        let digest: String
        let language: String
        /// What differs from the version before; empty for the first.
        let changes: [Change]
        let body: HTML

        static let fields = Fields<Version> {
            $0.text("heading") { $0.heading }
            $0.text("state") { $0.state }
            $0.texts("facts") { $0.facts }
            $0.maybe("reason") { $0.reason }
            $0.text("digest") { $0.digest }
            $0.text("language") { $0.language }
            $0.list("changes") { $0.changes }
            $0.flag("hasChanges") { !$0.changes.isEmpty }
            $0.html("body") { $0.body }
        }
    }

    /// One policy.
    struct Section: Renderable {
        let id: String
        let title: String
        let href: String
        /// The newest first.
        let versions: [Version]

        static let fields = Fields<Section> {
            $0.text("id") { $0.id }
            $0.text("title") { $0.title }
            $0.text("href") { $0.href }
            $0.list("versions") { $0.versions }
        }
    }

    let frame: Frame
    let privacy: String
    let sections: [Section]

    static let fields = Fields<HistoryPage> {
        $0.one("frame") { $0.frame }
        $0.text("privacy") { $0.privacy }
        $0.list("sections") { $0.sections }
    }
}
