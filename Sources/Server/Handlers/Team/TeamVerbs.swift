import Actions
import Hummingbird
import Model
import Site
import Templates

/// What is done to one of the agency's own people at once.
enum TeamVerbs {
    /// POST `/AGENCY/staff/people/ID/lock-out`.
    static func lockOut(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        try await done(manager, .locked) { try await manager.agency.lockOut($0, true, by: manager.session) }
    }

    /// POST `/AGENCY/staff/people/ID/let-in`.
    static func letIn(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        try await done(manager, .letIn) { try await manager.agency.lockOut($0, false, by: manager.session) }
    }

    /// POST `/AGENCY/staff/people/ID/sessions`: ends all of them.
    static func endSessions(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        try await done(manager, .sessions) { try await manager.agency.endSessions(of: $0, by: manager.session) }
    }

    private static func done(
        _ manager: ManagerSession, _ what: TeamDone, _ work: (ID<Person>) async throws -> Void
    ) async throws -> Response {
        let id = try manager.colleague
        try await work(id)
        return .redirect(to: manager.path(id) + what.query)
    }

    /// GET and POST `/AGENCY/staff/people/ID/second-factor/`: takes it away from who has lost it.
    static func resetSecondFactor(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let id = try manager.colleague
        let words = manager.signedIn.words
        return try await FormRun(manager.staff).answer(request) { _ in
            let person = try await manager.changeable(id)
            let form = Form(
                [Form.Section(fields: manager.signedIn.presentPassword)],
                buttons: [Form.Button(words.text("team.reset"))], cancel: manager.path(id))
            return FormPage(
                frame: manager.frame("true"), crumbs: manager.crumbs(person), title: words.text("team.reset"),
                lead: words.text("team.reset.lead", ["name": person.name]), form: form)
        } take: { typed in
            try await manager.agency.resetSecondFactor(of: id, typed, by: manager.session, address: manager.address)
            return .go(to: manager.path(id) + TeamDone.reset.query)
        }
    }
}
