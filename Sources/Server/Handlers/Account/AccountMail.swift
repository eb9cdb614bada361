import Actions
import Hummingbird
import Model
import Site
import Templates

/// How often one is written to.
enum AccountMail {
    /// GET and POST `/AGENCY/me/account/mail/`.
    static func edit(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        try await FormRun(signedIn).answer(request) { _ in
            try await page(signedIn)
        } take: { typed in
            try await signedIn.agency.choose(try typed.read { $0.word("choice", MailChoice.self) }, signedIn.session)
            return .go(to: signedIn.account + AccountDone.mail.query)
        }
    }

    private static func page(_ signedIn: SignedInSession) async throws -> FormPage {
        let choice = try await signedIn.agency.mailChoice(signedIn.session)
        let words = signedIn.words
        let form = Form(
            [
                Form.Section(fields: [
                    .choice(
                        "choice", words.text("account.mail.when"), choice.rawValue,
                        MailChoice.allCases.map { FormField.Option($0.rawValue, label($0, words)) }, kind: .radios,
                        hint: words.text("account.mail.always"), isRequired: true)
                ])
            ], buttons: [Form.Button(words.text("account.save"))], cancel: signedIn.account)
        return FormPage(
            frame: signedIn.accountFrame, crumbs: [signedIn.accountCrumb], title: words.text("account.mail"),
            lead: words.text(
                signedIn.session.person.role.isStaff ? "account.mail.lead.staff" : "account.mail.lead",
                ["email": signedIn.session.person.email]), form: form)
    }

    static func label(_ choice: MailChoice, _ words: Words) -> String {
        switch choice {
        case .now: words.text("account.mail.now")
        case .hourly: words.text("account.mail.hourly")
        case .daily: words.text("account.mail.daily")
        case .weekly: words.text("account.mail.weekly")
        case .never: words.text("account.mail.never")
        }
    }
}
