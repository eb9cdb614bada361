import Actions
import Hummingbird
import Model
import Site
import Templates

/// The pages of one's own second factor.
extension AccountSecondFactor {
    /// As it is now: off, being set up, or on.
    static func page(_ signedIn: SignedInSession) async throws -> SecondFactorPage {
        if signedIn.session.person.hasSecondFactor { return try await onPage(signedIn) }
        guard signedIn.agency.isFresh(signedIn.session),
            let offer = try await signedIn.agency.secondFactorOffer(signedIn.session)
        else { return offPage(signedIn) }
        return setUpPage(offer, signedIn)
    }

    static func offPage(_ signedIn: SignedInSession) -> SecondFactorPage {
        let words = signedIn.words
        let mustSetUp = signedIn.settings.secondFactor.mustSetUp(signedIn.session.person)
        var form = Form(
            [Form.Section(fields: signedIn.presentPassword)], buttons: [Form.Button(words.text("second-factor.begin"))],
            cancel: mustSetUp ? nil : signedIn.account)
        form.action = path(signedIn) + "offer"
        return SecondFactorPage(
            frame: signedIn.accountFrame, account: mustSetUp ? nil : signedIn.account,
            title: words.text("second-factor.title"),
            lead: words.text(mustSetUp ? "second-factor.lead.must" : "second-factor.lead", ["agency": signedIn.settings.name]),
            form: form)
    }

    private static func setUpPage(_ offer: SecondFactorOffer, _ signedIn: SignedInSession) -> SecondFactorPage {
        let words = signedIn.words
        let mustSetUp = signedIn.settings.secondFactor.mustSetUp(signedIn.session.person)
        var form = Form(
            [
                Form.Section(fields: [
                    .text(
                        "code", words.text("second-step.code"), hint: words.text("second-factor.code.hint"),
                        isRequired: true, most: 20, autocomplete: "one-time-code", inputmode: "numeric", width: "short")
                ])
            ], buttons: [Form.Button(words.text("second-factor.confirm"))], cancel: mustSetUp ? nil : signedIn.account)
        form.action = path(signedIn) + "confirm"
        let letters = Array(offer.secret)
        let groups = stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<min($0 + 4, letters.count)]) }
        return SecondFactorPage(
            frame: signedIn.accountFrame, account: mustSetUp ? nil : signedIn.account,
            title: words.text("second-factor.title"), lead: words.text("second-factor.lead.set-up"),
            secret: SecondFactorPage.Secret(
                picture: signedIn.site.qrPicture(of: offer.link, label: words.text("second-factor.picture")),
                groups: groups.joined(separator: " "), link: offer.link),
            form: form, again: path(signedIn) + "offer")
    }

    private static func onPage(_ signedIn: SignedInSession) async throws -> SecondFactorPage {
        let words = signedIn.words
        let left = try await signedIn.agency.ownAccount(signedIn.session).recoveryCodes ?? 0
        var form = Form(
            [
                Form.Section(
                    words.text("recovery-codes.title"), lead: words.text("second-factor.codes-left", count: left),
                    fields: signedIn.presentPassword)
            ], buttons: [Form.Button(words.text("recovery-codes.make"))])
        form.action = path(signedIn) + "codes"
        return SecondFactorPage(
            frame: signedIn.accountFrame, account: signedIn.account, title: words.text("second-factor.title"),
            lead: words.text("second-factor.lead.on"), form: form, remove: path(signedIn) + "remove/")
    }

    static func removePage(_ signedIn: SignedInSession) -> FormPage {
        let words = signedIn.words
        // Both are asked for, whatever was proved before.
        var fields = [
            FormField.text(
                "code", words.text("second-step.code"), hint: words.text("second-step.hint"), isRequired: true, most: 64,
                autocomplete: "one-time-code")
        ]
        if signedIn.session.person.hasPassword {
            fields.insert(
                .text(
                    "present", words.text("account.present"), kind: .password, isRequired: true, most: 1024,
                    autocomplete: "current-password"), at: 0)
        }
        let form = Form(
            [Form.Section(fields: fields)], buttons: [Form.Button(words.text("second-factor.remove"))],
            cancel: path(signedIn))
        return FormPage(
            frame: signedIn.accountFrame, crumbs: [signedIn.accountCrumb], title: words.text("second-factor.remove"),
            lead: words.text("second-factor.remove.lead"), form: form)
    }
}
