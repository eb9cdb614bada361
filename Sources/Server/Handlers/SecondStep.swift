import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// The second step of signing in: the code of the second factor.
enum SecondStepHandlers {
    /// `/AGENCY/sign-in/second-step`, with where to go on to.
    static func path(_ visitor: Visitor, to: String?) -> String {
        visitor.home + "sign-in/second-step" + (to.map { "?to=" + $0 } ?? "")
    }

    /// GET `/AGENCY/sign-in/second-step`: the form, for the browser that gave the password; for any other the first step.
    static func show(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let to = LocalTarget.checked(visitor.query["to"], agency: visitor.agency.slug)
        guard let token = visitor.cookies.secondStep(of: visitor.agency.slug), try await visitor.agency.awaitsCode(step: token)
        else { return begin(visitor, to: to) }
        return try form(visitor, to: to, status: .ok)
    }

    /// POST `/AGENCY/sign-in/second-step`: 303 with the cookies of the new session, or 422 with the form again. A code never goes back
    /// into a page.
    static func finish(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let body = try await FormBody.read(request, names: ["code", "to"])
        let (agency, slug) = (visitor.agency, visitor.agency.slug)
        let to = LocalTarget.checked(body["to"], agency: slug)
        do {
            let signedIn = try await agency.finishSignIn(
                step: visitor.cookies.secondStep(of: slug) ?? "", code: body["code"] ?? "",
                device: visitor.cookies.device(of: slug), address: visitor.address, agent: visitor.agent)
            if let old = visitor.session { try await agency.signOut(old) }
            var response = SignInHandlers.welcome(signedIn, visitor, to: to)
            response.headers.append(HTTPField(name: .setCookie, value: Cookies.endSecondStep(of: slug)))
            return response
        } catch let refusal as Refusal where !visitor.isJSON {
            switch refusal.kind {
            case .signIn: return begin(visitor, to: to)
            case .invalid, .tooMany:
                let error = visitor.site.words(visitor.language).text(refusal.word, refusal.arguments)
                var response = try form(visitor, to: to, error: error, status: refusal.kind.status)
                if refusal.kind == .tooMany { response.headers[.retryAfter] = refusal.arguments["seconds"] ?? "5" }
                return response
            default: throw refusal
            }
        }
    }

    /// Back to the first step: the second is over, burned, or another browser's.
    private static func begin(_ visitor: Visitor, to: String?) -> Response {
        var response = Response.redirect(to: visitor.home + (to.map { "?to=" + $0 } ?? ""))
        if visitor.cookies.secondStep(of: visitor.agency.slug) != nil {
            response.headers.append(HTTPField(name: .setCookie, value: Cookies.endSecondStep(of: visitor.agency.slug)))
        }
        return response
    }

    private static func form(
        _ visitor: Visitor, to: String?, error: String? = nil, status: HTTPResponse.Status
    ) throws -> Response {
        let page = SecondStepPage(
            frame: visitor.site.frame(agency: visitor.settings, language: visitor.language, signedIn: false),
            action: visitor.home + "sign-in/second-step", to: to ?? "", again: visitor.home, error: error)
        return .page(try page.bytes(site: visitor.site, language: visitor.language), status: status)
    }
}
