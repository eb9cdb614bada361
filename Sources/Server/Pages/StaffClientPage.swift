import Site
import Templates

/// `/AGENCY/staff/clients/CLIENT/`: a client as the staff know it.
struct StaffClientPage: ServerPage {
    static let template = "staff/client"

    /// Something known of the client.
    struct Fact: Renderable, Sendable {
        let label: String
        let value: String

        static let fields = Fields<Fact> {
            $0.text("label") { $0.label }
            $0.text("value") { $0.value }
        }
    }

    /// A person of the client, and what can be done.
    struct ContactRow: Renderable, Sendable {
        let name: String
        let email: String
        /// The form that changes them.
        let href: String
        /// What they may see, and in which language.
        let about: String
        /// `new`, `invited`, `active`, `locked`: what the style goes by.
        let state: String
        let status: String
        /// Until when the invitation holds.
        let until: String?
        /// Where an invitation is asked for; nil when there is none to give.
        let invite: String?

        static let fields = Fields<ContactRow> {
            $0.text("name") { $0.name }
            $0.text("email") { $0.email }
            $0.text("href") { $0.href }
            $0.text("about") { $0.about }
            $0.text("state") { $0.state }
            $0.text("status") { $0.status }
            $0.maybe("until") { $0.until }
            $0.maybe("invite") { $0.invite }
        }
    }

    struct CaseRow: Renderable, Sendable {
        let href: String
        let title: String
        let about: String
        /// `open`, `waiting`, `closed`: what the style goes by.
        let state: String
        let status: String

        static let fields = Fields<CaseRow> {
            $0.text("href") { $0.href }
            $0.text("title") { $0.title }
            $0.text("about") { $0.about }
            $0.text("state") { $0.state }
            $0.text("status") { $0.status }
        }
    }

    let frame: Frame
    let clientsHref: String
    let name: String
    let kind: String
    let edit: String
    /// The client's own pages.
    let asClient: String
    let done: String?
    /// Since when it is erased, and what is left, in words; nil: it is not.
    let erased: String?
    let isArchived: Bool
    /// Since when it is archived, in words.
    let archived: String
    /// Where it is brought back.
    let restore: String
    let facts: [Fact]
    let cases: [CaseRow]
    let contacts: [ContactRow]
    let newContact: String
    /// What is owed, by currency.
    let owed: [String]
    let invoices: [String]
    /// Where they are listed, and where one more is written.
    let invoiceList, newInvoice: String
    /// Who looks after it.
    let agents: [String]
    /// Where that is decided; nil for agents.
    let assign: String?
    /// That its data is restricted, and why; nil: it is not.
    var restricted: String?
    /// Where that is decided; nil for agents, and while it is.
    var restrict: String?

    static let fields = Fields<StaffClientPage> {
        $0.one("frame") { $0.frame }
        $0.text("clientsHref") { $0.clientsHref }
        $0.text("name") { $0.name }
        $0.text("kind") { $0.kind }
        $0.text("edit") { $0.edit }
        // Beside the form of its details.
        $0.text("newCase") { $0.edit.dropLast("edit/".count) + "new-case/" }
        $0.text("asClient") { $0.asClient }
        $0.maybe("done") { $0.done }
        $0.maybe("erased") { $0.erased }
        $0.flag("isErased") { $0.erased != nil }
        $0.flag("isArchived") { $0.isArchived }
        $0.text("archived") { $0.archived }
        $0.text("restore") { $0.restore }
        $0.list("facts") { $0.facts }
        $0.flag("hasFacts") { !$0.facts.isEmpty }
        $0.list("cases") { $0.cases }
        $0.flag("hasCases") { !$0.cases.isEmpty }
        $0.list("contacts") { $0.contacts }
        $0.flag("hasContacts") { !$0.contacts.isEmpty }
        $0.text("newContact") { $0.newContact }
        $0.texts("owed") { $0.owed }
        $0.flag("owes") { !$0.owed.isEmpty }
        $0.texts("invoices") { $0.invoices }
        $0.text("invoiceList") { $0.invoiceList }
        $0.text("newInvoice") { $0.newInvoice }
        $0.texts("agents") { $0.agents }
        $0.flag("hasAgents") { !$0.agents.isEmpty }
        $0.maybe("assign") { $0.assign }
        $0.maybe("restricted") { $0.restricted }
        $0.flag("isRestricted") { $0.restricted != nil }
        $0.maybe("restrict") { $0.restrict }
    }
}
