import Actions
import Hummingbird
import Model
import Site
import Templates

/// The forms of a client's contacts.
enum ContactForms {
    /// GET, POST `/AGENCY/staff/clients/CLIENT/contacts/new/`.
    static func add(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let slug = try staff.visitor.slug(3)
        let key = staff.parts.world.uuid()
        return try await FormRun(staff).answer(request) { typed in
            let client = try await staff.agency.clientOverview(staff.session, slug).client
            let returns = try await ReturnField.make(staff, typed)
            return ContactFormMaker(staff, client).new(key: key, returns)
        } take: { typed in
            let added = try await staff.agency.addContact(to: slug, typed, by: staff.session)
            try await staff.agency.settled()
            return .go(to: back(staff, slug, added.isKnownOtherwise ? .contactKnown : .contactAdded))
        }
    }

    /// GET, POST `/AGENCY/staff/clients/CLIENT/contacts/ID/`.
    static func edit(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let (slug, id) = (try staff.visitor.slug(3), staff.visitor.path.segments[5])
        return try await FormRun(staff).answer(request) { _ in
            let (client, row, seesAll) = try await staff.agency.contact(staff.session, slug, id)
            return ContactFormMaker(staff, client).edit(row, seesAll: seesAll)
        } take: { typed in
            try await staff.agency.changeContact(of: slug, id, typed, by: staff.session)
            try await staff.agency.settled()
            return .go(to: back(staff, slug, .contactChanged))
        }
    }

    /// POST `/AGENCY/staff/clients/CLIENT/contacts/ID/remove`.
    static func remove(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let slug = try staff.visitor.slug(3)
        try await staff.agency.removeContact(of: slug, staff.visitor.path.segments[5], by: staff.session)
        try await staff.agency.settled()
        return .redirect(to: back(staff, slug, .contactRemoved))
    }

    /// POST `/AGENCY/staff/clients/CLIENT/contacts/ID/invite`: `by` is `mail`, or `link` for a page with the link.
    static func invite(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let (slug, id) = (try staff.visitor.slug(3), staff.visitor.path.segments[5])
        // Who may not learns it before a byte of theirs is read.
        let client = try await staff.agency.contact(staff.session, slug, id).client
        let by = try await FormBody.read(request, names: ["by"])["by"]
        let invitation = try await staff.agency.inviteContact(of: slug, id, isMailed: by == "mail", by: staff.session)
        guard by != "mail" else { return .redirect(to: back(staff, slug, .mailed)) }
        let page = ContactFormMaker(staff, client).invitation(invitation)
        return .page(try page.bytes(site: staff.site, language: staff.signedIn.ownLanguage))
    }

    /// POST `/AGENCY/staff/clients/CLIENT/contacts/ID/lock-out`.
    static func lockOut(_ request: Request, _ staff: StaffSession) async throws -> Response {
        try await lock(staff, true, .contactLocked)
    }

    /// POST `/AGENCY/staff/clients/CLIENT/contacts/ID/let-in`.
    static func letIn(_ request: Request, _ staff: StaffSession) async throws -> Response {
        try await lock(staff, false, .contactLetIn)
    }

    private static func lock(_ staff: StaffSession, _ isLocked: Bool, _ done: ClientDone) async throws -> Response {
        let slug = try staff.visitor.slug(3)
        try await staff.agency.lockContact(of: slug, staff.visitor.path.segments[5], isLocked, by: staff.session)
        try await staff.agency.settled()
        return .redirect(to: back(staff, slug, done))
    }

    /// GET, POST `/AGENCY/staff/clients/CLIENT/agents/`: owners and admins say who looks after the client.
    static func agents(_ request: Request, _ staff: StaffSession) async throws -> Response {
        guard staff.session.isManager else { throw Refusal(.notFound, "refusal.not-found") }
        let slug = try staff.visitor.slug(3)
        return try await FormRun(staff).answer(request) { _ in
            let known = try await staff.agency.clientOverview(staff.session, slug)
            return ContactFormMaker(staff, known.client).agents(known)
        } take: { typed in
            try await staff.agency.assignAgents(of: slug, typed, by: staff.session)
            return .go(to: back(staff, slug, .agents))
        }
    }

    private static func back(_ staff: StaffSession, _ client: Slug, _ done: ClientDone) -> String {
        StaffPages.client(staff.visitor.home, client) + done.query
    }
}

/// Makes the forms of a client's contacts.
struct ContactFormMaker {
    private let signedIn: SignedInSession
    private let client: Client
    private let home: String
    private var words: Words { signedIn.site.words(signedIn.ownLanguage) }
    private var path: String { StaffPages.client(home, client.slug) }

    init(_ staff: StaffSession, _ client: Client) {
        (signedIn, self.client, home) = (staff.signedIn, client, staff.visitor.home)
    }

    /// - Parameter returns: asks whether somebody who was erased comes back on purpose.
    func new(key: String, _ returns: FormField) -> FormPage {
        let language = client.language.isEmpty ? signedIn.settings.language : client.language
        let email = FormField.text(
            "email", words.text("contact.email"), kind: .email, hint: words.text("contact.email.hint"), isRequired: true,
            most: 254)
        return page(
            words.text("contacts.new"), lead: words.text("contacts.new.lead"),
            Form(
                [Form.Section(fields: [nameField(""), email, returns] + choices(language, .all))],
                buttons: [.init(words.text("contacts.new.save"))], cancel: path, key: key))
    }

    /// - Parameter seesAll: whether whoever reads may see all clients of theirs, and so change who they are.
    func edit(_ row: ContactRow, seesAll: Bool) -> FormPage {
        let person = row.person
        var fields = seesAll ? [nameField(person.name)] : []
        if !person.hasPassword, seesAll {
            fields.append(
                .text(
                    "email", words.text("contact.email"), person.email, kind: .email,
                    hint: words.text("contact.email.change"), isRequired: true, most: 254))
        }
        var page = page(
            person.name, lead: person.email,
            Form(
                [Form.Section(fields: fields + choices(row.contact.language, row.contact.sees))],
                buttons: [.init(words.text("form.save"))], cancel: path,
                state: FormState(row.contact, person.name, person.email)))
        page.dangers = [
            .init(
                anchor: "remove", label: words.text("contact.remove"), sentence: words.text("contact.remove.sure"),
                action: path + "contacts/\(row.contact.id)/remove")
        ]
        if signedIn.session.isManager {
            page.dangerLinks.append(
                .init(href: path + "contacts/\(row.contact.id)/restriction/", label: words.text("restriction.set-contact")))
        }
        if signedIn.session.person.role == .owner {
            page.dangerLinks += [.init(href: path + "contacts/\(row.contact.id)/erase/", label: words.text("erase.person"))]
        }
        if seesAll {
            let isLocked = person.isDisabled
            page.dangers.insert(
                .init(
                    anchor: "lock", label: words.text(isLocked ? "contact.let-in" : "contact.lock"),
                    sentence: words.text(isLocked ? "contact.let-in.sure" : "contact.lock.sure"),
                    action: path + "contacts/\(row.contact.id)/" + (isLocked ? "let-in" : "lock-out")), at: 0)
        }
        if person.hasSecondFactor, signedIn.session.isManager {
            page.dangers.append(
                .init(
                    anchor: "reset", label: words.text("team.reset"),
                    sentence: words.text("team.reset.lead", ["name": person.name]),
                    action: signedIn.visitor.home + "staff/people/\(person.id)/second-factor/"))
        }
        return page
    }

    func agents(_ known: ClientOverview) -> FormPage {
        let assigned = known.agents.map(\.id.text).sorted()
        let all = known.allAgents.map { FormField.Option($0.id.text, $0.name, about: $0.email) }
        let isOpen = signedIn.settings.agentsSeeAll
        return page(
            words.text("client.agents"), lead: words.text(isOpen ? "client.agents.all" : "client.agents.only"),
            Form(
                [Form.Section(fields: [.choices("agents", words.text("client.agents.who"), assigned, all)])],
                buttons: [.init(words.text("form.save"))], cancel: path, state: FormState(assigned)))
    }

    func invitation(_ invitation: Invitation) -> InvitationPage {
        let formats = signedIn.site.formats(language: signedIn.ownLanguage, agency: signedIn.settings)
        return InvitationPage(
            frame: frame, clientHref: path, client: client.name, name: invitation.person.name,
            email: invitation.person.email, url: invitation.url,
            until: words.text("contact.invited-until", ["time": formats.moment(invitation.expires)]),
            script: signedIn.site.assets.url("copy.js"))
    }

    private func page(_ title: String, lead: String, _ form: Form) -> FormPage {
        FormPage(
            frame: frame,
            crumbs: [
                .init(href: home + "staff/", label: words.text("staff.clients")), .init(href: path, label: client.name),
            ], title: title, lead: lead, form: form)
    }

    private var frame: Frame {
        signedIn.site.frame(
            agency: signedIn.settings, language: signedIn.ownLanguage, signedIn: true,
            nav: StaffPages.navigation(signedIn, at: .clients, isBelow: true))
    }

    private func nameField(_ name: String) -> FormField {
        .text("name", words.text("contact.name"), name, isRequired: true, most: 120)
    }

    private func choices(_ language: String, _ sees: Rights) -> [FormField] {
        [
            .choice("language", words.text("contact.language"), language, Offers(signedIn).languages, width: "half"),
            .choices(
                "sees", words.text("contact.sees"), sees.words.split(separator: " ").map(String.init),
                [
                    .init("cases", words.text("contact.sees.cases"), about: words.text("contact.sees.cases.about")),
                    .init("invoices", words.text("contact.sees.invoices"), about: words.text("contact.sees.invoices.about")),
                    .init(
                        "documents", words.text("contact.sees.documents"), about: words.text("contact.sees.documents.about")),
                ]),
        ]
    }
}
