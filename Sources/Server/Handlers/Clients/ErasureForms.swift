import Actions
import Hummingbird
import Model
import Site
import Templates

/// What the owner does about data that must go, or must stay.
enum ErasureForms {
    /// GET, POST `/AGENCY/staff/clients/CLIENT/erase/`.
    static func client(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let slug = try manager.signedIn.visitor.slug(3)
        let maker = ErasureFormMaker(manager, slug)
        return try await FormRun(manager.staff).answer(request) { _ in
            maker.client(try await manager.agency.outlook(manager.session, client: slug))
        } take: { typed in
            _ = try await manager.agency.eraseClient(slug, typed, by: manager.session, address: manager.address)
            return .go(to: manager.visitor.home + "staff/" + ClientDone.erased.query)
        }
    }

    /// GET, POST `/AGENCY/staff/clients/CLIENT/contacts/ID/erase/`.
    static func contact(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let (slug, id) = (try manager.signedIn.visitor.slug(3), manager.visitor.path.segments[5])
        let maker = ErasureFormMaker(manager, slug)
        return try await FormRun(manager.staff).answer(request) { _ in
            maker.contact(id, try await manager.agency.outlook(manager.session, client: slug, contact: id))
        } take: { typed in
            _ = try await manager.agency.eraseContact(
                of: slug, id, typed, by: manager.session, address: manager.address)
            return .go(to: StaffPages.client(manager.visitor.home, slug) + ClientDone.contactErased.query)
        }
    }

    /// GET, POST `/AGENCY/staff/clients/CLIENT/hold/`.
    static func hold(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let slug = try manager.signedIn.visitor.slug(3)
        let maker = ErasureFormMaker(manager, slug)
        return try await FormRun(manager.staff).answer(request) { _ in
            maker.hold(try await manager.agency.outlook(manager.session, client: slug))
        } take: { typed in
            try await manager.agency.holdClient(slug, typed, by: manager.session)
            return .go(to: StaffPages.client(manager.visitor.home, slug) + ClientDone.held.query)
        }
    }

    /// POST `/AGENCY/staff/clients/CLIENT/hold/lift`.
    static func liftHold(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let slug = try manager.signedIn.visitor.slug(3)
        try await manager.agency.liftClientHold(slug, by: manager.session)
        return .redirect(to: StaffPages.client(manager.visitor.home, slug) + ClientDone.lifted.query)
    }
}

/// Makes those forms.
private struct ErasureFormMaker {
    private let manager: ManagerSession
    private let home: String
    private let path: String
    private var words: Words { manager.signedIn.words }

    init(_ manager: ManagerSession, _ client: Slug) {
        (self.manager, home) = (manager, manager.visitor.home)
        path = StaffPages.client(manager.visitor.home, client)
    }

    func client(_ outlook: ErasureOutlook) -> FormPage {
        page(words.text("erase.client"), words.text("erase.client.lead"), outlook, back: path + "edit/")
    }

    func contact(_ id: String, _ outlook: ErasureOutlook) -> FormPage {
        page(words.text("erase.person"), words.text("erase.person.lead"), outlook, back: path + "contacts/\(id)/")
    }

    private func page(_ title: String, _ lead: String, _ outlook: ErasureOutlook, back: String) -> FormPage {
        let formats = manager.signedIn.site.formats(
            language: manager.signedIn.ownLanguage, agency: manager.signedIn.settings)
        let parts = ErasureSections(words, formats, [outlook])
        let confirm = Form.Section(
            words.text("erase.confirm"), fields: parts.confirmation + manager.signedIn.presentPassword)
        var form = Form(
            parts.sections + [confirm],
            buttons: [Form.Button(words.text("erase.submit"), isDanger: true)], cancel: back)
        if let hold = parts.hold { form.message = words.text("refusal.erase.held", ["reason": hold]) }
        return FormPage(frame: frame, crumbs: crumbs(outlook.name), title: title, lead: lead, form: form)
    }

    func hold(_ outlook: ErasureOutlook) -> FormPage {
        let reason = FormField.text(
            "reason", words.text("hold.reason"), hint: words.text("hold.reason.hint"), isRequired: true, most: 500)
        var page = FormPage(
            frame: frame, crumbs: crumbs(outlook.name), title: words.text("hold.title"), lead: words.text("hold.lead"),
            form: Form(
                [Form.Section(fields: [reason])], buttons: [Form.Button(words.text("hold.submit"))], cancel: path + "edit/",
                key: manager.agency.world.uuid()))
        if let hold = outlook.hold {
            page.done = words.text("hold.now", ["reason": hold])
            page.dangers = [
                .init(
                    anchor: "lift", label: words.text("hold.lift"), sentence: words.text("hold.lift.sure"),
                    action: path + "hold/lift")
            ]
        }
        return page
    }

    private func crumbs(_ name: String) -> [FormPage.Crumb] {
        [.init(href: home + "staff/", label: words.text("staff.clients")), .init(href: path, label: name)]
    }

    private var frame: Frame {
        manager.signedIn.site.frame(
            agency: manager.signedIn.settings, language: manager.signedIn.ownLanguage, signedIn: true,
            nav: StaffPages.navigation(manager.staff, at: .clients, isBelow: true))
    }
}
