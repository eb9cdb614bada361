import Actions
import Hummingbird
import Model
import Site
import Templates

/// Inviting the agency's own people.
enum TeamInvite {
    /// GET and POST `/AGENCY/staff/people/invite/`: the answer shows the link, once.
    static func invite(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let words = manager.signedIn.words
        return try await FormRun(manager.staff).answer(request) { _ in
            let form = Form(
                [
                    Form.Section(fields: [
                        .text(
                            "name", words.text("account.name"), isRequired: true, most: OpenAgency.longestName,
                            autocomplete: "off"),
                        .text(
                            "email", words.text("sign-in.email"), kind: .email, isRequired: true, most: 254,
                            autocomplete: "off"),
                        TeamRole.field(.agent, manager),
                    ]),
                    Form.Section(fields: manager.signedIn.presentPassword),
                ], buttons: [Form.Button(words.text("team.invite.submit"))], cancel: manager.people,
                key: manager.agency.world.uuid())
            return FormPage(
                frame: manager.frame("true"), crumbs: [manager.crumb], title: words.text("team.invite"),
                lead: words.text("team.invite.lead"), form: form)
        } take: { typed in
            let made = try await manager.agency.inviteColleague(typed, by: manager.session, address: manager.address)
            guard let invitation = made else { return .go(to: manager.path(try typed.newID())) }
            return .answer(try invited(invitation, manager))
        }
    }

    /// GET and POST `/AGENCY/staff/people/ID/link/`: a new link for somebody who is there.
    static func again(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let id = try manager.colleague
        let person = try await manager.changeable(id)
        let words = manager.signedIn.words
        return try await FormRun(manager.staff).answer(request) { _ in
            let form = Form(
                [Form.Section(fields: manager.signedIn.presentPassword)],
                buttons: [Form.Button(words.text("team.password-link.make"))], cancel: manager.path(id))
            return FormPage(
                frame: manager.frame("true"), crumbs: manager.crumbs(person), title: words.text("team.password-link"),
                lead: words.text("team.password-link.lead", ["name": person.name]), form: form)
        } take: { typed in
            let invitation = try await manager.agency.inviteColleague(
                again: id, typed, by: manager.session, address: manager.address)
            return .answer(try invited(invitation, manager))
        }
    }

    private static func invited(_ invitation: Invitation, _ manager: ManagerSession) throws -> Response {
        let words = manager.signedIn.words
        let formats = manager.site.formats(language: manager.signedIn.ownLanguage, agency: manager.settings)
        let page = StaffInvitedPage(
            frame: manager.frame("true"), people: manager.people,
            title: words.text("team.invited", ["name": invitation.person.name]),
            lead: words.text(
                "team.invited.lead",
                ["email": invitation.person.email, "until": formats.moment(invitation.expires)]),
            url: invitation.url, next: manager.path(invitation.person.id),
            script: manager.site.assets.url("copy.js"))
        return .page(try page.bytes(site: manager.site, language: manager.signedIn.ownLanguage))
    }
}

extension ManagerSession {
    /// One of the agency's own people whom this one may change.
    /// - Throws: `Refusal(.notFound)`; `.forbidden` when only an owner may.
    func changeable(_ id: ID<Person>) async throws -> Person {
        let colleague = try await agency.colleague(id, session)
        guard colleague.mayChange else { throw Refusal(.forbidden, "refusal.team.owner") }
        return colleague.person
    }
}
