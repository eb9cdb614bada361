import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// Signing in by a link or a code in a mail. Asking says nothing of whether the address is known; looking at a link spends
/// nothing; only a form that somebody sends does.
enum MailSignInHandlers {
    /// POST `/AGENCY/sign-in/mail`: has a mail sent, if the address is a contact's.
    static func ask(_ request: Request, _ visitor: Visitor) async throws -> Response {
        try await ask(request, visitor, way: .signIn, next: "sign-in/mail/")
    }

    /// GET `/AGENCY/sign-in/code`: a tab that is opened again after a wrong code leads to where the code is asked for.
    static func codeAgain(_ request: Request, _ visitor: Visitor) async throws -> Response {
        .redirect(to: visitor.home + "sign-in/mail/")
    }

    /// POST `/AGENCY/forgotten`: the same for another password.
    static func askForPassword(_ request: Request, _ visitor: Visitor) async throws -> Response {
        try await ask(request, visitor, way: .newPassword, next: "forgotten/")
    }

    private static func ask(
        _ request: Request, _ visitor: Visitor, way: MailWay, next: String
    ) async throws -> Response {
        // The form of the sign-in page may have a password in it by now; it is not read.
        let body = try await FormBody.read(request, names: ["email", "password", "to"])
        let (slug, email) = (visitor.agency.slug, body["email"] ?? "")
        let to = LocalTarget.checked(body["to"], agency: slug)
        do {
            let browser = try await visitor.agency.askByMail(
                email, way: way, to: to, browser: visitor.cookies.browser(of: slug), address: visitor.address)
            var response = Response.redirect(to: visitor.home + next + (to.map { "?to=" + $0 } ?? ""))
            response.headers.append(HTTPField(name: .setCookie, value: Cookies.setBrowser(browser, of: slug)))
            return response
        } catch let refusal as Refusal where !visitor.isJSON && [.invalid, .tooMany].contains(refusal.kind) {
            return try SignInHandlers.form(visitor, to: to, email: email, refusal: refusal)
        }
    }

    /// GET `/AGENCY/sign-in/mail/`: a mail is on its way; here its code is typed.
    static func waiting(_ request: Request, _ visitor: Visitor) async throws -> Response {
        try await codeForm(visitor, to: LocalTarget.checked(visitor.query["to"], agency: visitor.agency.slug))
    }

    /// POST `/AGENCY/sign-in/code`: 303 with the cookies, or the form again.
    static func code(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let body = try await FormBody.read(request, names: ["code", "to"])
        let slug = visitor.agency.slug
        let to = LocalTarget.checked(body["to"], agency: slug)
        do {
            let entered = try await visitor.agency.signIn(
                code: body["code"] ?? "", browser: visitor.cookies.browser(of: slug),
                device: visitor.cookies.device(of: slug), address: visitor.address, agent: visitor.agent)
            return try await enter(entered, visitor, to: to)
        } catch let refusal as Refusal where !visitor.isJSON {
            switch refusal.kind {
            case .signIn: return try await codeForm(visitor, to: to, error: refusal)
            case .notFound: return try gone(visitor)
            default: throw refusal
            }
        }
    }

    /// GET `/AGENCY/sign-in/link?token=…`: a button; in another browser than the one that asked, the question for what that
    /// one shows.
    static func showLink(_ request: Request, _ visitor: Visitor) async throws -> Response {
        try await linkForm(
            visitor, token: visitor.query["token"] ?? "",
            to: LocalTarget.checked(visitor.query["to"], agency: visitor.agency.slug))
    }

    /// POST `/AGENCY/sign-in/link`: spends the link and signs in.
    static func link(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let body = try await FormBody.read(request, names: ["token", "shown", "to"])
        let (slug, token) = (visitor.agency.slug, body["token"] ?? "")
        let to = LocalTarget.checked(body["to"], agency: slug)
        do {
            let entered = try await visitor.agency.signIn(
                link: token, browser: visitor.cookies.browser(of: slug), shown: body["shown"],
                device: visitor.cookies.device(of: slug), address: visitor.address, agent: visitor.agent)
            return try await enter(entered, visitor, to: to)
        } catch let refusal as Refusal where !visitor.isJSON {
            switch refusal.kind {
            case .signIn: return try await linkForm(visitor, token: token, to: to, error: refusal)
            case .notFound: return try gone(visitor)
            default: throw refusal
            }
        }
    }

    private static func enter(_ entered: Entered, _ visitor: Visitor, to: String?) async throws -> Response {
        var response = try await SignInHandlers.go(on: entered, visitor, to: to)
        response.headers.append(HTTPField(name: .setCookie, value: Cookies.endBrowser(of: visitor.agency.slug)))
        return response
    }

    private static func codeForm(_ visitor: Visitor, to: String?, error: Refusal? = nil) async throws -> Response {
        let browser = visitor.cookies.browser(of: visitor.agency.slug)
        guard let browser, let shown = try await visitor.agency.codeToShow(browser: browser) else {
            return try gone(visitor)
        }
        let words = visitor.site.words(visitor.language)
        let page = SignInCodePage(
            frame: frame(visitor), action: visitor.home + "sign-in/code", to: to ?? "", shown: shown,
            error: error.map { words.text($0.word, $0.arguments) }, signIn: visitor.home)
        return .page(
            try page.bytes(site: visitor.site, language: visitor.language), status: error == nil ? .ok : .unauthorized)
    }

    private static func linkForm(
        _ visitor: Visitor, token: String, to: String?, error: Refusal? = nil
    ) async throws -> Response {
        let link = try await visitor.agency.mailLink(
            token: token, browser: visitor.cookies.browser(of: visitor.agency.slug))
        guard link != .gone else { return try gone(visitor) }
        let words = visitor.site.words(visitor.language)
        let page = SignInLinkPage(
            frame: frame(visitor), action: visitor.home + "sign-in/link", token: token, to: to ?? "",
            isElsewhere: link == .elsewhere,
            error: error.map { words.text($0.word, $0.arguments) })
        return .page(
            try page.bytes(site: visitor.site, language: visitor.language), status: error == nil ? .ok : .unauthorized)
    }

    /// The same for what is spent, over or invented, with the way to ask anew.
    static func gone(_ visitor: Visitor) throws -> Response {
        let page = MailGonePage(frame: frame(visitor), signIn: visitor.home)
        return .page(try page.bytes(site: visitor.site, language: visitor.language), status: .notFound)
    }

    static func frame(_ visitor: Visitor) -> Frame {
        visitor.site.frame(agency: visitor.settings, language: visitor.language, signedIn: false)
    }
}
