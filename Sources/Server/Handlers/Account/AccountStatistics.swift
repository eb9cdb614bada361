import Actions
import Hummingbird
import Model
import Site
import Templates

/// Whether what one opens is counted among the figures of use.
enum AccountStatistics {
    /// GET and POST `/AGENCY/me/account/statistics/`: `counted` (yes, no).
    static func edit(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        try await FormRun(signedIn).answer(request) { _ in
            try await page(signedIn)
        } take: { typed in
            let choice = try typed.read { $0.word("counted", Counted.self) }
            try await signedIn.agency.object(.usage, choice == .no, signedIn.session)
            return .go(to: signedIn.account + AccountDone.statistics.query)
        }
    }

    private enum Counted: String, CaseIterable { case yes, no }

    private static func page(_ signedIn: SignedInSession) async throws -> FormPage {
        let isCounted = try await isCounted(signedIn)
        let words = signedIn.words
        let form = Form(
            [
                Form.Section(fields: [
                    .choice(
                        "counted", words.text("account.statistics.what"), isCounted ? "yes" : "no",
                        [
                            FormField.Option("yes", words.text("account.statistics.yes")),
                            FormField.Option("no", words.text("account.statistics.no")),
                        ], kind: .radios, hint: words.text("account.statistics.hint"), isRequired: true)
                ])
            ], buttons: [Form.Button(words.text("account.save"))], cancel: signedIn.account)
        return FormPage(
            frame: signedIn.accountFrame, crumbs: [signedIn.accountCrumb], title: words.text("account.statistics"),
            lead: words.text("account.statistics.lead", ["agency": signedIn.settings.name]), form: form)
    }

    /// As the account's page says it.
    static func row(_ signedIn: SignedInSession) async throws -> AccountPage.Row {
        AccountPage.Row(
            href: signedIn.account + "statistics/", title: signedIn.words.text("account.statistics"),
            about: signedIn.words.text(try await isCounted(signedIn) ? "account.statistics.yes" : "account.statistics.no"))
    }

    private static func isCounted(_ signedIn: SignedInSession) async throws -> Bool {
        try await signedIn.agency.mayProcess(signedIn.session.person.id, for: .usage)
    }
}
