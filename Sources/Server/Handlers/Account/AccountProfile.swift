import Actions
import Hummingbird
import Model
import Site
import Templates

/// One's own name and language.
enum AccountProfile {
    /// GET and POST `/AGENCY/me/account/profile/`.
    static func edit(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        try await FormRun(signedIn).answer(request) { _ in
            try await page(signedIn)
        } take: { typed in
            try await signedIn.agency.setProfile(signedIn.session, typed)
            return .go(to: signedIn.account + AccountDone.profile.query)
        }
    }

    private static func page(_ signedIn: SignedInSession) async throws -> FormPage {
        let account = try await signedIn.agency.ownAccount(signedIn.session)
        let (site, words) = (signedIn.site, signedIn.words)
        let form = Form(
            [
                Form.Section(fields: [
                    .text(
                        "name", words.text("account.name"), account.person.name, isRequired: true,
                        most: OpenAgency.longestName, autocomplete: "name"),
                    .choice(
                        "language", words.text("account.language"), account.language,
                        site.languages.sorted().map { FormField.Option($0, site.languageName($0)) },
                        hint: words.text(
                            signedIn.session.person.role.isStaff ? "account.language.staff" : "account.language.contact"),
                        isRequired: true),
                ])
            ], buttons: [Form.Button(words.text("account.save"))], cancel: signedIn.account)
        return FormPage(
            frame: signedIn.accountFrame, crumbs: [signedIn.accountCrumb], title: words.text("account.profile"), form: form)
    }
}
