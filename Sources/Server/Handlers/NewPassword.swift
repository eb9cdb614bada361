import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// A forgotten password is replaced by a link in a mail.
enum NewPasswordHandlers {
    /// GET `/AGENCY/forgotten/`: a mail is on its way, if the address is known.
    static func waiting(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let page = ForgottenPage(frame: MailSignInHandlers.frame(visitor), signIn: visitor.home)
        return .page(try page.bytes(site: visitor.site, language: visitor.language))
    }

    /// GET `/AGENCY/new-password?token=…`: the form. Looking spends nothing.
    static func show(_ request: Request, _ visitor: Visitor) async throws -> Response {
        try await form(visitor, token: visitor.query["token"] ?? "")
    }

    /// POST `/AGENCY/new-password`: sets the password and leads to the sign-in page.
    static func set(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let body = try await FormBody.read(request, names: ["token", "password"])
        let token = body["token"] ?? ""
        do {
            try await visitor.agency.setPassword(link: token, password: body["password"] ?? "", address: visitor.address)
            return .redirect(to: visitor.home + "?done=password")
        } catch let refusal as Refusal where !visitor.isJSON {
            switch refusal.kind {
            case .invalid, .tooMany: return try await form(visitor, token: token, error: refusal)
            case .notFound: return try MailSignInHandlers.gone(visitor)
            default: throw refusal
            }
        }
    }

    private static func form(_ visitor: Visitor, token: String, error: Refusal? = nil) async throws -> Response {
        guard let person = try await visitor.agency.personOfPasswordLink(token: token) else {
            return try MailSignInHandlers.gone(visitor)
        }
        let words = visitor.site.words(visitor.language)
        let page = NewPasswordPage(
            frame: MailSignInHandlers.frame(visitor), action: visitor.home + "new-password", token: token,
            email: person.email, error: error.map { words.text($0.word, $0.arguments) })
        let status: HTTPResponse.Status =
            switch error?.kind {
            case nil: .ok
            case .tooMany: .tooManyRequests
            default: .unprocessableContent
            }
        var response = Response.page(try page.bytes(site: visitor.site, language: visitor.language), status: status)
        if error?.kind == .tooMany { response.headers[.retryAfter] = error?.arguments["seconds"] ?? "5" }
        return response
    }
}
