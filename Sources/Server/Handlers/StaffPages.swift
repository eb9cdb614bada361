import Model
import Site
import Templates

/// The staff's pages; their handlers stand in files of their own.
enum StaffHandlers {}

/// What the staff's pages have in common.
enum StaffPages {
    /// `/AGENCY/staff/clients/CLIENT/cases/CASE/`.
    static func path(_ home: String, _ client: Slug, _ record: Slug) -> String {
        "\(home)staff/clients/\(client)/cases/\(record)/"
    }

    static func status(_ status: Case.Status, _ words: Words) -> String {
        switch status {
        case .open: words.text("case.status.open")
        case .waiting: words.text("case.status.waiting")
        case .closed: words.text("case.status.closed")
        }
    }

    static func kind(_ kind: Event.Kind, _ words: Words) -> String {
        switch kind {
        case .note: words.text("event.kind.note")
        case .call: words.text("event.kind.call")
        case .meeting: words.text("event.kind.meeting")
        case .filing: words.text("event.kind.filing")
        case .milestone: words.text("event.kind.milestone")
        }
    }
}
