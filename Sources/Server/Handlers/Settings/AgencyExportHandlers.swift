import Actions
import Hummingbird
import Model
import Site
import Templates

/// `/AGENCY/staff/settings/export/`: everything that the agency has, to take along; for owner and admin.
enum AgencyExportHandlers {
    /// GET and POST: asks for the password where the last proof is old, then gives the file.
    static func export(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let (words, settings) = (manager.signedIn.words, manager.visitor.home + "staff/settings/")
        return try await FormRun(manager.staff).answer(request) { _ in
            FormPage(
                frame: manager.frame(at: .settings, isBelow: true),
                crumbs: [FormPage.Crumb(href: settings, label: words.text("settings.title"))],
                title: words.text("agency-export.title"),
                lead: words.text("agency-export.lead", ["agency": manager.settings.name]),
                form: Form(
                    [Form.Section(fields: manager.signedIn.presentPassword)],
                    buttons: [Form.Button(words.text("data.export.now"))],
                    cancel: settings))
        } take: { typed in
            try await manager.agency.prove(manager.session, typed, address: manager.address)
            let file = try await manager.agency.agencyExport(manager.session)
            return .answer(.export(file, name: "\(manager.agency.slug).zip"))
        }
    }
}
