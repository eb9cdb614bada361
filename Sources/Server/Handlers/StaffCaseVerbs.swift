import Actions
import Hummingbird
import Model

/// What staff do with a case at one press. Each answers once the client's pages show it, and leads back to the case.
enum CaseVerbs {
    /// POST `/AGENCY/staff/clients/CLIENT/cases/CASE/status`: `status`.
    static func status(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let (client, slug) = (try staff.visitor.slug(3), try staff.visitor.slug(5))
        let body = try await FormBody.read(request, names: ["status"])
        guard let status = body["status"].flatMap(Case.Status.init(rawValue:)) else {
            throw Refusal(.usage, "refusal.form.malformed")
        }
        _ = try await staff.agency.setStatus(staff.session, client: client, case: slug, status)
        let done: StaffHandlers.Done =
            switch status {
            case .open: .reopened
            case .waiting: .waiting
            case .closed: .closed
            }
        return .redirect(to: StaffPages.path(staff.visitor.home, client, slug) + done.query)
    }

    /// POST `/AGENCY/staff/clients/CLIENT/cases/CASE/stage`: `stage`, its name.
    static func stage(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let (client, slug) = (try staff.visitor.slug(3), try staff.visitor.slug(5))
        let body = try await FormBody.read(request, names: ["stage"])
        _ = try await staff.agency.setStage(staff.session, client: client, case: slug, to: body["stage"] ?? "")
        return .redirect(to: StaffPages.path(staff.visitor.home, client, slug) + StaffHandlers.Done.moved.query)
    }
}
