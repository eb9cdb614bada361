import Actions
import Hummingbird
import Model
import Site
import Templates

/// Roles, and which clients an agent looks after.
enum TeamRole {
    /// GET and POST `/AGENCY/staff/people/ID/role/`.
    static func edit(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let id = try manager.colleague
        let words = manager.signedIn.words
        return try await FormRun(manager.staff).answer(request) { _ in
            let person = try await manager.changeable(id)
            let form = Form(
                [
                    Form.Section(fields: [field(person.role, manager)]),
                    Form.Section(fields: manager.signedIn.presentPassword),
                ], buttons: [Form.Button(words.text("account.save"))], cancel: manager.path(id),
                state: FormState(person.role))
            return FormPage(
                frame: manager.frame("true"), crumbs: manager.crumbs(person), title: words.text("team.role"),
                lead: words.text("team.role.lead"), form: form)
        } take: { typed in
            try await manager.agency.changeRole(of: id, typed, by: manager.session, address: manager.address)
            return .go(to: manager.path(id) + TeamDone.role.query)
        }
    }

    /// The roles that the manager may give.
    static func field(_ role: Role, _ manager: ManagerSession) -> FormField {
        let words = manager.signedIn.words
        let roles = Role.allCases.filter { manager.session.person.role.mayManage($0) }
        return .choice(
            "role", words.text("team.role"), role.rawValue,
            roles.map { FormField.Option($0.rawValue, TeamHandlers.role($0, words), about: about($0, words)) },
            kind: .radios, isRequired: true)
    }

    private static func about(_ role: Role, _ words: Words) -> String {
        switch role {
        case .owner: words.text("team.role.owner.about")
        case .admin: words.text("team.role.admin.about")
        case .agent, .contact: words.text("team.role.agent.about")
        }
    }

    /// GET and POST `/AGENCY/staff/people/ID/clients/`.
    static func clients(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let id = try manager.colleague
        let words = manager.signedIn.words
        return try await FormRun(manager.staff).answer(request) { _ in
            let person = try await manager.changeable(id)
            guard person.role == .agent else { throw Refusal(.notFound, "refusal.not-found") }
            let choice = try await manager.agency.clientChoice(of: id, manager.session)
            let form = Form(
                [
                    Form.Section(fields: [
                        .choices(
                            "clients", words.text("team.clients"), choice.assigned.map(\.text),
                            choice.clients.map { FormField.Option($0.slug.text, $0.name) })
                    ])
                ], buttons: [Form.Button(words.text("account.save"))], cancel: manager.path(id), state: choice.state)
            return FormPage(
                frame: manager.frame("true"), crumbs: manager.crumbs(person), title: words.text("team.clients"),
                lead: words.text(manager.settings.agentsSeeAll ? "team.clients.lead.all" : "team.clients.lead"), form: form)
        } take: { typed in
            try await manager.agency.assignClients(typed, to: id, by: manager.session)
            return .go(to: manager.path(id) + TeamDone.clients.query)
        }
    }
}
