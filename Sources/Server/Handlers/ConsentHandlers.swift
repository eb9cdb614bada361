import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// Whether a browser may be recognised when it comes back: chosen at `/AGENCY/cookies/`, where the form stands in a page that is
/// the same for everybody, and seen at `/AGENCY/cookies/choice/`.
enum ConsentHandlers {
    /// GET `/AGENCY/cookies/choice/`, with `receipt` after a choice.
    static func show(_ request: Request, _ visitor: Visitor) async throws -> Response {
        try await page(visitor)
    }

    /// POST `/AGENCY/cookies/`: `choice` (accept, refuse), `notice`. 303 to the page that shows what is chosen now; the cookie is
    /// set or expired with that very answer. 409 with the form when something else was read than is asked now.
    static func choose(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let body = try await FormBody.read(request, names: ["choice", "notice"])
        guard let choice = body["choice"], ["accept", "refuse"].contains(choice), let notice = body["notice"] else {
            throw Refusal(.usage, "refusal.form.malformed")
        }
        let agrees = choice == "accept"
        // Whose browser asks every site not to count is not counted; there is nothing that could be agreed to.
        if agrees, visitor.incoming.asksNotToBeCounted || !visitor.settings.analytics {
            return .redirect(to: visitor.home + "cookies/choice/")
        }
        let consent: Consent
        do {
            consent = try await visitor.agency.decideConsent(
                agrees, notice: notice, earlier: visitor.analytics?.reference, session: visitor.session,
                address: visitor.address)
        } catch let refusal as Refusal where refusal.kind == .conflict && !visitor.isJSON {
            return try await page(visitor, refusal)
        }
        var response = Response.redirect(to: visitor.home + "cookies/choice/?receipt=" + consent.reference)
        let line =
            agrees
            ? Cookies.setAnalytics(
                AnalyticsCookie(reference: consent.reference, day: try await visitor.agency.today()), of: visitor.agency.slug)
            : Cookies.endAnalytics(of: visitor.agency.slug)
        response.headers.append(HTTPField(name: .setCookie, value: line))
        return response
    }

    /// GET `/AGENCY/cookies/receipts/REFERENCE`: what was decided, as JSON to keep.
    static func receipt(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let reference = visitor.path.segments[3]
        let receipt = ConsentReceipt(
            reference, try await visitor.agency.consents(of: reference), of: visitor.settings, origin: visitor.incoming.origin)
        var response = Response.json(try JSONText.bytes(receipt))
        response.headers[.contentDisposition] = ContentDisposition.field("consent-\(visitor.agency.slug).json", isInline: false)
        return response
    }

    private static func page(_ visitor: Visitor, _ refusal: Refusal? = nil) async throws -> Response {
        let (site, language, settings) = (visitor.site, visitor.language, visitor.settings)
        let words = site.words(language)
        let isSignalled = visitor.incoming.asksNotToBeCounted
        var reference = visitor.query["receipt"] ?? visitor.analytics?.reference
        var last: Consent?
        if let known = reference { last = try? await visitor.agency.consents(of: known).last }
        if last == nil { reference = nil }
        let isOn = settings.analytics && !isSignalled && visitor.analytics != nil
        var page = ConsentPage(
            frame: site.frame(agency: settings, language: language, signedIn: visitor.session != nil),
            cookies: visitor.home + "cookies/", state: words.text(isOn ? "consent.state.on" : "consent.state.off"))
        if isSignalled { page.signal = words.text("consent.signal") }
        if visitor.query["receipt"] != nil, let last { page.done = words.text("consent.done.\(last.decision.rawValue)") }
        page.error = refusal.map { words.text($0.word, $0.arguments) }
        page.receipt = reference.map { visitor.home + "cookies/receipts/" + $0 }
        if settings.analytics, !isSignalled { page.consent = site.consentNotice(settings, language: language) }
        return .page(try page.bytes(site: site, language: language), status: refusal.map { $0.kind.status } ?? .ok)
    }
}

/// What somebody decided, to keep: as consent receipts have it (Kantara 1.1; ISO/IEC TS 27560), in fewer words.
struct ConsentReceipt: Encodable {
    struct Entry: Encodable {
        let id, decision, at, how: String
        let notice_sha256: String
    }

    let format = "portico consent receipt 1"
    let reference, purpose, controller, contact: String
    let cookie, policy, withdraw: String
    let decisions: [Entry]

    init(_ reference: String, _ consents: [Consent], of agency: Agency, origin: Origin) {
        let home = "\(origin)/\(agency.slug)/"
        (self.reference, contact) = (reference, agency.email)
        purpose = consents.first?.purpose.rawValue ?? ""
        controller = agency.legalName.isEmpty ? agency.name : agency.legalName
        cookie = CookieRegistry.analytics.name(of: agency.slug)
        (policy, withdraw) = (home + "privacy/", home + "cookies/")
        decisions = consents.map {
            Entry(
                id: $0.id.text, decision: $0.decision.rawValue, at: $0.at.rfc3339, how: $0.how, notice_sha256: $0.notice)
        }
    }
}
