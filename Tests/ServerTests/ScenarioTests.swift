import Actions
import Foundation
import Model
import Site
import Testing

@testable import Server

/// What each person gets for one request of a route. Nobody is left out: a status that is not said is 404.
private struct Scenario: Sendable {
    /// A row of the table: `GET /AGENCY/me/`.
    let route: String
    let path: @Sendable (Fixture) -> String
    let expected: [Who: Int]

    init(_ route: String, _ path: String, _ expected: [Who: Int]) {
        self.init(route, { _ in path }, expected)
    }

    init(_ route: String, _ path: @escaping @Sendable (Fixture) -> String, _ expected: [Who: Int]) {
        (self.route, self.path, self.expected) = (route, path, expected)
    }
}

private func all(_ status: Int) -> [Who: Int] { Dictionary(uniqueKeysWithValues: Who.allCases.map { ($0, status) }) }

/// Visitors sign in first, and so does whoever comes with the session of another agency.
private func signedIn(_ statuses: [Who: Int]) -> [Who: Int] {
    [.visitor: 303, .stranger: 303].merging(statuses) { $1 }
}

private let everyone = all(200)
private let ofA = signedIn([.anna: 200, .agent: 200, .admin: 200, .owner: 200])
private let staff = signedIn([.agent: 200, .admin: 200, .owner: 200])
private let managers = signedIn([.admin: 200, .owner: 200])
/// For a form that is sent empty.
private let staffEmpty = signedIn([.agent: 422, .admin: 422, .owner: 422])
private let managersEmpty = signedIn([.admin: 422, .owner: 422])

private let ofOwners = signedIn([.admin: 200, .owner: 200])
private func staffOnly(_ status: Int) -> [Who: Int] { signedIn([.agent: status, .admin: status, .owner: status]) }
private let ownPages = all(200).merging([.visitor: 303, .stranger: 303]) { $1 }
/// A path of somebody who is there, of the agency's own people.
private func person(_ who: Who, _ rest: String = "") -> @Sendable (Fixture) -> String {
    { "/acme/staff/people/\($0.people[who]?.text ?? "")/\(rest)" }
}

private let reading: [Scenario] = [
    .init("GET /", "/", everyone), .init("GET /livez", "/livez", everyone), .init("GET /readyz", "/readyz", everyone),
    .init("GET /metrics", "/metrics", all(404)), .init("GET /robots.txt", "/robots.txt", everyone),
    .init("GET /favicon.ico", "/favicon.ico", everyone),
    .init("GET /assets/NAME", { _ in (try? Fixture.site.get().assets.all.first?.url) ?? "" }, everyone),
    .init("GET /assets/NAME", "/assets/site.css", all(404)),
    .init("GET /setup", "/setup?token=nonsense", all(404)),
    .init("GET /AGENCY", "/acme", all(303)), .init("GET /AGENCY", "/nobody", all(404)),
    .init("GET /AGENCY/", "/acme/", all(303).merging([.visitor: 200, .stranger: 200]) { $1 }),
    .init("GET /AGENCY/", "/nobody/", all(404)), .init("GET /AGENCY/", "/livez/", all(404)),
    .init("GET /AGENCY/welcome", "/acme/welcome?token=nonsense", all(404)),
    .init("GET /AGENCY/sign-in/mail/", "/acme/sign-in/mail/", all(404)),
    .init("GET /AGENCY/sign-in/link", "/acme/sign-in/link?token=nonsense", all(404)),
    .init("GET /AGENCY/forgotten/", "/acme/forgotten/", everyone),
    .init("GET /AGENCY/forgotten/", "/nobody/forgotten/", all(404)),
    .init("GET /AGENCY/new-password", "/acme/new-password?token=nonsense", all(404)),
    .init("GET /AGENCY/mail", "/acme/mail?token=nonsense", all(404)),
    .init("GET /AGENCY/privacy/", "/acme/privacy/", everyone), .init("GET /AGENCY/privacy/", "/nobody/privacy/", all(404)),
    .init("GET /AGENCY/privacy/platform/", "/acme/privacy/platform/", everyone),
    .init("GET /AGENCY/cookies/", "/acme/cookies/", everyone),
    .init("GET /AGENCY/me/", "/acme/me/", all(200).merging([.visitor: 303, .stranger: 303]) { $1 }),

    .init("GET /AGENCY/sign-in/second-step", "/acme/sign-in/second-step", all(303)),
    .init("GET /AGENCY/me/account/", "/acme/me/account/", ownPages),
    .init("GET /AGENCY/me/account/profile/", "/acme/me/account/profile/", ownPages),
    .init("GET /AGENCY/me/account/password/", "/acme/me/account/password/", ownPages),
    .init("GET /AGENCY/me/account/mail/", "/acme/me/account/mail/", ownPages),
    .init("GET /AGENCY/me/account/second-factor/", "/acme/me/account/second-factor/", ownPages),
    .init("GET /AGENCY/me/account/second-factor/remove/", "/acme/me/account/second-factor/remove/", all(303)),
    .init("GET /AGENCY/staff/people/", "/acme/staff/people/", managers),
    .init("GET /AGENCY/staff/people/invite/", "/acme/staff/people/invite/", managers),
    .init("GET /AGENCY/staff/people/ID/", person(.agent), managers),
    .init("GET /AGENCY/staff/people/ID/", person(.anna), signedIn([:])),
    .init("GET /AGENCY/staff/people/ID/", "/acme/staff/people/x/", signedIn([:])),
    .init("GET /AGENCY/staff/people/ID/", person(.stranger), signedIn([:])),
    .init("GET /AGENCY/staff/people/ID/role/", person(.agent, "role/"), managers),
    .init("GET /AGENCY/staff/people/ID/role/", person(.owner, "role/"), signedIn([.admin: 403, .owner: 200])),
    .init("GET /AGENCY/staff/people/ID/role/", person(.anna, "role/"), signedIn([:])),
    .init("GET /AGENCY/staff/people/ID/clients/", person(.agent, "clients/"), managers),
    .init("GET /AGENCY/staff/people/ID/clients/", person(.admin, "clients/"), signedIn([:])),
    .init("GET /AGENCY/staff/people/ID/link/", person(.agent, "link/"), managers),
    .init("GET /AGENCY/staff/people/ID/link/", person(.owner, "link/"), signedIn([.admin: 403, .owner: 200])),
    .init("GET /AGENCY/staff/people/ID/second-factor/", person(.agent, "second-factor/"), managers),
    .init("GET /AGENCY/staff/people/ID/second-factor/", person(.anna, "second-factor/"), managers),
    .init("GET /AGENCY/staff/people/ID/second-factor/", person(.stranger, "second-factor/"), signedIn([:])),
    .init("GET /AGENCY/staff/people/ID/second-factor/", person(.owner, "second-factor/"), signedIn([.admin: 403, .owner: 200])),

    .init("GET /AGENCY/clients/CLIENT/**", "/acme/clients/a/", ofA.merging([.rita: 200]) { $1 }),
    .init(
        "GET /AGENCY/clients/CLIENT/**", "/acme/clients/a", ofA.mapValues { $0 == 200 ? 303 : $0 }.merging([.rita: 303]) { $1 }),
    .init("GET /AGENCY/clients/CLIENT/**", "/acme/clients/a/cases/", ofA),
    .init("GET /AGENCY/clients/CLIENT/**", "/acme/clients/a/cases/lease/", ofA),
    .init("GET /AGENCY/clients/CLIENT/**", "/acme/clients/a/invoices/", ofA.merging([.rita: 200]) { $1 }),
    .init("GET /AGENCY/clients/CLIENT/**", "/acme/clients/a/invoices/INV_2F1_20A/", ofA.merging([.rita: 200]) { $1 }),
    .init("GET /AGENCY/clients/CLIENT/**", "/acme/clients/a/documents/", ofA),
    .init("GET /AGENCY/clients/CLIENT/**", "/acme/clients/ab/", signedIn([.abby: 200, .admin: 200, .owner: 200])),
    .init("GET /AGENCY/clients/CLIENT/**", "/acme/clients/ab/cases/lease/", signedIn([.abby: 200, .admin: 200, .owner: 200])),
    .init("GET /AGENCY/clients/CLIENT/**", "/acme/clients/nobody/", signedIn([:])),
    .init("GET /AGENCY/clients/CLIENT/**", "/acme/clients/a/cases/none/", signedIn([:])),
    .init("GET /AGENCY/clients/CLIENT/**", "/acme/clients/a/en.cid/", signedIn([:])),
    .init("GET /AGENCY/clients/CLIENT/**", "/acme/clients/a/index.html", signedIn([:])),
    .init("GET /AGENCY/clients/CLIENT/**", "/acme/clients/A/", signedIn([:])),
    .init("GET /AGENCY/clients/**", "/acme/clients/", signedIn([:])),
    .init("GET /AGENCY/clients/**", "/acme/clients", signedIn([:])),
    .init("GET /AGENCY/clients/CLIENT/**", "/nobody/clients/a/", all(404)),

    .init("GET /AGENCY/clients/CLIENT/statement", "/acme/clients/a/statement", ofA.merging([.rita: 200]) { $1 }),
    .init(
        "GET /AGENCY/clients/CLIENT/statement", "/acme/clients/ab/statement", signedIn([.abby: 200, .admin: 200, .owner: 200])),
    .init("GET /AGENCY/clients/CLIENT/statement", "/acme/clients/nobody/statement", signedIn([:])),
    .init("GET /AGENCY/clients/CLIENT/documents/ID", { "/acme/clients/a/documents/\($0.published.id)" }, ofA),
    .init("GET /AGENCY/clients/CLIENT/documents/ID", { "/acme/clients/a/documents/\($0.internalOne.id)" }, staff),
    .init("GET /AGENCY/clients/CLIENT/documents/ID", { "/acme/clients/a/documents/\($0.foreign.id)" }, signedIn([:])),
    .init("GET /AGENCY/clients/CLIENT/documents/ID", { "/acme/clients/ab/documents/\($0.published.id)" }, signedIn([:])),
    .init(
        "GET /AGENCY/clients/CLIENT/documents/ID", { "/acme/clients/ab/documents/\($0.foreign.id)" },
        signedIn([.abby: 200, .admin: 200, .owner: 200])),
    .init(
        "GET /AGENCY/clients/CLIENT/documents/ID", "/acme/clients/a/documents/00000000-0000-7000-8000-000000000000", signedIn([:])
    ),
    .init("GET /AGENCY/clients/CLIENT/documents/ID", "/acme/clients/a/documents/x", signedIn([:])),
    .init("GET /AGENCY/clients/CLIENT/documents/ID/thumbnail", { "/acme/clients/a/documents/\($0.published.id)/thumbnail" }, ofA),
    .init(
        "GET /AGENCY/clients/CLIENT/documents/ID/thumbnail", { "/acme/clients/a/documents/\($0.internalOne.id)/thumbnail" }, staff
    ),
    .init(
        "GET /AGENCY/clients/CLIENT/documents/ID/thumbnail", { "/acme/clients/a/documents/\($0.foreign.id)/thumbnail" },
        signedIn([:])),
    // Of a text there is no picture, whoever asks.
    .init(
        "GET /AGENCY/clients/CLIENT/documents/ID/preview", { "/acme/clients/a/documents/\($0.published.id)/preview" },
        signedIn([:])),
    .init("GET /AGENCY/clients/CLIENT/documents/ID/view/", { "/acme/clients/a/documents/\($0.published.id)/view/" }, ofA),
    .init("GET /AGENCY/clients/CLIENT/documents/ID/view/", { "/acme/clients/a/documents/\($0.internalOne.id)/view/" }, staff),
    .init(
        "GET /AGENCY/clients/CLIENT/documents/ID/view/", { "/acme/clients/a/documents/\($0.foreign.id)/view/" }, signedIn([:])),
    .init(
        "GET /AGENCY/clients/CLIENT/documents/ID/original", { "/acme/clients/a/documents/\($0.published.id)/original" }, staff),
    .init(
        "GET /AGENCY/clients/CLIENT/documents/ID/original", { "/acme/clients/ab/documents/\($0.foreign.id)/original" },
        signedIn([.admin: 200, .owner: 200])),
    .init(
        "GET /AGENCY/clients/CLIENT/receipts/ID/", "/acme/clients/a/receipts/00000000-0000-7000-8000-000000000000/", signedIn([:])
    ),

    .init(
        "GET /AGENCY/me/policies/NAME/", "/acme/me/policies/privacy/", all(200).merging([.visitor: 303, .stranger: 303]) { $1 }),
    .init("GET /AGENCY/me/policies/NAME/", "/acme/me/policies/none/", signedIn([:])),
    .init("GET /AGENCY/staff/clients/CLIENT/cases/CASE/papers/", "/acme/staff/clients/a/cases/lease/papers/", staff),
    .init(
        "GET /AGENCY/staff/clients/CLIENT/cases/CASE/papers/", "/acme/staff/clients/ab/cases/lease/papers/",
        signedIn([.admin: 200, .owner: 200])),
    .init("GET /AGENCY/staff/clients/CLIENT/cases/CASE/papers/", "/acme/staff/clients/a/cases/none/papers/", signedIn([:])),
    .init("GET /AGENCY/staff/papers/ID/", "/acme/staff/papers/00000000-0000-7000-8000-000000000000/", signedIn([:])),
    .init("GET /AGENCY/staff/inbox/", "/acme/staff/inbox/", staff),
    .init("GET /AGENCY/staff/", "/acme/staff/", staff), .init("GET /AGENCY/staff/**", "/acme/staff/nothing/", signedIn([:])),
    .init("GET /AGENCY/staff/**", "/acme/staff", signedIn([:])),
    .init("GET /AGENCY/staff/clients.csv", "/acme/staff/clients.csv", staff),
    .init("GET /AGENCY/staff/new-client/", "/acme/staff/new-client/", staff),
    .init("GET /AGENCY/staff/clients/CLIENT/", "/acme/staff/clients/a/", staff),
    .init("GET /AGENCY/staff/clients/CLIENT/", "/acme/staff/clients/ab/", managers),
    .init("GET /AGENCY/staff/clients/CLIENT/", "/acme/staff/clients/nobody/", signedIn([:])),
    .init("GET /AGENCY/staff/clients/CLIENT/edit/", "/acme/staff/clients/a/edit/", staff),
    .init("GET /AGENCY/staff/clients/CLIENT/edit/", "/acme/staff/clients/ab/edit/", managers),
    .init("GET /AGENCY/staff/clients/CLIENT/agents/", "/acme/staff/clients/a/agents/", managers),
    .init("GET /AGENCY/staff/clients/CLIENT/contacts/new/", "/acme/staff/clients/a/contacts/new/", staff),
    .init("GET /AGENCY/staff/clients/CLIENT/contacts/new/", "/acme/staff/clients/ab/contacts/new/", managers),
    .init("GET /AGENCY/staff/clients/CLIENT/contacts/ID/", "/acme/staff/clients/a/contacts/nobody/", signedIn([:])),
    .init("GET /AGENCY/staff/search", "/acme/staff/search", staff),
    .init("GET /AGENCY/staff/clients/CLIENT/cases/CASE/", "/acme/staff/clients/a/cases/lease/", staff),
    .init(
        "GET /AGENCY/staff/clients/CLIENT/cases/CASE/", "/acme/staff/clients/ab/cases/lease/",
        signedIn([.admin: 200, .owner: 200])),
    .init("GET /AGENCY/staff/clients/CLIENT/cases/CASE/", "/acme/staff/clients/a/cases/none/", signedIn([:])),
    .init("GET /AGENCY/staff/work/", "/acme/staff/work/", staff),
    .init("GET /AGENCY/staff/clients/CLIENT/new-case/", "/acme/staff/clients/a/new-case/", staff),
    .init("GET /AGENCY/staff/clients/CLIENT/new-case/", "/acme/staff/clients/ab/new-case/", ofOwners),
    .init("GET /AGENCY/staff/clients/CLIENT/new-case/", "/acme/staff/clients/nobody/new-case/", signedIn([:])),
    .init("GET /AGENCY/staff/clients/CLIENT/cases/CASE/edit/", "/acme/staff/clients/a/cases/lease/edit/", staff),
    .init("GET /AGENCY/staff/clients/CLIENT/cases/CASE/edit/", "/acme/staff/clients/ab/cases/lease/edit/", ofOwners),
    .init("GET /AGENCY/staff/clients/CLIENT/cases/CASE/edit/", "/acme/staff/clients/a/cases/none/edit/", signedIn([:])),
    .init("GET /AGENCY/staff/clients/CLIENT/cases/CASE/entry/", "/acme/staff/clients/a/cases/lease/entry/", staff),
    .init("GET /AGENCY/staff/clients/CLIENT/cases/CASE/entry/", "/acme/staff/clients/ab/cases/lease/entry/", ofOwners),
    .init(
        "GET /AGENCY/staff/clients/CLIENT/cases/CASE/entry/", "/acme/staff/clients/a/cases/lease/entry/?corrects=x",
        signedIn([:])),
    .init("GET /AGENCY/staff/templates/", "/acme/staff/templates/", ofOwners),
    .init("GET /AGENCY/staff/templates/new/", "/acme/staff/templates/new/", ofOwners),
    .init("GET /AGENCY/staff/templates/ID/", "/acme/staff/templates/x/", signedIn([:])),
    .init("GET /AGENCY/staff/documents/ID/", { "/acme/staff/documents/\($0.published.id)/" }, staff),
    .init("GET /AGENCY/staff/documents/ID/", { "/acme/staff/documents/\($0.internalOne.id)/" }, staff),
    .init("GET /AGENCY/staff/documents/ID/", { "/acme/staff/documents/\($0.foreign.id)/" }, ofOwners),
    .init("GET /AGENCY/staff/documents/ID/", "/acme/staff/documents/x/", signedIn([:])),
    .init("GET /AGENCY/logo/NAME", "/acme/logo/3f9c01ab7d20-320x80.png", all(404)),
    .init("GET /AGENCY/logo/NAME", "/acme/logo/x", all(404)),
    .init("GET /AGENCY/staff/settings/", "/acme/staff/settings/", managers),
    .init("GET /AGENCY/staff/settings/appearance/", "/acme/staff/settings/appearance/", managers),
    .init("GET /AGENCY/staff/audit/", "/acme/staff/audit/?before=x&family=document.", managers),
    .init("GET /AGENCY/staff/audit.csv", "/acme/staff/audit.csv", managers),
    .init("GET /AGENCY/staff/mail/", "/acme/staff/mail/", signedIn([.admin: 200, .owner: 200])),
    .init("GET /AGENCY/staff/mail/", "/acme/staff/mail/?part=failed&before=x", signedIn([.admin: 200, .owner: 200])),
    .init("GET /AGENCY/staff/invoices/", "/acme/staff/invoices/", staff),
    .init("GET /AGENCY/staff/invoices.csv", "/acme/staff/invoices.csv", staff),
    .init("GET /AGENCY/staff/invoices/new", "/acme/staff/invoices/new", staff),
    .init("GET /AGENCY/staff/invoices/ID/", { "/acme/staff/invoices/\($0.issued)/" }, staff),
    .init("GET /AGENCY/staff/invoices/ID/", { "/acme/staff/invoices/\($0.draft)/" }, staff),
    .init(
        "GET /AGENCY/staff/invoices/ID/", { "/acme/staff/invoices/\($0.foreignInvoice)/" },
        signedIn([.admin: 200, .owner: 200])),
    .init("GET /AGENCY/staff/invoices/ID/", "/acme/staff/invoices/x/", signedIn([:])),
    .init("GET /AGENCY/staff/invoices/ID/edit", { "/acme/staff/invoices/\($0.draft)/edit" }, staff),
    .init("GET /AGENCY/staff/invoices/ID/edit", { "/acme/staff/invoices/\($0.issued)/edit" }, signedIn([:])),
    .init(
        "GET /AGENCY/staff/invoices/ID/edit", { "/acme/staff/invoices/\($0.foreignInvoice)/edit" }, signedIn([:])),
    .init("GET /AGENCY/**", "/acme/nothing/", all(404)), .init("GET /AGENCY/**", "/acme/index.html", all(404)),
]

private let refusedForm = all(422).merging([.visitor: 303, .stranger: 303]) { $1 }

/// Requests that must not succeed for anybody here; those that change something have tests of their own.
private let changing: [Scenario] = [
    .init(
        "POST /AGENCY/staff/invoices/new", "/acme/staff/invoices/new?client=a",
        signedIn([.agent: 400, .admin: 400, .owner: 400])),
    .init(
        "POST /AGENCY/staff/invoices/new", "/acme/staff/invoices/new?client=ab", signedIn([.admin: 400, .owner: 400])),
    .init(
        "POST /AGENCY/staff/invoices/ID/edit", { "/acme/staff/invoices/\($0.draft)/edit" },
        signedIn([.agent: 409, .admin: 409, .owner: 409])),
    .init(
        "POST /AGENCY/staff/invoices/ID/issue", { "/acme/staff/invoices/\($0.draft)/issue" },
        signedIn([.agent: 409, .admin: 409, .owner: 409])),
    .init(
        "POST /AGENCY/staff/invoices/ID/issue", { "/acme/staff/invoices/\($0.foreignInvoice)/issue" },
        signedIn([.admin: 409, .owner: 409])),
    .init(
        "POST /AGENCY/staff/invoices/ID/delete", { "/acme/staff/invoices/\($0.draft)/delete" },
        signedIn([.agent: 409, .admin: 409, .owner: 409])),
    .init(
        "POST /AGENCY/staff/invoices/ID/credit", { "/acme/staff/invoices/\($0.issued)/credit" },
        signedIn([.agent: 400, .admin: 400, .owner: 400])),
    .init(
        "POST /AGENCY/staff/invoices/ID/payments", { "/acme/staff/invoices/\($0.issued)/payments" },
        signedIn([.agent: 400, .admin: 400, .owner: 400])),
    .init(
        "POST /AGENCY/staff/invoices/ID/payments", { "/acme/staff/invoices/\($0.foreignInvoice)/payments" },
        signedIn([.admin: 400, .owner: 400])),
    .init("POST /AGENCY/sign-in", "/acme/sign-in", all(401)), .init("POST /AGENCY/sign-in", "/nobody/sign-in", all(404)),
    .init("POST /AGENCY/sign-in/mail", "/acme/sign-in/mail", all(422)),
    .init("POST /AGENCY/sign-in/code", "/acme/sign-in/code", all(404)),
    .init("POST /AGENCY/sign-in/link", "/acme/sign-in/link", all(404)),
    .init("POST /AGENCY/forgotten", "/acme/forgotten", all(422)),
    .init("POST /AGENCY/new-password", "/acme/new-password", all(404)),
    .init("POST /AGENCY/mail", "/acme/mail?token=x", all(400)),
    .init("POST /AGENCY/sign-out", "/nobody/sign-out", all(404)),
    .init("POST /AGENCY/sign-in/second-step", "/acme/sign-in/second-step", all(303)),
    .init("POST /AGENCY/me/account/sessions", "/acme/me/account/sessions", all(303)),
    .init("POST /AGENCY/me/account/profile/", "/acme/me/account/profile/", refusedForm),
    .init("POST /AGENCY/me/account/password/", "/acme/me/account/password/", refusedForm),
    .init("POST /AGENCY/me/account/mail/", "/acme/me/account/mail/", refusedForm),
    .init("POST /AGENCY/me/account/second-factor/offer", "/nobody/me/account/second-factor/offer", all(404)),
    .init("POST /AGENCY/me/account/second-factor/confirm", "/acme/me/account/second-factor/confirm", all(303)),
    .init("POST /AGENCY/me/account/second-factor/codes", "/acme/me/account/second-factor/codes", all(303)),
    .init("POST /AGENCY/me/account/second-factor/download", "/acme/me/account/second-factor/download", signedIn([:])),
    .init("POST /AGENCY/me/account/second-factor/remove/", "/acme/me/account/second-factor/remove/", all(303)),
    .init("POST /AGENCY/staff/people/invite/", "/acme/staff/people/invite/", signedIn([.admin: 422, .owner: 422])),
    .init("POST /AGENCY/staff/people/ID/role/", person(.agent, "role/"), signedIn([.admin: 422, .owner: 422])),
    .init("POST /AGENCY/staff/people/ID/role/", person(.owner, "role/"), signedIn([.admin: 403, .owner: 422])),
    .init("POST /AGENCY/staff/people/ID/clients/", person(.agent, "clients/"), signedIn([.admin: 409, .owner: 409])),
    .init("POST /AGENCY/staff/people/ID/link/", person(.anna, "link/"), signedIn([:])),
    .init("POST /AGENCY/staff/people/ID/second-factor/", person(.agent, "second-factor/"), signedIn([.admin: 409, .owner: 409])),
    .init("POST /AGENCY/staff/people/ID/sessions", person(.anna, "sessions"), signedIn([:])),
    .init("POST /AGENCY/staff/people/ID/lock-out", person(.owner, "lock-out"), signedIn([.admin: 403, .owner: 409])),
    .init("POST /AGENCY/staff/people/ID/let-in", person(.anna, "let-in"), signedIn([:])),
    .init("POST /AGENCY/clients/CLIENT/cases/CASE/documents", "/acme/clients/nobody/cases/lease/documents", signedIn([:])),
    .init(
        "POST /AGENCY/clients/CLIENT/cases/CASE/documents", "/acme/clients/a/cases/lease/documents",
        signedIn([.anna: 415, .agent: 415, .admin: 415, .owner: 415])),
    .init("POST /setup", "/setup?token=nonsense", all(404)),
    .init("POST /AGENCY/staff/new-client/", "/acme/staff/new-client/", staffEmpty),
    .init("POST /AGENCY/staff/clients/CLIENT/edit/", "/acme/staff/clients/a/edit/", staffEmpty),
    .init("POST /AGENCY/staff/clients/CLIENT/edit/", "/acme/staff/clients/ab/edit/", managersEmpty),
    .init("POST /AGENCY/staff/settings/", "/acme/staff/settings/", managersEmpty),
    .init("POST /AGENCY/staff/settings/appearance/", "/acme/staff/settings/appearance/", signedIn([.admin: 409, .owner: 409])),
    .init("POST /AGENCY/staff/settings/logo", "/acme/staff/settings/logo", signedIn([.admin: 415, .owner: 415])),
    .init("POST /AGENCY/staff/clients/CLIENT/archive", "/acme/staff/clients/nobody/archive", signedIn([:])),
    .init("POST /AGENCY/staff/clients/CLIENT/restore", "/acme/staff/clients/nobody/restore", signedIn([:])),
    .init("POST /AGENCY/staff/clients/CLIENT/agents/", "/acme/staff/clients/a/agents/", signedIn([.admin: 409, .owner: 409])),
    .init("POST /AGENCY/staff/clients/CLIENT/contacts/new/", "/acme/staff/clients/a/contacts/new/", staffEmpty),
    .init("POST /AGENCY/staff/clients/CLIENT/contacts/new/", "/acme/staff/clients/ab/contacts/new/", managersEmpty),
    .init("POST /AGENCY/staff/clients/CLIENT/contacts/ID/", "/acme/staff/clients/a/contacts/nobody/", signedIn([:])),
    .init("POST /AGENCY/staff/clients/CLIENT/contacts/ID/remove", "/acme/staff/clients/a/contacts/nobody/remove", signedIn([:])),
    .init("POST /AGENCY/staff/clients/CLIENT/contacts/ID/invite", "/acme/staff/clients/a/contacts/nobody/invite", signedIn([:])),
    .init("POST /AGENCY/staff/documents/ID/publish", { "/acme/staff/documents/\($0.foreign.id)x/publish" }, signedIn([:])),
    .init("POST /AGENCY/staff/documents/ID/unpublish", "/acme/staff/documents/x/unpublish", signedIn([:])),
    .init("POST /AGENCY/staff/documents/ID/remove", "/acme/staff/documents/x/remove", signedIn([:])),
    .init("POST /AGENCY/clients/CLIENT/cases/CASE/messages", "/acme/clients/nobody/cases/lease/messages", signedIn([:])),
    .init("POST /AGENCY/clients/CLIENT/cases/CASE/messages", "/acme/clients/a/cases/none/messages", signedIn([:])),
    .init(
        "POST /AGENCY/clients/CLIENT/cases/CASE/messages", "/acme/clients/a/cases/lease/messages",
        signedIn([.anna: 415, .agent: 415, .admin: 415, .owner: 415])),
    .init(
        "POST /AGENCY/clients/CLIENT/cases/CASE/messages", "/acme/clients/ab/cases/lease/messages",
        signedIn([.abby: 415, .admin: 415, .owner: 415])),
    .init("POST /AGENCY/clients/CLIENT/cases/CASE/papers/ID", "/acme/clients/nobody/cases/lease/papers/x", signedIn([:])),
    .init(
        "POST /AGENCY/clients/CLIENT/cases/CASE/papers/ID", "/acme/clients/a/cases/lease/papers/x",
        signedIn([.anna: 415, .agent: 415, .admin: 415, .owner: 415])),
    .init(
        "POST /AGENCY/me/policies/NAME/", "/acme/me/policies/privacy/", all(409).merging([.visitor: 303, .stranger: 303]) { $1 }),
    .init("POST /AGENCY/me/policies/NAME/", "/acme/me/policies/none/", signedIn([:])),
    .init(
        "POST /AGENCY/staff/clients/CLIENT/cases/CASE/papers/", "/acme/staff/clients/a/cases/lease/papers/",
        signedIn([.agent: 422, .admin: 422, .owner: 422])),
    .init(
        "POST /AGENCY/staff/clients/CLIENT/cases/CASE/papers/", "/acme/staff/clients/ab/cases/lease/papers/",
        signedIn([.admin: 422, .owner: 422])),
    .init("POST /AGENCY/staff/papers/ID/", "/acme/staff/papers/x/", signedIn([:])),
    .init("POST /AGENCY/staff/messages/ID/withdraw", "/acme/staff/messages/x/withdraw", signedIn([:])),
    .init(
        "POST /AGENCY/staff/inbox/", "/acme/staff/inbox/", signedIn([.agent: 400, .admin: 400, .owner: 400])),
    .init("POST /AGENCY/staff/clients/CLIENT/new-case/", "/acme/staff/clients/a/new-case/", staffEmpty),
    .init("POST /AGENCY/staff/clients/CLIENT/new-case/", "/acme/staff/clients/ab/new-case/", managersEmpty),
    .init("POST /AGENCY/staff/clients/CLIENT/cases/CASE/edit/", "/acme/staff/clients/a/cases/lease/edit/", staffEmpty),
    .init("POST /AGENCY/staff/clients/CLIENT/cases/CASE/edit/", "/acme/staff/clients/ab/cases/lease/edit/", managersEmpty),
    .init("POST /AGENCY/staff/clients/CLIENT/cases/CASE/entry/", "/acme/staff/clients/a/cases/lease/entry/", staffEmpty),
    .init("POST /AGENCY/staff/clients/CLIENT/cases/CASE/entry/", "/acme/staff/clients/ab/cases/lease/entry/", managersEmpty),
    .init("POST /AGENCY/staff/clients/CLIENT/cases/CASE/status", "/acme/staff/clients/a/cases/lease/status", staffOnly(400)),
    .init("POST /AGENCY/staff/clients/CLIENT/cases/CASE/stage", "/acme/staff/clients/a/cases/lease/stage", staffOnly(409)),
    .init("POST /AGENCY/staff/preview", "/acme/staff/preview", staffOnly(200)),
    .init("POST /AGENCY/staff/templates/new/", "/acme/staff/templates/new/", managersEmpty),
    .init("POST /AGENCY/staff/templates/ID/", "/acme/staff/templates/x/", signedIn([:])),
    .init("POST /AGENCY/staff/templates/ID/remove", "/acme/staff/templates/x/remove", signedIn([:])),
    .init(
        "POST /AGENCY/staff/mail/ID/again", "/acme/staff/mail/00000000-0000-7000-8000-000000000000/again", signedIn([:])),
    .init("POST /AGENCY/staff/mail/ID/again", "/acme/staff/mail/x/again", signedIn([:])),
    .init("POST /AGENCY/staff/mail/test", "/nobody/staff/mail/test", all(404)),
    .init("POST /AGENCY/me/", "/acme/me/", all(405).merging([.visitor: 303, .stranger: 303]) { $1 }),
    .init("POST /", "/", all(405)), .init("POST /AGENCY/", "/acme/", all(405)),
    .init("POST /AGENCY/clients/CLIENT/**", "/acme/clients/ab/", all(405).merging([.visitor: 303, .stranger: 303]) { $1 }),
    .init("POST /AGENCY/staff/", "/acme/staff/", signedIn([.agent: 405, .admin: 405, .owner: 405])),
]

/// What is known of a document: by the records, by what its bytes are answered with, by the contacts' page of documents.
private struct Sight: Equatable, Sendable {
    let visibility: Visibility?
    let contact, staff: Int
    let isListed: Bool

    static let published = Sight(visibility: .client, contact: 200, staff: 200, isListed: true)
    static let unpublished = Sight(visibility: .internal, contact: 404, staff: 200, isListed: false)
    static let removed = Sight(visibility: nil, contact: 404, staff: 404, isListed: false)
}

/// What staff do with a document, and how it changes what is seen of it.
private struct Deed: Sendable {
    let verb, done: String
    let before, after: Sight

    func path(_ document: String) -> String { "/acme/staff/documents/\(document)/\(verb)" }

    static let all = [
        Deed(verb: "publish", done: "published", before: .unpublished, after: .published),
        Deed(verb: "unpublish", done: "unpublished", before: .published, after: .unpublished),
        Deed(verb: "remove", done: "removed", before: .published, after: .removed),
    ]
    /// By client of the document: who may not, and the status; contacts of the client, of another, an agent of another.
    static let refused: [(client: String, who: Who, status: Int)] = [
        ("a", .anna, 404), ("a", .rita, 404), ("a", .abby, 404), ("ab", .abby, 404), ("ab", .anna, 404), ("ab", .agent, 404),
        ("a", .visitor, 303), ("a", .stranger, 303),
    ]
    static let obeyed: [(client: String, who: Who)] = [
        ("a", .agent), ("a", .admin), ("a", .owner), ("ab", .admin), ("ab", .owner),
    ]
}

extension Fixture {
    /// A document of its own for one request.
    fileprivate func fresh(of client: String, isPublished: Bool) async throws -> Document {
        let agency = try await workspace.agency(try slug("acme"))
        let name = UUID().uuidString
        let document = try await agency.addDocument(
            client: try slug(client), case: try slug("lease"), name: name + ".txt",
            bytes: AsyncStream { continuation in
                continuation.yield(Array("This is \(name).\n".utf8))
                continuation.finish()
            }, publish: isPublished)
        try await agency.settled()
        return document
    }

    fileprivate func sight(of document: Document, in client: String) async throws -> Sight {
        let agency = try await workspace.agency(try slug("acme"))
        let entry = try await agency.documents(client: try slug(client)).first { $0.document.id == document.id }
        let contact = client == "a" ? Who.anna : .abby
        let list = "/acme/clients/\(client)/documents/"
        return Sight(
            visibility: entry?.document.visibility, contact: try await ask(contact, "GET", "\(list)\(document.id)").status,
            staff: try await ask(.owner, "GET", "\(list)\(document.id)").status,
            isListed: try await ask(contact, "GET", list).text.contains("\(document.id)"))
    }
}

/// A page without the one-time ids of its forms, and the instant at which it was made.
private func lasting(_ answer: Answer) -> String {
    answer.text.replacing(/name="(key|form|until)" value="[^"]*"/, with: "")
}

@Suite struct `Everybody gets what is theirs` {
    @Test func `when they read`() async throws {
        let fixture = try await Fixture.shared.value
        for scenario in reading {
            let path = scenario.path(fixture)
            for who in Who.allCases {
                let answer = try await fixture.ask(who, "GET", path)
                #expect(answer.status == scenario.expected[who] ?? 404, "\(who) \(path)")
                #expect(!answer.text.contains("SECRET-A") || (who.isStaff || who == .abby), "\(who) \(path)")
                #expect(!answer.text.contains("ACME-2"), "\(who) \(path)")
                // Now it is in memory, and the same.
                if answer.status == 200 {
                    let again = try await fixture.ask(who, "GET", path)
                    #expect(again.status == 200 && again.comparable == answer.comparable, "\(who) \(path)")
                    #expect(lasting(again) == lasting(answer), "\(who) \(path)")
                }
                if answer.status == 303, scenario.expected[.visitor] == 303, who == .visitor {
                    // A query is part of where one goes on to; how it is written there is tested with the sign-in.
                    let isThere = answer["location"]?.hasPrefix("/acme/?to=\(path.prefix { $0 != "?" })") ?? false
                    // Two lead visitors elsewhere, and nowhere back.
                    #expect(isThere || ["/acme", "/acme/sign-in/second-step"].contains(path), "\(path)")
                }
                // One of them asks for the head alone too: nobody's differs from what they get.
                guard who == Who.allCases[path.utf8.count % Who.allCases.count] else { continue }
                let head = try await fixture.ask(who, "HEAD", path)
                #expect(head.status == answer.status && head.body.isEmpty, "HEAD \(who) \(path)")
                #expect(head.comparable == answer.comparable, "HEAD \(who) \(path)")
                #expect(head["content-length"] ?? "0" == String(answer.body.count), "HEAD \(who) \(path)")
            }
        }
    }

    @Test func `when they change something`() async throws {
        let fixture = try await Fixture.shared.value
        for scenario in changing {
            let path = scenario.path(fixture)
            for who in Who.allCases {
                let answer = try await fixture.post(
                    who, path, path.hasSuffix("sign-in") ? "email=nobody%40x.lt&password=wrong" : "")
                #expect(answer.status == scenario.expected[who] ?? 404, "POST \(who) \(path)")
            }
        }
    }

    @Test func `when they publish, unpublish or remove a document`() async throws {
        let fixture = try await Fixture()
        for deed in Deed.all {
            for (client, who, status) in Deed.refused {
                let document = try await fixture.fresh(of: client, isPublished: deed.before == .published)
                let answer = try await fixture.post(who, deed.path("\(document.id)"))
                #expect(answer.status == status, "\(deed.verb) \(who) \(client)")
                #expect(try await fixture.post(who, deed.path("none")) == answer, "\(deed.verb) \(who) \(client)")
                if status == 303 { #expect(answer["location"] == "/acme/", "\(deed.verb) \(who) \(client)") }
                #expect(try await fixture.sight(of: document, in: client) == deed.before, "\(deed.verb) \(who) \(client)")
            }
            for (client, who) in Deed.obeyed {
                let document = try await fixture.fresh(of: client, isPublished: deed.before == .published)
                let answer = try await fixture.post(who, deed.path("\(document.id)"))
                #expect(answer.status == 303, "\(deed.verb) \(who) \(client)")
                #expect(answer["location"] == "/acme/staff/?done=\(deed.done)", "\(deed.verb) \(who) \(client)")
                #expect(try await fixture.sight(of: document, in: client) == deed.after, "\(deed.verb) \(who) \(client)")
            }
        }
        await fixture.stop()
    }

    @Test func `and no route is missing here`() {
        let said = Set((reading + changing).map(\.route) + others)
        for route in RouteTable.all.routes {
            #expect(said.contains("\(route.method) \(route.path)"), "\(route.method) \(route.path)")
        }
    }

    /// Routes with tests of their own.
    private let others = [
        "POST /AGENCY/welcome", "POST /AGENCY/sign-out", "OPTIONS /AGENCY/clients/CLIENT/cases/CASE/uploads",
        "POST /AGENCY/clients/CLIENT/cases/CASE/uploads", "HEAD /AGENCY/clients/CLIENT/cases/CASE/uploads/ID",
        "PATCH /AGENCY/clients/CLIENT/cases/CASE/uploads/ID", "DELETE /AGENCY/clients/CLIENT/cases/CASE/uploads/ID",
        "POST /AGENCY/staff/settings/logo/remove",
    ]

    @Test func `and what is not theirs is what does not exist, byte for byte`() async throws {
        let fixture = try await Fixture.shared.value
        let none = "/acme/clients/nobody/"
        for fields in [[:], ["Accept": "application/json"], ["Accept-Language": "lt"]] {
            for who in [Who.anna, .abby, .rita, .agent] {
                let nothing = try await fixture.ask(who, "GET", none, fields)
                #expect(nothing.status == 404)
                var paths = [
                    "/acme/clients/\(who == .abby ? "a" : "ab")/", "/acme/clients/ab/cases/nothing/",
                    "/acme/clients/a/documents/\(fixture.foreign.id)",
                    "/acme/clients/a/documents/00000000-0000-7000-8000-000000000000", "/acme/clients/nobody/documents/x",
                    "/acme/staff/nothing/", "/nothing/", "/acme/nothing/", "/acme/%2e%2e/",
                    "/acme/clients/\(who == .abby ? "a" : "ab")",
                ]
                if who != .agent { paths += ["/acme/staff/", "/acme/staff/clients/a/cases/lease/"] }
                for path in paths { #expect(try await fixture.ask(who, "GET", path, fields) == nothing, "\(who) \(path)") }
            }
        }
    }

    @Test func `and JSON visitors are told to sign in`() async throws {
        let fixture = try await Fixture.shared.value
        let json = ["Accept": "application/json"]
        for path in ["/acme/clients/a/", "/acme/clients/nothing/", "/acme/staff/", "/acme/me/"] {
            let answer = try await fixture.ask(.visitor, "GET", path, json)
            #expect(answer.status == 401 && answer["content-type"] == "application/problem+json", "\(path)")
            #expect(answer.text.contains("\"status\":401") && !answer.text.contains("request_id"))
        }
    }

    @Test func `in one's own session only, and not after signing out`() async throws {
        let fixture = try await Fixture.shared.value
        let signIn = try await fixture.post(
            .visitor, "/acme/sign-in",
            "email=\(Who.abby.email)&password=\(Who.password.replacing(" ", with: "+"))&to=%2Facme%2Fclients%2Fab%2F")
        #expect(signIn.status == 303 && signIn["location"] == "/acme/clients/ab/")
        let cookies = signIn.fields.filter { $0.name == "set-cookie" }.map(\.value)
        let session = try #require(cookies.first { $0.hasPrefix("__Host-s-acme=") })
        #expect(cookies.count == 2 && session.contains("; Secure") && session.contains("; HttpOnly"))
        let cookie = ["Cookie": String(session.prefix { $0 != ";" })]
        #expect(try await fixture.ask(.visitor, "GET", "/acme/clients/ab/", cookie).status == 200)
        #expect(
            try await fixture.ask(
                .visitor, "GET", "/acme-2/clients/ab/", cookie.mapValues { $0.replacing("-acme=", with: "-acme-2=") }
            ).status == 303)
        let out = try await fixture.post(.visitor, "/acme/sign-out", "", cookie)
        #expect(out.status == 303 && out["clear-site-data"] == "\"cache\"" && out["set-cookie"]?.contains("Max-Age=0") == true)
        #expect(try await fixture.ask(.visitor, "GET", "/acme/clients/ab/", cookie).status == 303)
        for to in ["https://evil.example/", "//evil.example/", "/acme-2/me/", "/acme/../x"] {
            let answer = try await fixture.post(
                .visitor, "/acme/sign-in", "email=\(Who.abby.email)&password=\(Who.password.replacing(" ", with: "+"))&to=\(to)")
            #expect(answer.status == 303 && answer["location"] == "/acme/me/", "\(to)")
        }
    }
}

@Suite struct `A page in memory` {
    private static let page = "/acme/clients/a/cases/lease/"

    /// Asks until the page comes from memory.
    private func warm(_ fixture: Fixture) async throws {
        for _ in 0..<3 { #expect(try await fixture.ask(.anna, "GET", Self.page).status == 200) }
    }

    @Test func `is answered without asking the records`() async throws {
        let fixture = try await Fixture()
        func count() async throws -> Int {
            let text = try await fixture.ask(.visitor, "GET", "/metrics", ["Authorization": "Bearer figures"]).text
            return try #require(text.firstMatch(of: /pages_from_memory_total ([0-9]+)/).flatMap { Int($0.1) })
        }
        try await warm(fixture)
        let before = try await count()
        for _ in 0..<5 { #expect(try await fixture.ask(.anna, "GET", Self.page).status == 200) }
        #expect(try await count() == before + 5)
        // Whatever is odd about a request is for those who explain it.
        for fields in [
            ["Host": "other.example"], ["Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"], ["Cookie": ""],
            ["Sec-Fetch-Site": "cross-site\t ", "Sec-Fetch-Mode": "no-cors"],
        ] {
            #expect(try await fixture.ask(.anna, "GET", Self.page, fields).status != 200)
        }
        #expect(try await fixture.ask(.anna, "GET", Self.page + "?a=b").status == 200)
        #expect(try await count() == before + 5)
        await fixture.stop()
    }

    @Test func `is nobody's the moment its reader may not have it`() async throws {
        let fixture = try await Fixture()
        let agency = try await fixture.workspace.agency(try slug("acme"))
        let client = try slug("a")
        func status(_ token: String) async throws -> Int {
            try await fixture.ask(.visitor, "GET", Self.page, ["Cookie": "__Host-s-acme=\(token)"]).status
        }
        func signIn() async throws -> String {
            try await agency.signIn(email: Who.anna.email, password: Who.password, device: nil, address: "192.0.2.99")
                .signedIn().token
        }
        let first = try await signIn()
        for _ in 0..<3 { #expect(try await status(first) == 200) }
        // Another right ends the sessions; with a new one the page is not there.
        try await agency.setContact(Who.anna.email, of: client, sees: .invoices)
        #expect(try await status(first) == 303)
        let second = try await signIn()
        for _ in 0..<2 { #expect(try await status(second) == 404) }
        try await agency.setContact(Who.anna.email, of: client, sees: .all)
        try await agency.settled()
        let third = try await signIn()
        for _ in 0..<3 { #expect(try await status(third) == 200) }
        try await agency.setDisabled(Who.anna.email, true)
        #expect(try await status(third) == 303)
        await fixture.stop()
    }

    @Test func `says at once what was published, and no longer what was taken back`() async throws {
        let fixture = try await Fixture()
        let agency = try await fixture.workspace.agency(try slug("acme"))
        for _ in 0..<5 {
            try await warm(fixture)
            #expect(try await fixture.ask(.anna, "GET", Self.page).text.contains("Lease, signed.txt"))
            _ = try await agency.unpublish(document: fixture.published.id.text, by: .operator)
            #expect(try await !fixture.ask(.anna, "GET", Self.page).text.contains("Lease, signed.txt"))
            _ = try await agency.publish(document: fixture.published.id.text, by: .operator)
            try await agency.settled()
            #expect(try await fixture.ask(.anna, "GET", Self.page).text.contains("Lease, signed.txt"))
        }
        await fixture.stop()
    }
}
