import HTTPTypes
import Model

extension Route {
    /// What the staff's pages leave in the audit log by an action of their own, by their path. A page that does not stand here
    /// leaves `view.read`, so that a new one cannot be forgotten.
    static let told = [
        "/AGENCY/staff/": "clients.read",
        "/AGENCY/staff/audit.csv": "audit.export",
        "/AGENCY/staff/audit/": "audit.read",
        "/AGENCY/staff/clients.csv": "clients.export",
        "/AGENCY/staff/clients/CLIENT/": "client.read",
        "/AGENCY/staff/clients/CLIENT/cases/CASE/": "case.read",
        "/AGENCY/staff/documents/ID/": "document.facts.read",
        "/AGENCY/staff/inbox/": "inbox.read",
        "/AGENCY/staff/incidents/": "incidents.read",
        "/AGENCY/staff/incidents/ID/": "incidents.read",
        "/AGENCY/staff/invoices.csv": "invoices.export",
        "/AGENCY/staff/invoices/": "invoices.read",
        "/AGENCY/staff/invoices/ID/": "invoice.read",
        "/AGENCY/staff/mail/": "outbox.read",
        "/AGENCY/staff/settings/access/": "access.read",
        "/AGENCY/staff/support/": "support.read",
        "/AGENCY/staff/support/ID/": "support.read",
        "/AGENCY/staff/work/": "work.read",
    ]

    /// Whether a successful GET is written down by its route and address alone.
    var isNoted: Bool {
        guard method == .get else { return false }
        switch handler {
        case .staff, .manager: return Route.told[path] == nil
        case .signedIn: return path.hasSuffix("/documents/ID/view/")
        case .anyone, .visitor, .settingUp: return false
        }
    }
}
