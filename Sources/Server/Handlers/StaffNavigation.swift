import Actions
import Model
import Site
import Templates

extension StaffPages {
    /// The parts of the staff's workspace.
    enum Place: Sendable, Hashable {
        case work, clients, inbox, invoices, mail, people, settings
    }

    /// The navigation of the staff's pages: the parts that a person may open.
    /// - Parameters:
    ///   - place: the part that the page belongs to; nil: none.
    ///   - isBelow: whether it stands below that part's own page.
    static func navigation(_ signedIn: SignedInSession, at place: Place?, isBelow: Bool = false) -> [Frame.Item] {
        let role = signedIn.session.person.role
        guard role.isStaff else { return [] }
        let words = signedIn.site.words(signedIn.ownLanguage)
        let home = signedIn.visitor.home + "staff/"
        func item(_ own: Place, _ label: String, _ path: String) -> Frame.Item {
            Frame.Item(label: label, href: home + path, current: own == place ? (isBelow ? "true" : "page") : nil)
        }
        var items = [
            item(.work, words.text("staff.nav.work"), "work/"), item(.clients, words.text("staff.nav"), ""),
            item(.inbox, words.text("staff.nav.inbox"), "inbox/"),
            item(.invoices, words.text("invoices.title"), "invoices/"),
        ]
        if role.isManager {
            items += [
                item(.mail, mail(signedIn.agency.failedMail, words), "mail/"), item(.people, words.text("team.title"), "people/"),
                item(.settings, words.text("settings.title"), "settings/"),
            ]
        }
        if let grant = signedIn.agency.openAccess { items.append(access(grant, signedIn)) }
        return items
    }

    /// That the operator may look: for all of the staff to see, on every page; who may end it is led there.
    private static func access(_ grant: AccessGrant, _ signedIn: SignedInSession) -> Frame.Item {
        let words = signedIn.site.words(signedIn.ownLanguage)
        let formats = signedIn.site.formats(language: signedIn.ownLanguage, agency: signedIn.settings)
        let isOwner = signedIn.session.person.role == .owner
        return Frame.Item(
            label: words.text("staff.operator.see"),
            href: isOwner ? signedIn.visitor.home + "staff/settings/access/" : "",
            alert: words.text(
                grant.isEmergency ? "staff.operator.emergency" : "staff.operator.grant", ["moment": formats.moment(grant.until)]))
    }

    /// Says so when something failed: nobody finds out otherwise.
    private static func mail(_ failed: Int, _ words: Words) -> String {
        failed == 0 ? words.text("outbox.nav") : words.text("outbox.nav.failed", ["count": String(failed)])
    }

    static func navigation(_ staff: StaffSession, at place: Place?, isBelow: Bool = false) -> [Frame.Item] {
        navigation(staff.signedIn, at: place, isBelow: isBelow)
    }
}
