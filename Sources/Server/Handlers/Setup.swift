import Actions
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// The first run: whoever started the program makes the agency and its owner by a link that was printed to them.
enum SetupHandlers {
    /// GET, POST `/setup`: `token`, in the query or the form. Without the right one there is nothing here.
    static func run(_ request: Request, _ incoming: Incoming) async throws -> Response {
        // While base_url says that the portal is on this machine alone, so is its first run.
        let host = URL(string: incoming.parts.settings.baseURL)?.host() ?? ""
        guard isLoopback(incoming.address) || !(host == "localhost" || isLoopback(host)) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        let workspace = incoming.parts.workspace
        let language = incoming.acceptedLanguage ?? "en"
        let run = FormRun(
            site: incoming.parts.site, language: language, isJSON: incoming.isJSON, locale: Locale(identifier: language))
        let token = incoming.query["token"] ?? ""
        return try await run.answer(request) { _ in
            try await SetupMaker(site: incoming.parts.site, language: language).page(
                try await workspace.setup(token: token))
        } take: { typed in
            let (agency, how) = try await workspace.setUp(token: token, typed, address: incoming.address)
            return .answer(entered(agency.slug, how))
        }
    }

    /// Into the staff's workspace, signed in.
    private static func entered(_ slug: Slug, _ how: Entered) -> Response {
        // Whoever was made a moment ago has no second factor; if they had, the sign-in page would ask for it.
        guard case .signedIn(let signedIn) = how else { return .redirect(to: "/\(slug)/") }
        var response = Response.redirect(to: "/\(slug)/staff/")
        response.keep(signedIn, of: slug)
        return response
    }

    private static func isLoopback(_ address: String) -> Bool {
        address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
    }
}

/// Makes the page of the first run.
struct SetupMaker {
    let site: Site
    let language: String
    private var words: Words { site.words(language) }

    init(site: Site, language: String) { (self.site, self.language) = (site, language) }

    func page(_ need: SetupNeed) async throws -> FormPage {
        var sections: [Form.Section] = []
        var lead = words.text("setup.lead")
        switch need {
        case .agency: sections.append(agencySection)
        case .owner(let agency): lead = words.text("setup.lead.owner", ["agency": try await agency.agency().name])
        }
        sections.append(ownerSection)
        return FormPage(
            frame: .plain(site: site, language: language, name: FrontPage.name), title: words.text("setup.title"),
            lead: lead, form: Form(sections, buttons: [.init(words.text("setup.save"))]))
    }

    private var agencySection: Form.Section {
        let offers = Offers(site: site, language: language, settings: Agency(id: ID(""), slug: .setup, name: ""))
        return Form.Section(
            words.text("setup.agency"),
            fields: [
                .text(
                    "agency", words.text("setup.agency.name"), isRequired: true, most: 200, autocomplete: "organization"),
                .text("slug", words.text("client.slug"), hint: words.text("setup.slug.hint"), most: 63),
                .choice(
                    "country", words.text("client.country"), "", [.init("", "–")] + offers.countries, isRequired: true,
                    width: "half"),
                .choice("time_zone", words.text("setup.zone"), "UTC", offers.zones, width: "half"),
                .choice("language", words.text("client.language"), language, offers.languages, width: "half"),
                .choice("currency", words.text("setup.currency"), "EUR", offers.currencies, width: "half"),
            ])
    }

    private var ownerSection: Form.Section {
        Form.Section(
            words.text("setup.owner"),
            fields: [
                .text("name", words.text("setup.owner.name"), isRequired: true, most: 120, autocomplete: "name"),
                .text(
                    "email", words.text("sign-in.email"), kind: .email, hint: words.text("setup.email.hint"),
                    isRequired: true, most: 254, autocomplete: "username"),
                .text(
                    "password", words.text("sign-in.password"), kind: .password, hint: words.text("welcome.rule"),
                    isRequired: true, most: 1024, autocomplete: "new-password"),
            ])
    }
}
