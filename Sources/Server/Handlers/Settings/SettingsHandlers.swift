import Actions
import Hummingbird
import Model
import Site
import Templates

/// `/AGENCY/staff/settings/`: what the agency says of itself and how it works, for owner and admin.
enum SettingsHandlers {
    /// GET and POST.
    static func edit(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let words = manager.signedIn.words
        let groups = SettingsForm.groups
        return try await FormRun(manager.staff).answer(request) { _ in
            let agency = try await manager.agency.agency()
            let form = Form(
                groups.map { SettingsForm(agency, manager).section($0) },
                buttons: [Form.Button(words.text("settings.save"))], state: FormState(agency))
            return FormPage(
                frame: manager.frame(at: .settings), crumbs: [], title: words.text("settings.title"),
                lead: words.text("settings.lead"), links: links(manager),
                done: manager.visitor.query["done"].map { _ in words.text("settings.done") }, form: form)
        } take: { typed in
            try await manager.agency.changeSettings(groups.flatMap(\.keys), typed, by: manager.session)
            return .go(to: manager.visitor.home + "staff/settings/?done=saved")
        }
    }

    /// What else there is to set, on pages of its own.
    private static func links(_ manager: ManagerSession) -> [FormPage.Crumb] {
        let (words, base) = (manager.signedIn.words, manager.visitor.home + "staff/")
        return [
            FormPage.Crumb(href: base + "settings/appearance/", label: words.text("appearance.title")),
            FormPage.Crumb(href: base + "settings/uploads/", label: words.text("upload-rules.title")),
            FormPage.Crumb(href: base + "templates/", label: words.text("staff.nav.templates")),
            FormPage.Crumb(href: base + "settings/policies/", label: words.text("policies.title")),
            FormPage.Crumb(href: base + "settings/usage/", label: words.text("usage.title")),
            FormPage.Crumb(href: base + "settings/export/", label: words.text("agency-export.title")),
            FormPage.Crumb(href: base + "requests/", label: words.text("requests.title")),
            FormPage.Crumb(href: base + "audit/", label: words.text("audit.title")),
            FormPage.Crumb(href: base + "incidents/", label: words.text("incidents.title")),
            FormPage.Crumb(href: base + "support/", label: words.text("support.title")),
        ]
            + (manager.session.person.role == .owner
                ? [FormPage.Crumb(href: base + "settings/access/", label: words.text("access.title"))] : [])
    }
}
