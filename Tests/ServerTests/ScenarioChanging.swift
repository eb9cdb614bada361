import Actions
import Foundation
import Model
import Site
import Testing

@testable import Server

let refusedForm = all(422).merging([.visitor: 303, .stranger: 303]) { $1 }

/// Requests that must not succeed for anybody here; those that change something have tests of their own.
let changing: [Scenario] = [
    .init("POST /AGENCY/staff/settings/access/", "/acme/staff/settings/access/", signedIn([.owner: 422])),
    .init("POST /AGENCY/staff/settings/access/ID/end", "/acme/staff/settings/access/nonsense/end", signedIn([:])),
    .init("POST /AGENCY/staff/support/", "/acme/staff/support/", signedIn([.owner: 422, .admin: 422])),
    .init("POST /AGENCY/staff/support/ID/", "/acme/staff/support/nonsense/", signedIn([:])),
    .init("POST /AGENCY/staff/incidents/ID/", "/acme/staff/incidents/nonsense/", signedIn([:])),
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
    // What is not there is taken back already.
    .init(
        "POST /AGENCY/staff/invoices/ID/take-back", { "/acme/staff/invoices/\($0.issued)/take-back" },
        signedIn([.agent: 303, .admin: 303, .owner: 303])),
    .init(
        "POST /AGENCY/staff/invoices/ID/take-back", { "/acme/staff/invoices/\($0.foreignInvoice)/take-back" },
        signedIn([.admin: 303, .owner: 303])),
    .init("POST /AGENCY/sign-in", "/acme/sign-in", all(401)), .init("POST /AGENCY/sign-in", "/nobody/sign-in", all(404)),
    .init("POST /AGENCY/sign-in/mail", "/acme/sign-in/mail", all(422)),
    .init("POST /AGENCY/sign-in/code", "/acme/sign-in/code", all(404)),
    .init("POST /AGENCY/sign-in/link", "/acme/sign-in/link", all(404)),
    .init("POST /AGENCY/forgotten", "/acme/forgotten", all(422)),
    .init("POST /AGENCY/new-password", "/acme/new-password", all(404)),
    .init("POST /AGENCY/new-address", "/acme/new-address", all(404)),
    .init("POST /AGENCY/mail", "/acme/mail?token=x", all(400)),
    .init("POST /AGENCY/cookies/", "/acme/cookies/", all(400)),
    .init("POST /AGENCY/sign-out", "/nobody/sign-out", all(404)),
    .init("POST /AGENCY/sign-in/second-step", "/acme/sign-in/second-step", all(303)),
    .init("POST /AGENCY/me/account/sessions", "/acme/me/account/sessions", all(303)),
    .init("POST /AGENCY/me/account/profile/", "/acme/me/account/profile/", refusedForm),
    .init("POST /AGENCY/me/account/password/", "/acme/me/account/password/", refusedForm),
    .init("POST /AGENCY/me/account/address/", "/acme/me/account/address/", refusedForm),
    .init("POST /AGENCY/staff/settings/policies/announce/", "/acme/staff/settings/policies/announce/", managersEmpty),
    .init(
        "POST /AGENCY/staff/settings/policies/activate", "/acme/staff/settings/policies/activate",
        signedIn([.admin: 409, .owner: 409])),
    .init("POST /AGENCY/me/account/statistics/", "/acme/me/account/statistics/", refusedForm),
    .init("POST /AGENCY/me/account/mail/", "/acme/me/account/mail/", refusedForm),
    .init("POST /AGENCY/me/account/second-factor/offer", "/nobody/me/account/second-factor/offer", all(404)),
    .init("POST /AGENCY/me/account/second-factor/confirm", "/acme/me/account/second-factor/confirm", all(303)),
    .init("POST /AGENCY/me/account/second-factor/codes", "/acme/me/account/second-factor/codes", all(303)),
    .init("POST /AGENCY/me/account/second-factor/download", "/acme/me/account/second-factor/download", signedIn([:])),
    .init("POST /AGENCY/me/account/second-factor/remove/", "/acme/me/account/second-factor/remove/", all(303)),
    .init("POST /AGENCY/privacy/request/", "/acme/privacy/request/", all(422)),
    .init("POST /AGENCY/privacy/request/confirm", "/acme/privacy/request/confirm?token=nonsense", all(404)),
    .init("POST /AGENCY/privacy/request/copy", "/acme/privacy/request/copy?token=nonsense", all(404)),
    .init("POST /AGENCY/staff/settings/export/", "/nobody/staff/settings/export/", all(404)),
    .init("POST /AGENCY/me/data/correction/", "/acme/me/data/correction/", signedIn([.anna: 422, .abby: 422, .rita: 422])),
    .init("POST /AGENCY/staff/requests/ID/offer", "/acme/staff/requests/x/offer", signedIn([:])),
    .init("POST /AGENCY/me/data/export/", "/nobody/me/data/export/", all(404)),
    .init("POST /AGENCY/me/data/request/", "/acme/me/data/request/", refusedForm),
    .init("POST /AGENCY/me/data/objections/", "/acme/me/data/objections/", all(303)),
    .init("POST /AGENCY/me/data/erase/", "/acme/me/data/erase/", refusedForm),
    .init("POST /AGENCY/staff/requests/new/", "/acme/staff/requests/new/", managersEmpty),
    .init("POST /AGENCY/staff/requests/ID/", "/acme/staff/requests/x/", signedIn([:])),
    .init("POST /AGENCY/staff/requests/ID/export", "/acme/staff/requests/x/export", signedIn([:])),
    .init("POST /AGENCY/staff/restrictions/ID/", "/acme/staff/restrictions/x/", signedIn([:])),
    .init("POST /AGENCY/staff/clients/CLIENT/restriction/", "/acme/staff/clients/a/restriction/", managersEmpty),
    .init(
        "POST /AGENCY/staff/clients/CLIENT/contacts/ID/restriction/", "/acme/staff/clients/a/contacts/x/restriction/",
        signedIn([:])),
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
    .init("POST /AGENCY/staff/settings/uploads/", "/acme/staff/settings/uploads/", managersEmpty),
    .init("POST /AGENCY/staff/settings/appearance/", "/acme/staff/settings/appearance/", signedIn([.admin: 409, .owner: 409])),
    .init("POST /AGENCY/staff/settings/logo", "/acme/staff/settings/logo", signedIn([.admin: 415, .owner: 415])),
    .init("POST /AGENCY/staff/clients/CLIENT/archive", "/acme/staff/clients/nobody/archive", signedIn([:])),
    .init("POST /AGENCY/staff/clients/CLIENT/restore", "/acme/staff/clients/nobody/restore", signedIn([:])),
    .init("POST /AGENCY/staff/clients/CLIENT/erase/", "/acme/staff/clients/a/erase/", signedIn([.owner: 422])),
    .init("POST /AGENCY/staff/clients/CLIENT/hold/", "/acme/staff/clients/a/hold/", signedIn([.owner: 422])),
    .init("POST /AGENCY/staff/clients/CLIENT/hold/lift", "/acme/staff/clients/a/hold/lift", signedIn([.owner: 303])),
    .init("POST /AGENCY/staff/clients/CLIENT/contacts/ID/erase/", "/acme/staff/clients/a/contacts/nobody/erase/", signedIn([:])),
    .init("POST /AGENCY/staff/clients/CLIENT/agents/", "/acme/staff/clients/a/agents/", signedIn([.admin: 409, .owner: 409])),
    .init("POST /AGENCY/staff/clients/CLIENT/contacts/new/", "/acme/staff/clients/a/contacts/new/", staffEmpty),
    .init("POST /AGENCY/staff/clients/CLIENT/contacts/new/", "/acme/staff/clients/ab/contacts/new/", managersEmpty),
    .init("POST /AGENCY/staff/clients/CLIENT/contacts/ID/", "/acme/staff/clients/a/contacts/nobody/", signedIn([:])),
    .init("POST /AGENCY/staff/clients/CLIENT/contacts/ID/remove", "/acme/staff/clients/a/contacts/nobody/remove", signedIn([:])),
    .init(
        "POST /AGENCY/staff/clients/CLIENT/contacts/ID/lock-out", "/acme/staff/clients/a/contacts/nobody/lock-out", signedIn([:])),
    .init("POST /AGENCY/staff/clients/CLIENT/contacts/ID/let-in", "/acme/staff/clients/a/contacts/nobody/let-in", signedIn([:])),
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
