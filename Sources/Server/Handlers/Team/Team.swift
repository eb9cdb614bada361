import Actions
import Hummingbird
import Model
import Site
import Templates

/// The agency's own people, for owner and admins; the other handlers stand beside this file.
enum TeamHandlers {
    /// GET `/AGENCY/staff/people/`.
    static func list(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let people = try await manager.agency.team(manager.session)
        let words = manager.signedIn.words
        let page = StaffPeoplePage(
            frame: manager.frame("page"), summary: words.text("team.summary", count: people.count),
            invite: manager.people + "invite/", people: people.map { row($0, manager) })
        return .page(try page.bytes(site: manager.site, language: manager.signedIn.ownLanguage))
    }

    private static func row(_ colleague: Colleague, _ manager: ManagerSession) -> StaffPeoplePage.Person {
        let (words, person) = (manager.signedIn.words, colleague.person)
        let (state, status) = status(person, words)
        return StaffPeoplePage.Person(
            href: manager.path(person.id), name: person.name, email: person.email, role: role(person.role, words),
            state: state, status: status, secondFactor: secondFactor(person, words), signedIn: signedIn(person, manager))
    }

    /// GET `/AGENCY/staff/people/ID/`.
    static func show(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let colleague = try await manager.agency.colleague(try manager.colleague, manager.session)
        let (words, person) = (manager.signedIn.words, colleague.person)
        let (state, status) = status(person, words)
        let page = StaffPersonPage(
            frame: manager.frame("true"), people: manager.people, name: person.name, email: person.email, state: state,
            status: status, done: manager.signedIn.query["done"].flatMap(TeamDone.init)?.sentence(words),
            note: colleague.mayChange ? nil : words.text("team.owners-only"), rows: rows(colleague, manager),
            sessions: colleague.sessions.map { AccountHandlers.session($0, manager.signedIn) },
            dangers: dangers(colleague, manager), verbs: verbs(colleague, manager))
        return .page(try page.bytes(site: manager.site, language: manager.signedIn.ownLanguage))
    }

    private static func rows(_ colleague: Colleague, _ manager: ManagerSession) -> [AccountPage.Row] {
        let (words, person) = (manager.signedIn.words, colleague.person)
        // Without a way to change it, a row only tells.
        func href(_ place: String, _ isOffered: Bool = true) -> String {
            colleague.mayChange && isOffered ? manager.path(person.id) + place : ""
        }
        var rows = [
            AccountPage.Row(href: href("role/"), title: words.text("team.role"), about: role(person.role, words)),
            AccountPage.Row(
                href: href("second-factor/", person.hasSecondFactor && !colleague.isSelf),
                title: words.text("second-factor.title"), about: secondFactor(person, words)),
            AccountPage.Row(
                href: href("link/", !person.isDisabled && !colleague.isSelf), title: words.text("team.password-link"),
                about: words.text(person.hasPassword ? "team.password-link.again" : "team.password-link.first")),
            AccountPage.Row(href: "", title: words.text("team.signed-in"), about: signedIn(person, manager)),
        ]
        if person.role == .agent {
            let names = colleague.clients.map(\.name).joined(separator: ", ")
            let about = manager.settings.agentsSeeAll ? words.text("team.clients.all") : words.text("team.clients.none")
            rows.insert(
                AccountPage.Row(
                    href: href("clients/"), title: words.text("team.clients"), about: names.isEmpty ? about : names), at: 1)
        }
        return rows
    }

    private static func verbs(_ colleague: Colleague, _ manager: ManagerSession) -> [FormPage.Danger] {
        let words = manager.signedIn.words
        guard colleague.mayChange, !colleague.isSelf else { return [] }
        var verbs: [FormPage.Danger] = []
        if !colleague.sessions.isEmpty {
            verbs.append(
                FormPage.Danger(
                    anchor: "end", label: words.text("team.end-sessions"), sentence: "",
                    action: manager.path(colleague.person.id) + "sessions"))
        }
        if colleague.person.isDisabled {
            verbs.append(
                FormPage.Danger(
                    anchor: "let-in", label: words.text("team.let-in"), sentence: "",
                    action: manager.path(colleague.person.id) + "let-in"))
        }
        return verbs
    }

    private static func dangers(_ colleague: Colleague, _ manager: ManagerSession) -> [FormPage.Danger] {
        let words = manager.signedIn.words
        guard colleague.mayChange, !colleague.isSelf, !colleague.person.isDisabled else { return [] }
        return [
            FormPage.Danger(
                anchor: "lock-out", label: words.text("team.lock-out"), sentence: words.text("team.lock-out.sentence"),
                action: manager.path(colleague.person.id) + "lock-out")
        ]
    }
}

extension TeamHandlers {
    static func role(_ role: Role, _ words: Words) -> String {
        switch role {
        case .owner: words.text("team.role.owner")
        case .admin: words.text("team.role.admin")
        case .agent: words.text("team.role.agent")
        case .contact: words.text("team.role.contact")
        }
    }

    /// Whether somebody can sign in: for the badge, and in a word.
    fileprivate static func status(_ person: Person, _ words: Words) -> (String, String) {
        if person.isDisabled { return ("overdue", words.text("team.state.locked")) }
        return person.hasPassword
            ? ("open", words.text("team.state.active")) : ("waiting", words.text("team.state.invited"))
    }

    fileprivate static func secondFactor(_ person: Person, _ words: Words) -> String {
        words.text(person.hasSecondFactor ? "second-factor.on" : "second-factor.off")
    }

    fileprivate static func signedIn(_ person: Person, _ manager: ManagerSession) -> String {
        let formats = manager.site.formats(language: manager.signedIn.ownLanguage, agency: manager.settings)
        return person.signedIn.map(formats.moment) ?? manager.signedIn.words.text("team.never")
    }
}

/// What was done, as the person's page says it.
enum TeamDone: String {
    case role, clients, sessions, locked, letIn = "let-in", reset

    var query: String { "?done=" + rawValue }

    func sentence(_ words: Words) -> String {
        switch self {
        case .role: words.text("team.done.role")
        case .clients: words.text("team.done.clients")
        case .sessions: words.text("team.done.sessions")
        case .locked: words.text("team.done.locked")
        case .letIn: words.text("team.done.let-in")
        case .reset: words.text("team.done.reset")
        }
    }
}

extension ManagerSession {
    /// `/AGENCY/staff/people/`.
    var people: String { visitor.home + "staff/people/" }

    /// `/AGENCY/staff/people/ID/`.
    func path(_ person: ID<Person>) -> String { people + person.text + "/" }

    /// Whom the path names.
    /// - Throws: `Refusal(.notFound)` when it can be nobody.
    var colleague: ID<Person> {
        get throws {
            guard visitor.path.segments.count > 3, let id = ID<Person>(checking: visitor.path.segments[3]) else {
                throw Refusal(.notFound, "refusal.not-found")
            }
            return id
        }
    }

    /// - Parameter current: `page` on the list of people, `true` below it.
    func frame(_ current: String) -> Frame {
        site.frame(
            agency: settings, language: signedIn.ownLanguage, signedIn: true,
            nav: StaffPages.navigation(signedIn, at: .people, isBelow: current == "true"))
    }

    /// The frame of a page of another part of the workspace.
    func frame(at place: StaffPages.Place, isBelow: Bool = false) -> Frame {
        site.frame(
            agency: settings, language: signedIn.ownLanguage, signedIn: true,
            nav: StaffPages.navigation(signedIn, at: place, isBelow: isBelow))
    }

    var crumb: FormPage.Crumb { FormPage.Crumb(href: people, label: signedIn.words.text("team.title")) }

    func crumbs(_ person: Person) -> [FormPage.Crumb] {
        [crumb, FormPage.Crumb(href: path(person.id), label: person.name)]
    }
}
