import Model
import Site

@testable import Server

/// Specimens of the pages about accounts and people.
extension Samples {
    private static var hostile: String { PagesTests.hostile }

    static func account(_ site: Site, _ language: String) throws -> String {
        let page = AccountPage(
            frame: frame(site, language), email: hostile, done: hostile,
            rows: [
                .init(href: "/acme/me/account/profile/", title: hostile, about: hostile),
                .init(
                    href: "/acme/me/account/second-factor/", title: "2", about: "2",
                    badge: .init(state: "kept", label: hostile)),
            ], end: "/acme/me/account/sessions", sessions: sessions)
        return try text(page, site, language)
    }

    private static var sessions: [AccountPage.Session] {
        [
            .init(name: "1", device: hostile, about: hostile, isThis: true),
            .init(name: "2", device: hostile, about: hostile, isThis: false),
        ]
    }

    static func secondFactor(_ site: Site, _ language: String) throws -> String {
        let form = Form(
            [Form.Section(fields: [.text("code", hostile, hint: hostile, autocomplete: "one-time-code")])],
            buttons: [Form.Button(hostile)])
        let page = SecondFactorPage(
            frame: frame(site, language), account: "/acme/me/account/", title: hostile, lead: hostile,
            secret: .init(picture: .empty, groups: "ABCD EFGH", link: "otpauth://totp/x?secret=ABCDEFGH"), form: form,
            remove: "/acme/me/account/second-factor/remove/", again: "/acme/me/account/second-factor/offer")
        return try text(page, site, language)
    }

    static func recoveryCodes(_ site: Site, _ language: String) throws -> String {
        let page = RecoveryCodesPage(
            frame: frame(site, language), isNew: true, codes: [.init(text: hostile), .init(text: "abcd")],
            download: "/acme/me/account/second-factor/download", next: "/acme/me/account/")
        return try text(page, site, language)
    }

    static func staffPeople(_ site: Site, _ language: String) throws -> String {
        let people = ["a", "b"].map {
            StaffPeoplePage.Person(
                href: "/acme/staff/people/\($0)/", name: hostile, email: hostile, role: "Admin", state: "open",
                status: "Active", secondFactor: "On", signedIn: "Never")
        }
        return try text(
            StaffPeoplePage(
                frame: frame(site, language), summary: "2", invite: "/acme/staff/people/invite/", people: people),
            site, language)
    }

    static func staffPerson(_ site: Site, _ language: String) throws -> String {
        let page = StaffPersonPage(
            frame: frame(site, language), people: "/acme/staff/people/", name: hostile, email: hostile, state: "open",
            status: hostile, done: hostile, note: hostile,
            rows: [
                .init(href: "/acme/staff/people/a/role/", title: hostile, about: hostile),
                .init(href: "", title: hostile, about: hostile),
            ], sessions: sessions,
            dangers: [.init(anchor: "lock-out", label: hostile, sentence: hostile, action: "/acme/staff/people/a/lock-out")],
            verbs: [.init(anchor: "end", label: hostile, sentence: "", action: "/acme/staff/people/a/sessions")])
        return try text(page, site, language)
    }

    static func staffInvited(_ site: Site, _ language: String) throws -> String {
        let page = StaffInvitedPage(
            frame: frame(site, language), people: "/acme/staff/people/", title: hostile, lead: hostile, url: hostile,
            next: "/acme/staff/people/a/", script: site.assets.url("copy.js"))
        return try text(page, site, language)
    }
}
