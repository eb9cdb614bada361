import Actions
import Hummingbird
import Model
import Site
import Templates

/// `/AGENCY/privacy/request/`: requests about data of people without an account.
enum PublicRequests {
    /// GET and POST `/AGENCY/privacy/request/`.
    static func ask(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let words = visitor.site.words(visitor.language)
        return try await FormRun(visitor).answer(request) { _ in
            let form = Form(
                [
                    Form.Section(
                        fields: [
                            .text("name", words.text("public-request.name"), isRequired: true, most: 100, autocomplete: "name"),
                            .text(
                                "email", words.text("public-request.email"), kind: .email,
                                hint: words.text("public-request.email.hint", ["agency": visitor.settings.name]),
                                isRequired: true, autocomplete: "email"),
                        ] + MyDataForms.fields(words) + [.hidden("language", visitor.language)])
                ], buttons: [Form.Button(words.text("data.ask.send"))], key: visitor.agency.world.uuid())
            return page(
                visitor, "public-request.title", words.text("public-request.lead", ["agency": visitor.settings.name]), form)
        } take: { typed in
            try await visitor.agency.askByForm(typed, address: visitor.address)
            return .go(to: path(visitor) + "?done=sent")
        }
    }

    /// GET and POST `/AGENCY/privacy/request/confirm`: only a form that somebody sends proves the address.
    static func confirm(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let (words, token) = (visitor.site.words(visitor.language), visitor.query["token"] ?? "")
        return try await FormRun(visitor).answer(request) { _ in
            guard let kind = try await visitor.agency.requestToProve(token: token) else {
                throw Refusal(.notFound, "refusal.not-found")
            }
            let form = Form([], buttons: [Form.Button(words.text("public-request.confirm"))])
            return page(visitor, "public-request.title", MyDataHandlers.kind(kind, words), form)
        } take: { _ in
            _ = try await visitor.agency.proveRequest(token: token)
            return .go(to: path(visitor) + "?done=proved")
        }
    }

    /// GET and POST `/AGENCY/privacy/request/copy`: the copy that a letter leads to, once. A program that opens links in letters
    /// sees a page with a button.
    static func copy(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let (words, token) = (visitor.site.words(visitor.language), visitor.query["token"] ?? "")
        return try await FormRun(visitor).answer(request) { _ in
            guard let number = try await visitor.agency.copyToFetch(token: token) else {
                throw Refusal(.notFound, "refusal.not-found")
            }
            let form = Form([], buttons: [Form.Button(words.text("public-request.fetch"))])
            return page(
                visitor, "public-request.copy", words.text("public-request.copy.lead", ["number": String(number)]), form)
        } take: { _ in
            let file = try await visitor.agency.fetchCopy(token: token)
            return .answer(.export(file, name: "\(visitor.agency.slug)-my-data.zip"))
        }
    }

    /// `/AGENCY/privacy/request/`.
    private static func path(_ visitor: Visitor) -> String { visitor.home + "privacy/request/" }

    private static func page(_ visitor: Visitor, _ title: String, _ lead: String, _ form: Form) -> FormPage {
        let words = visitor.site.words(visitor.language)
        return FormPage(
            frame: visitor.site.frame(agency: visitor.settings, language: visitor.language, signedIn: false),
            title: words.text(title), lead: lead,
            done: visitor.query["done"].map { words.text($0 == "sent" ? "public-request.sent" : "public-request.proved") },
            form: form, width: "narrow")
    }
}
