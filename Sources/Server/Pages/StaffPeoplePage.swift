import Site
import Templates

/// `/AGENCY/staff/people/`: the agency's own people.
struct StaffPeoplePage: ServerPage {
    static let template = "staff/people"

    /// One of them.
    struct Person: Renderable, Sendable {
        let href: String
        let name: String
        let email: String
        let role: String
        /// `open`, `waiting` or `closed`, for the badge.
        let state: String
        let status: String
        let secondFactor: String
        let signedIn: String

        static let fields = Fields<Person> {
            $0.text("href") { $0.href }
            $0.text("name") { $0.name }
            $0.text("email") { $0.email }
            $0.text("role") { $0.role }
            $0.text("state") { $0.state }
            $0.text("status") { $0.status }
            $0.text("secondFactor") { $0.secondFactor }
            $0.text("signedIn") { $0.signedIn }
        }
    }

    let frame: Frame
    let summary: String
    /// The way to the form that invites somebody.
    let invite: String
    let people: [Person]

    static let fields = Fields<StaffPeoplePage> {
        $0.one("frame") { $0.frame }
        $0.text("summary") { $0.summary }
        $0.text("invite") { $0.invite }
        $0.list("people") { $0.people }
    }
}

/// `/AGENCY/staff/people/ID/`: one of the agency's own people, and what may be done about them.
struct StaffPersonPage: ServerPage {
    static let template = "staff/person"

    let frame: Frame
    let people: String
    let name: String
    let email: String
    let state: String
    let status: String
    let done: String?
    /// Why nothing can be changed here.
    let note: String?
    let rows: [AccountPage.Row]
    let sessions: [AccountPage.Session]
    let dangers: [FormPage.Danger]
    /// What is done at once, without a question: let in again, end sessions.
    let verbs: [FormPage.Danger]

    static let fields = Fields<StaffPersonPage> {
        $0.one("frame") { $0.frame }
        $0.text("people") { $0.people }
        $0.text("name") { $0.name }
        $0.text("email") { $0.email }
        $0.text("state") { $0.state }
        $0.text("status") { $0.status }
        $0.maybe("done") { $0.done }
        $0.maybe("note") { $0.note }
        $0.list("rows") { $0.rows }
        $0.list("sessions") { $0.sessions }
        $0.flag("hasSessions") { !$0.sessions.isEmpty }
        $0.list("dangers") { $0.dangers }
        $0.flag("hasDangers") { !$0.dangers.isEmpty }
        $0.list("verbs") { $0.verbs }
    }
}

/// What answers an invitation: the one time that its link is shown.
struct StaffInvitedPage: ServerPage {
    static let template = "staff/invited"

    let frame: Frame
    let people: String
    let title: String
    let lead: String
    let url: String
    /// The person's own page.
    let next: String
    /// The address of copy.js.
    let script: String?

    static let fields = Fields<StaffInvitedPage> {
        $0.one("frame") { $0.frame }
        $0.text("people") { $0.people }
        $0.text("title") { $0.title }
        $0.text("lead") { $0.lead }
        $0.text("url") { $0.url }
        $0.text("next") { $0.next }
        $0.maybe("script") { $0.script }
    }
}
