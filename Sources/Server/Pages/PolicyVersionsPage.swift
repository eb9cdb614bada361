import Site
import Templates

/// `/AGENCY/staff/settings/policies/`: what is in force, what is announced, what is only written yet.
struct PolicyVersionsPage: ServerPage {
    static let template = "staff/policies"

    struct Policy: Renderable, Sendable {
        let title: String
        /// Whether it is the agency's, and not the operator's.
        let isOwn: Bool
        /// In words.
        let inForce: String?
        let announced: String?
        /// The digest of a text that differs from both.
        let draft: String?
        /// Who has not been told of what is announced.
        let untold: [String]
        /// Where a draft is announced; nil: not here, or there is none.
        let announce: String?
        /// Where what is announced is brought into force.
        let activate: String?

        static let fields = Fields<Policy> {
            $0.text("title") { $0.title }
            $0.flag("isOwn") { $0.isOwn }
            $0.maybe("inForce") { $0.inForce }
            $0.maybe("announced") { $0.announced }
            $0.maybe("draft") { $0.draft }
            $0.texts("untold") { $0.untold }
            $0.flag("hasUntold") { !$0.untold.isEmpty }
            $0.maybe("announce") { $0.announce }
            $0.maybe("activate") { $0.activate }
        }
    }

    let frame: Frame
    let settings: String
    let history: String
    let done: String?
    let error: String?
    let policies: [Policy]

    static let fields = Fields<PolicyVersionsPage> {
        $0.one("frame") { $0.frame }
        $0.text("settings") { $0.settings }
        $0.text("history") { $0.history }
        $0.maybe("done") { $0.done }
        $0.maybe("error") { $0.error }
        $0.list("policies") { $0.policies }
    }
}
