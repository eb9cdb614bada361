import Actions
import Hummingbird
import Model
import Site
import Templates

/// How often somebody is written to, chosen by the link in a digest: no sign-in, because a link that may only decline needs
/// none (RFC 8058).
enum MailChoiceHandlers {
    /// GET `/AGENCY/mail?token=…`: the choice. Looking changes nothing.
    static func show(_ request: Request, _ visitor: Visitor) async throws -> Response {
        try await page(visitor, token: visitor.query["token"] ?? "", isDone: visitor.query["done"] != nil)
    }

    /// POST `/AGENCY/mail?token=…`: `choice`; or `List-Unsubscribe`, as mail programs send it, which is never again.
    static func choose(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let token = visitor.query["token"] ?? ""
        let body = try await FormBody.read(request, names: ["choice", "List-Unsubscribe"])
        let isOneClick = body["List-Unsubscribe"] == "One-Click"
        guard let choice = isOneClick ? .never : MailChoice(rawValue: body["choice"] ?? "") else {
            throw Refusal(.usage, "refusal.form.malformed")
        }
        try await visitor.agency.choose(choice, token: token)
        return isOneClick
            ? try await page(visitor, token: token, isDone: true) : .redirect(to: address(visitor, token) + "&done=1")
    }

    private static func address(_ visitor: Visitor, _ token: String) -> String { "\(visitor.home)mail?token=\(token)" }

    private static func page(_ visitor: Visitor, token: String, isDone: Bool) async throws -> Response {
        guard let (person, chosen) = try await visitor.agency.mailChoice(token: token) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        let language = person.language.isEmpty ? visitor.language : person.language
        let words = visitor.site.words(language)
        let page = MailChoicePage(
            frame: visitor.site.frame(agency: visitor.settings, language: language, signedIn: false),
            lead: words.text("mail-choice.lead", ["email": person.email]), action: address(visitor, token),
            options: MailChoice.allCases.map { choice in
                MailChoicePage.Option(value: choice.rawValue, label: label(choice, words), isChosen: choice == chosen)
            }, isDone: isDone)
        return .page(try page.bytes(site: visitor.site, language: language))
    }

    /// A choice in words.
    static func label(_ choice: MailChoice, _ words: Words) -> String {
        switch choice {
        case .now: words.text("mail-choice.now")
        case .hourly: words.text("mail-choice.hourly")
        case .daily: words.text("mail-choice.daily")
        case .weekly: words.text("mail-choice.weekly")
        case .never: words.text("mail-choice.never")
        }
    }
}
