import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// Signing in and out.
enum SignInHandlers {
    /// GET `/AGENCY/`: the form, or on to where a signed-in person belongs.
    static func show(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let to = LocalTarget.checked(visitor.query["to"], agency: visitor.agency.slug)
        if visitor.session != nil { return .redirect(to: to ?? visitor.start) }
        return try form(visitor, to: to, status: .ok)
    }

    /// GET `/AGENCY/sign-in`, `/AGENCY/sign-in/mail`: a tab that is opened again after a refused sign-in leads to the form.
    static func again(_ request: Request, _ visitor: Visitor) async throws -> Response { .redirect(to: visitor.home) }

    /// POST `/AGENCY/sign-in`: 303 with the cookies, or 401 with the form again. A password never goes back into a page.
    static func signIn(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let body = try await FormBody.read(request, names: ["email", "password", "to"])
        let to = LocalTarget.checked(body["to"], agency: visitor.agency.slug)
        let email = body["email"] ?? ""
        do {
            let entered = try await visitor.agency.signIn(
                email: email, password: body["password"] ?? "", device: visitor.cookies.device(of: visitor.agency.slug),
                address: visitor.address, agent: visitor.agent)
            return try await go(on: entered, visitor, to: to)
        } catch let refusal as Refusal where !visitor.isJSON {
            guard let status = faces[refusal.kind] else { throw refusal }
            let words = visitor.site.words(visitor.language)
            var response = try form(
                visitor, to: to, email: email, error: words.text(refusal.word, refusal.arguments), status: status)
            if refusal.kind != .signIn { response.headers[.retryAfter] = refusal.arguments["seconds"] ?? "5" }
            return response
        }
    }

    /// POST `/AGENCY/sign-out`: the session is gone on the server and in the browser, and so are cached pages (ASVS 14.3.1).
    static func signOut(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        try await signedIn.agency.signOut(signedIn.session)
        var response = Response.redirect(to: signedIn.visitor.home)
        response.headers.append(HTTPField(name: .setCookie, value: Cookies.endSession(of: signedIn.agency.slug)))
        response.headers[.clearSiteData] = "\"cache\""
        return response
    }

    /// Whatever the path of sign-in was: 303 into the agency, or to the question for the second factor.
    static func go(on entered: Entered, _ visitor: Visitor, to: String?) async throws -> Response {
        switch entered {
        case .signedIn(let signedIn):
            // The browser forgets the old session with the new cookie; so does the server.
            if let old = visitor.session { try await visitor.agency.signOut(old) }
            return welcome(signedIn, visitor, to: to)
        case .secondStep(let step):
            var response = Response.redirect(to: SecondStepHandlers.path(visitor, to: to))
            response.headers.append(
                HTTPField(name: .setCookie, value: Cookies.setSecondStep(step.token, of: visitor.agency.slug)))
            return response
        }
    }

    /// 303 with the cookies of a new session.
    static func welcome(_ signedIn: SignedIn, _ visitor: Visitor, to: String?) -> Response {
        var response = Response.redirect(to: to ?? visitor.start)
        response.keep(signedIn, of: visitor.agency.slug)
        return response
    }

    /// The refusals that are answered with the form.
    private static let faces: [Refusal.Kind: HTTPResponse.Status] = [
        .signIn: .unauthorized, .tooMany: .tooManyRequests, .unavailable: .serviceUnavailable,
    ]

    /// The form again, after something else that it was sent for was refused.
    static func form(_ visitor: Visitor, to: String?, email: String, refusal: Refusal) throws -> Response {
        let words = visitor.site.words(visitor.language)
        var response = try form(
            visitor, to: to, email: email, error: words.text(refusal.word, refusal.arguments),
            status: refusal.kind == .tooMany ? .tooManyRequests : .unprocessableContent)
        if refusal.kind == .tooMany { response.headers[.retryAfter] = refusal.arguments["seconds"] ?? "5" }
        return response
    }

    private static func form(
        _ visitor: Visitor, to: String?, email: String = "", error: String? = nil, status: HTTPResponse.Status
    ) throws -> Response {
        let language = visitor.language
        let page = SignInPage(
            frame: visitor.site.frame(agency: visitor.settings, language: language, signedIn: false),
            action: visitor.home + "sign-in", to: to ?? "", email: email, error: error,
            done: done(visitor, language), forgotten: visitor.home + "forgotten")
        return .page(try page.bytes(site: visitor.site, language: language), status: status)
    }
}

extension SignInHandlers {
    /// What was done before one came to the sign-in page.
    private static func done(_ visitor: Visitor, _ language: String) -> String? {
        let words = visitor.site.words(language)
        switch visitor.query["done"] {
        case "password": return words.text("sign-in.done.password")
        case "address": return words.text("sign-in.done.address")
        default: return nil
        }
    }
}

extension Response {
    /// Puts the cookies of a new session on an answer.
    mutating func keep(_ signedIn: SignedIn, of agency: Slug) {
        headers.append(HTTPField(name: .setCookie, value: Cookies.setSession(signedIn.token, of: agency)))
        guard !signedIn.deviceToken.isEmpty else { return }
        headers.append(HTTPField(name: .setCookie, value: Cookies.setDevice(signedIn.deviceToken, of: agency)))
    }
}

extension Visitor {
    /// `/AGENCY/me/`: where sign-in lands.
    var start: String { home + "me/" }
}
