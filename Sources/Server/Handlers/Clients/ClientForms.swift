import Actions
import Hummingbird
import Model
import Site
import Templates

/// The forms of clients.
enum ClientForms {
    /// GET, POST `/AGENCY/staff/new-client/`.
    static func add(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let page = ClientFormMaker(staff)
        let key = staff.parts.world.uuid()
        return try await FormRun(staff).answer(request) { typed in
            page.new(key: key, try await ReturnField.make(staff, typed))
        } take: { typed in
            let client = try await staff.agency.addClient(typed, by: staff.session)
            return .go(to: StaffPages.client(staff.visitor.home, client.slug) + ClientDone.added.query)
        }
    }

    /// GET, POST `/AGENCY/staff/clients/CLIENT/edit/`.
    static func edit(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let slug = try staff.visitor.slug(3)
        let page = ClientFormMaker(staff)
        return try await FormRun(staff).answer(request) { _ in
            page.edit(try await staff.agency.clientOverview(staff.session, slug).client)
        } take: { typed in
            let client = try await staff.agency.changeClient(slug, typed, by: staff.session)
            try await staff.agency.settled()
            return .go(to: StaffPages.client(staff.visitor.home, client.slug) + ClientDone.changed.query)
        }
    }

    /// POST `/AGENCY/staff/clients/CLIENT/archive`.
    static func archive(_ request: Request, _ staff: StaffSession) async throws -> Response {
        try await archive(staff, true)
    }

    /// POST `/AGENCY/staff/clients/CLIENT/restore`.
    static func restore(_ request: Request, _ staff: StaffSession) async throws -> Response {
        try await archive(staff, false)
    }

    private static func archive(_ staff: StaffSession, _ isArchived: Bool) async throws -> Response {
        let slug = try staff.visitor.slug(3)
        try await staff.agency.archiveClient(slug, isArchived, by: staff.session)
        try await staff.agency.settled()
        let done = isArchived ? ClientDone.archived : .restored
        return .redirect(to: StaffPages.client(staff.visitor.home, slug) + done.query)
    }
}

/// Makes the forms of clients.
struct ClientFormMaker {
    private let signedIn: SignedInSession
    private let home: String
    private var words: Words { signedIn.site.words(signedIn.ownLanguage) }

    init(_ staff: StaffSession) { (signedIn, home) = (staff.signedIn, staff.visitor.home) }

    /// - Parameter returns: asks whether somebody who was erased comes back on purpose.
    func new(key: String, _ returns: FormField) -> FormPage {
        var sections = sections(Client(id: ID(key), slug: signedIn.agency.slug, name: "", kind: .company))
        sections[0].fields += [
            .text("slug", words.text("client.slug"), hint: words.text("client.slug.hint"), most: 63), returns,
        ]
        return FormPage(
            frame: frame, crumbs: [.init(href: home + "staff/", label: words.text("staff.clients"))],
            title: words.text("clients.new"),
            form: Form(
                sections, buttons: [.init(words.text("clients.new.save"))], cancel: home + "staff/", key: key))
    }

    func edit(_ client: Client) -> FormPage {
        let path = StaffPages.client(home, client.slug)
        var page = FormPage(
            frame: frame,
            crumbs: [
                .init(href: home + "staff/", label: words.text("staff.clients")), .init(href: path, label: client.name),
            ],
            title: words.text("client.edit"),
            form: Form(
                sections(client), buttons: [.init(words.text("form.save"))], cancel: path, state: FormState(client)))
        if signedIn.session.person.role == .owner {
            page.dangerLinks = [
                .init(href: path + "erase/", label: words.text("erase.client")),
                .init(href: path + "hold/", label: words.text("hold.title")),
            ]
        }
        if client.archived == nil {
            page.dangers = [
                .init(
                    anchor: "archive", label: words.text("client.archive"), sentence: words.text("client.archive.sure"),
                    action: path + "archive")
            ]
        }
        return page
    }

    private var frame: Frame {
        signedIn.site.frame(
            agency: signedIn.settings, language: signedIn.ownLanguage, signedIn: true,
            nav: StaffPages.navigation(signedIn, at: .clients, isBelow: true))
    }

    private func sections(_ client: Client) -> [Form.Section] {
        let offers = Offers(signedIn)
        let agency = signedIn.settings
        let asAgency = words.text("client.as-agency", ["value": offers.language(agency.language)])
        return [
            Form.Section(fields: [
                .choice(
                    "kind", words.text("client.kind"), client.kind.rawValue,
                    [
                        .init("company", words.text("client.kind.company")), .init("person", words.text("client.kind.person")),
                    ], kind: .radios),
                .text("name", words.text("client.name"), client.name, isRequired: true, most: 200, autocomplete: "off"),
                .choice(
                    "basis", words.text("client.basis"), client.basis.rawValue,
                    Client.Basis.allCases.map { .init($0.rawValue, words.text("client.basis." + $0.rawValue)) },
                    hint: words.text("client.basis.hint")),
            ]),
            Form.Section(
                words.text("client.reach"),
                fields: [
                    .text("email", words.text("client.email"), client.email, kind: .email, most: 254, width: "half"),
                    .text("phone", words.text("client.phone"), client.phone, kind: .tel, most: 60, width: "half"),
                    .text("address", words.text("client.address"), client.address),
                    .text("postcode", words.text("client.postcode"), client.postcode, most: 20, width: "half"),
                    .text("city", words.text("client.city"), client.city, most: 120, width: "half"),
                    .choice(
                        "country", words.text("client.country"), client.country, [.init("", "–")] + offers.countries,
                        width: "half"),
                    .text("vat", words.text("client.vat"), client.vat, most: 40, width: "half"),
                ]),
            Form.Section(
                words.text("client.habits"),
                fields: [
                    .choice(
                        "language", words.text("client.language"), client.language, [.init("", asAgency)] + offers.languages,
                        width: "half"),
                    .choice(
                        "currency", words.text("client.currency"), client.currency,
                        [.init("", words.text("client.as-agency", ["value": agency.currency]))] + offers.currencies,
                        width: "half"),
                ]),
        ]
    }
}
