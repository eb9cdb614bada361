import Actions
import Hummingbird
import Model
import Site
import Templates

/// One's own e-mail address. It changes when a link that was sent to the new one is opened and sent.
enum AccountAddress {
    /// GET and POST `/AGENCY/me/account/address/`: asks for the link.
    static func edit(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        try await FormRun(signedIn).answer(request) { _ in
            page(signedIn)
        } take: { typed in
            try await signedIn.agency.askForAddress(signedIn.session, typed, address: signedIn.address)
            return .go(to: signedIn.account + AccountDone.addressAsked.query)
        }
    }

    private static func page(_ signedIn: SignedInSession) -> FormPage {
        let (words, person) = (signedIn.words, signedIn.session.person)
        var fields = [
            FormField.text(
                "email", words.text("account.address.new"), kind: .email, isRequired: true, most: 254, autocomplete: "email")
        ]
        if person.hasPassword {
            fields.append(
                .text(
                    "present", words.text("account.present"), kind: .password, isRequired: true, most: 1024,
                    autocomplete: "current-password"))
        }
        let form = Form(
            [Form.Section(fields: fields)], buttons: [Form.Button(words.text("account.address.change"))],
            cancel: signedIn.account)
        return FormPage(
            frame: signedIn.accountFrame, crumbs: [signedIn.accountCrumb], title: words.text("account.address"),
            lead: words.text("account.address.lead"), form: form)
    }

    /// GET `/AGENCY/new-address?token=…`: a button. Looking spends nothing.
    static func showLink(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let token = visitor.query["token"] ?? ""
        guard let email = try await visitor.agency.addressOfLink(token: token) else {
            return try MailSignInHandlers.gone(visitor)
        }
        let page = NewAddressPage(
            frame: MailSignInHandlers.frame(visitor), action: visitor.home + "new-address", token: token,
            lead: visitor.site.words(visitor.language).text("new-address.lead", ["email": email]))
        return .page(try page.bytes(site: visitor.site, language: visitor.language))
    }

    /// POST `/AGENCY/new-address`: spends the link. Whoever is signed in here as that person stays so.
    static func change(_ request: Request, _ visitor: Visitor) async throws -> Response {
        let body = try await FormBody.read(request, names: ["token"])
        let slug = visitor.agency.slug
        do {
            let renewed = try await visitor.agency.changeAddress(
                link: body["token"] ?? "", by: visitor.session, device: visitor.cookies.device(of: slug),
                address: visitor.address)
            guard let renewed else { return .redirect(to: visitor.home + "?done=address") }
            var response = Response.redirect(to: visitor.start + "account/" + AccountDone.address.query)
            response.keep(renewed, of: slug)
            return response
        } catch let refusal as Refusal where !visitor.isJSON && refusal.kind == .notFound {
            return try MailSignInHandlers.gone(visitor)
        }
    }
}
