import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// An invited person sets a password.
enum WelcomeHandlers {
    /// GET `/AGENCY/welcome?token=…`: the form. Looking spends nothing: mail scanners open links too.
    static func show(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let token = visitor.query["token"] ?? ""
        guard let person = try await visitor.agency.invitation(token: token) else { return try done(visitor) }
        return try form(visitor, person, token: token)
    }

    /// POST `/AGENCY/welcome`: sets the password, spends the token and signs in.
    static func accept(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let body = try await FormBody.read(request, names: ["token", "password"])
        let token = body["token"] ?? ""
        do {
            let entered = try await visitor.agency.accept(
                invitation: token, password: body["password"] ?? "", address: visitor.address, agent: visitor.agent)
            return try await SignInHandlers.go(on: entered, visitor, to: nil)
        } catch let refusal as Refusal where !visitor.isJSON {
            switch refusal.kind {
            case .invalid, .tooMany:
                guard let person = try await visitor.agency.invitation(token: token) else { return try done(visitor) }
                let words = visitor.site.words(visitor.language(of: person))
                var response = try form(
                    visitor, person, token: token, error: words.text(refusal.word, refusal.arguments),
                    status: refusal.kind == .invalid ? .unprocessableContent : .tooManyRequests)
                if refusal.kind == .tooMany { response.headers[.retryAfter] = refusal.arguments["seconds"] ?? "5" }
                return response
            case .notFound, .signIn, .conflict: return try done(visitor)
            default: throw refusal
            }
        }
    }

    private static func form(
        _ visitor: Visitor, _ person: Person, token: String, error: String? = nil, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let language = visitor.language(of: person)
        let page = WelcomePage(
            frame: visitor.site.frame(agency: visitor.settings, language: language, signedIn: false),
            greeting: visitor.site.words(language).text("welcome.greeting", ["name": person.name]),
            action: visitor.home + "welcome", token: token, email: person.email, error: error)
        return .page(try page.bytes(site: visitor.site, language: language), status: status)
    }

    /// The same for a token that is spent, over or invented.
    private static func done(_ visitor: Visitor) throws -> Response {
        let language = visitor.language
        let page = WelcomeDonePage(
            frame: visitor.site.frame(agency: visitor.settings, language: language, signedIn: false),
            signIn: visitor.home)
        return .page(try page.bytes(site: visitor.site, language: language), status: .notFound)
    }
}

extension Visitor {
    /// The language of a person who has not signed in yet.
    fileprivate func language(of person: Person) -> String {
        person.language.isEmpty ? language : person.language
    }
}
