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
        let person = try await manager.agency.personToReset(id, manager.session)
        // A contact has no page here: their clients' pages lead to this one.
        let back = person.role.isStaff ? manager.path(id) : manager.visitor.home + "staff/"
        return try await FormRun(manager.staff).answer(request) { _ in
            let form = Form(
                [Form.Section(fields: manager.signedIn.presentPassword)],
                buttons: [Form.Button(words.text("team.reset"))], cancel: back)
            return FormPage(
                frame: manager.frame("true"), crumbs: person.role.isStaff ? manager.crumbs(person) : [],
                title: words.text("team.reset"),
                lead: words.text("team.reset.lead", ["name": person.name]), form: form)
        } take: { typed in
            try await manager.agency.resetSecondFactor(of: id, typed, by: manager.session, address: manager.address)
            return .go(to: person.role.isStaff ? back + TeamDone.reset.query : back)
        }
    }
}
