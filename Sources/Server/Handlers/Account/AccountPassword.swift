import Actions
import Hummingbird
import Model
import Site
import Templates

/// One's own password.
enum AccountPassword {
    /// GET and POST `/AGENCY/me/account/password/`.
    static func edit(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let slug = signedIn.agency.slug
        return try await FormRun(signedIn).answer(request) { _ in
            page(signedIn)
        } take: { typed in
            let renewed = try await signedIn.agency.changePassword(
                signedIn.session, typed, device: signedIn.visitor.cookies.device(of: slug), address: signedIn.address)
            var response = Response.redirect(to: signedIn.account + AccountDone.password.query)
            response.keep(renewed, of: slug)
            return .answer(response)
        }
    }

    private static func page(_ signedIn: SignedInSession) -> FormPage {
        let (words, person) = (signedIn.words, signedIn.session.person)
        var fields: [FormField] = []
        if person.hasPassword {
            fields.append(
                .text(
                    "present", words.text("account.present"), kind: .password, isRequired: true, most: 1024,
                    autocomplete: "current-password"))
        }
        fields.append(
            .text(
                "new", words.text("account.password.new"), kind: .password, hint: words.text("welcome.rule"),
                isRequired: true, most: 1024, autocomplete: "new-password"))
        let form = Form(
            [Form.Section(fields: fields)], buttons: [Form.Button(words.text("account.password.change"))],
            cancel: signedIn.account)
        return FormPage(
            frame: signedIn.accountFrame, crumbs: [signedIn.accountCrumb], title: words.text("account.password"),
            lead: words.text("account.password.lead"), form: form)
    }
}
