import Actions
import Hummingbird
import Model
import Site
import Templates

/// Data that is kept and otherwise not used, for owner and admin.
enum RestrictionHandlers {
    /// GET and POST `/AGENCY/staff/clients/CLIENT/restriction/`: restricts a client.
    static func restrict(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let (words, slug) = (manager.signedIn.words, try manager.visitor.slug(3))
        let back = StaffPages.client(manager.visitor.home, slug)
        return try await FormRun(manager.staff).answer(request) { _ in
            let client = try await manager.agency.clientOverview(manager.session, slug).client
            return page(manager, [FormPage.Crumb(href: back, label: client.name)], words.text("restriction.set"), back)
        } take: { typed in
            try await manager.agency.restrict(client: slug, typed, manager.session)
            return .go(to: back)
        }
    }

    /// GET and POST `/AGENCY/staff/clients/CLIENT/contacts/ID/restriction/`: restricts a contact, everywhere.
    static func restrictContact(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let (words, slug, id) = (manager.signedIn.words, try manager.visitor.slug(3), manager.visitor.path.segments[5])
        let client = StaffPages.client(manager.visitor.home, slug)
        return try await FormRun(manager.staff).answer(request) { _ in
            let (name, restriction) = try await manager.agency.restriction(ofContact: id, of: slug, manager.session)
            let back = client + "contacts/\(id)/"
            var page = page(
                manager, [FormPage.Crumb(href: back, label: name)], words.text("restriction.set-contact"), back)
            if let restriction {
                let since = ["date": manager.formats.day(manager.formats.day(of: restriction.since))]
                page.done = words.text("restriction.since", since) + " " + reason(restriction.reason, words) + "."
                page.links = [
                    .init(
                        href: manager.visitor.home + "staff/restrictions/\(restriction.id)/",
                        label: words.text("restriction.lift"))
                ]
            }
            return page
        } take: { typed in
            try await manager.agency.restrict(contact: id, of: slug, typed, manager.session)
            return .go(to: client + "contacts/\(id)/restriction/")
        }
    }

    private static func page(
        _ manager: ManagerSession, _ crumbs: [FormPage.Crumb], _ title: String, _ back: String
    ) -> FormPage {
        let words = manager.signedIn.words
        let reasons = Restriction.Reason.allCases.map { FormField.Option($0.rawValue, reason($0, words)) }
        let form = Form(
            [
                Form.Section(fields: [
                    .choice("reason", words.text("restriction.reason"), "", reasons, kind: .radios, isRequired: true),
                    .area("words", words.text("restriction.words"), most: 2000, rows: 3),
                ])
            ], buttons: [Form.Button(title)], cancel: back, key: manager.agency.world.uuid())
        return FormPage(
            frame: manager.frame(at: .clients, isBelow: true), crumbs: crumbs, title: title,
            lead: words.text("restriction.lead"), form: form)
    }

    /// GET and POST `/AGENCY/staff/restrictions/ID/`: tells those concerned that it ends, then ends it.
    static func lift(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let (words, id) = (manager.signedIn.words, manager.visitor.path.segments[3])
        return try await FormRun(manager.staff).answer(request) { _ in
            let (restriction, name, isTold) = try await manager.agency.restriction(id, manager.session)
            let field = FormField.area(
                "how", words.text("restriction.how"), hint: words.text("restriction.how.hint"), most: 1000, rows: 2)
            let form = Form(
                [Form.Section(fields: isTold ? [] : [field])],
                buttons: [
                    isTold
                        ? Form.Button(words.text("restriction.lift"), value: "lift")
                        : Form.Button(words.text("restriction.announce"))
                ], cancel: manager.requests)
            let since = ["date": manager.formats.day(manager.formats.day(of: restriction.since))]
            let lead =
                isTold
                ? words.text("restriction.told")
                : words.text(restriction.told == nil ? "restriction.untold" : "restriction.telling")
            return FormPage(
                frame: manager.frame(at: .settings, isBelow: true), crumbs: [manager.requestsCrumb], title: name,
                lead: words.text("restriction.since", since) + " " + reason(restriction.reason, words) + ". " + lead, form: form)
        } take: { typed in
            if typed.button == "lift" {
                try await manager.agency.lift(restriction: id, manager.session)
                return .go(to: manager.requests + "?done=lifted")
            }
            try await manager.agency.announceLifting(id, typed, manager.session)
            return .go(to: manager.visitor.home + "staff/restrictions/" + id + "/")
        }
    }

    static func reason(_ reason: Restriction.Reason, _ words: Words) -> String {
        switch reason {
        case .accuracy: words.text("restriction.reason.a")
        case .unlawful: words.text("restriction.reason.b")
        case .claims: words.text("restriction.reason.c")
        case .objection: words.text("restriction.reason.d")
        }
    }
}
