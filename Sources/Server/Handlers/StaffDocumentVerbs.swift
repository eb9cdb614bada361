import Actions
import HTTPTypes
import Hummingbird
import Model
import Site

/// What staff do with documents. Each answers once the client's pages show it, and leads back to the case.
extension StaffHandlers {
    /// POST `/AGENCY/staff/documents/ID/publish`: the client's contacts see it from now on.
    static func publish(_ request: Request, _ staff: StaffSession, document: String) async throws -> Response {
        let to = try await back(request, staff)
        _ = try await staff.agency.publish(document: document, by: staff.session.actor, session: staff.session)
        return .redirect(to: to + Done.published.query)
    }

    /// POST `/AGENCY/staff/documents/ID/unpublish`: they no longer see it.
    static func unpublish(_ request: Request, _ staff: StaffSession, document: String) async throws -> Response {
        let to = try await back(request, staff)
        _ = try await staff.agency.unpublish(document: document, by: staff.session.actor, session: staff.session)
        return .redirect(to: to + Done.unpublished.query)
    }

    /// POST `/AGENCY/staff/documents/ID/remove`: it goes for good.
    static func remove(_ request: Request, _ staff: StaffSession, document: String) async throws -> Response {
        let to = try await back(request, staff)
        _ = try await staff.agency.remove(document: document, by: staff.session.actor, session: staff.session)
        return .redirect(to: to + Done.removed.query)
    }

    /// The page that the form came from, or the list of clients. A request without a form has no body at all.
    private static func back(_ request: Request, _ staff: StaffSession) async throws -> String {
        let home = staff.visitor.home + "staff/"
        guard request.headers[.contentType] != nil else { return home }
        let body = try await FormBody.read(request, names: ["to"])
        return LocalTarget.checked(body["to"], agency: staff.agency.slug) ?? home
    }

    /// What was done, as the page that one comes back to says it.
    enum Done: String {
        case published, unpublished, removed
        case opened, saved, moved, closed, reopened, waiting
        case entryShown, entryKept

        var query: String { "?done=" + rawValue }

        var word: String {
            switch self {
            case .published: "staff.done.published"
            case .unpublished: "staff.done.unpublished"
            case .removed: "staff.done.removed"
            case .opened: "staff.done.case.opened"
            case .saved: "staff.done.saved"
            case .moved: "staff.done.case.moved"
            case .closed: "staff.done.case.closed"
            case .reopened: "staff.done.case.reopened"
            case .waiting: "staff.done.case.waiting"
            case .entryShown: "staff.done.entry.shown"
            case .entryKept: "staff.done.entry.kept"
            }
        }
    }
}
