import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// A person's own account; the other handlers stand beside this file.
enum AccountHandlers {
    /// GET `/AGENCY/me/account/`.
    static func show(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let account = try await signedIn.agency.ownAccount(signedIn.session)
        let choice = try await signedIn.agency.mailChoice(signedIn.session)
        let words = signedIn.words
        let page = AccountPage(
            frame: signedIn.accountFrame, email: account.person.email,
            done: signedIn.query["done"].flatMap(AccountDone.init)?.sentence(words),
            rows: rows(account, choice, signedIn) + [try await AccountStatistics.row(signedIn)],
            end: signedIn.account + "sessions",
            sessions: account.sessions.map { session($0, signedIn) })
        return .page(try page.bytes(site: signedIn.site, language: signedIn.ownLanguage))
    }

    private static func rows(
        _ account: OwnAccount, _ choice: MailChoice, _ signedIn: SignedInSession
    ) -> [AccountPage.Row] {
        let (words, base, person) = (signedIn.words, signedIn.account, account.person)
        let isOn = person.hasSecondFactor
        return [
            AccountPage.Row(
                href: base + "profile/", title: words.text("account.profile"),
                about: person.name + " · " + signedIn.site.languageName(account.language)),
            AccountPage.Row(href: base + "address/", title: words.text("account.address"), about: person.email),
            AccountPage.Row(
                href: base + "password/", title: words.text("account.password"),
                about: words.text(person.hasPassword ? "account.password.about" : "account.password.none")),
            AccountPage.Row(
                href: base + "second-factor/", title: words.text("second-factor.title"),
                about: account.recoveryCodes.map { words.text("second-factor.codes-left", count: $0) }
                    ?? words.text("second-factor.about"),
                badge: AccountPage.Badge(
                    state: isOn ? "kept" : "waiting", label: words.text(isOn ? "second-factor.on" : "second-factor.off"))),
            AccountPage.Row(
                href: base + "mail/", title: words.text("account.mail"), about: AccountMail.label(choice, words)),
            AccountPage.Row(
                href: signedIn.visitor.start + "data/", title: words.text("data.title"), about: words.text("data.about")),
        ]
            + (person.role == .contact
                ? [
                    AccountPage.Row(
                        href: signedIn.visitor.start + "access/", title: words.text("access-log.title"),
                        about: words.text("access-log.row.about"))
                ] : [])
    }

    /// One session as lists show it.
    static func session(_ entry: SessionEntry, _ signedIn: SignedInSession) -> AccountPage.Session {
        let words = signedIn.words
        let formats = signedIn.site.formats(language: signedIn.ownLanguage, agency: signedIn.settings)
        let times = words.text(
            "account.session.times", ["began": formats.moment(entry.began), "seen": formats.moment(entry.seen)])
        return AccountPage.Session(
            name: entry.name, device: device(entry.device, words),
            about: entry.address.isEmpty ? times : times + " · " + entry.address, isThis: entry.isThis)
    }

    /// Such as `Firefox on Windows`.
    private static func device(_ device: DeviceName, _ words: Words) -> String {
        switch (device.browser.isEmpty, device.system.isEmpty) {
        case (true, true): words.text("account.session.unknown")
        case (true, false): device.system
        case (false, true): device.browser
        case (false, false):
            words.text("account.session.device", ["browser": device.browser, "system": device.system])
        }
    }

    /// POST `/AGENCY/me/account/sessions`: ends the one that `session` names, or all others.
    static func endSessions(_ request: Request, _ signedIn: SignedInSession) async throws -> Response {
        let body = try await FormBody.read(request, names: ["session"])
        let name = body["session"] ?? ""
        if name == "others" {
            try await signedIn.agency.endOtherSessions(by: signedIn.session)
            return .redirect(to: signedIn.account + AccountDone.others.query)
        }
        do {
            try await signedIn.agency.endSession(name, by: signedIn.session)
        } catch let refusal as Refusal where refusal.kind == .notFound {
            // It was over already: that is what was wanted.
        }
        return .redirect(to: signedIn.account + AccountDone.session.query)
    }
}

/// What was done, as the account's page says it.
enum AccountDone: String {
    case profile, password, mail, statistics, session, others, off, address
    case addressAsked = "address-asked"

    var query: String { "?done=" + rawValue }

    func sentence(_ words: Words) -> String {
        switch self {
        case .profile: words.text("account.done.profile")
        case .password: words.text("account.done.password")
        case .mail: words.text("account.done.mail")
        case .statistics: words.text("account.done.statistics")
        case .session: words.text("account.done.session")
        case .others: words.text("account.done.others")
        case .off: words.text("account.done.off")
        case .address: words.text("account.done.address")
        case .addressAsked: words.text("account.done.address-asked")
        }
    }
}

extension SignedInSession {
    /// `/AGENCY/me/account/`.
    var account: String { visitor.start + "account/" }

    var words: Words { site.words(ownLanguage) }

    /// The frame of pages that are the person's own.
    var accountFrame: Frame {
        let isFree = !settings.secondFactor.mustSetUp(session.person)
        return site.frame(
            agency: settings, language: ownLanguage, signedIn: true,
            nav: isFree ? StaffPages.navigation(self, at: nil) : [])
    }

    /// The way back to the account.
    var accountCrumb: FormPage.Crumb { FormPage.Crumb(href: account, label: words.text("account.title")) }

    /// The field for the password where it must be asked for once more, first in its form.
    var presentPassword: [FormField] {
        guard agency.asksForPassword(session) else { return [] }
        return [
            .text(
                "present", words.text("account.present"), kind: .password, hint: words.text("account.present.why"),
                isRequired: true, most: 1024, autocomplete: "current-password")
        ]
    }
}
