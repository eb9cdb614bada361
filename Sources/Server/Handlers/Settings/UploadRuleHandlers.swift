import Actions
import Hummingbird
import Model
import Site
import Templates

/// `/AGENCY/staff/settings/uploads/`: what clients may send, for owner and admin.
enum UploadRuleHandlers {
    /// GET and POST.
    static func edit(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let path = manager.visitor.home + "staff/settings/uploads/"
        return try await FormRun(manager.staff).answer(request) { _ in
            try await page(manager)
        } take: { typed in
            try await manager.agency.changeUploadRules(typed, by: manager.session)
            return .go(to: path + "?done=saved")
        }
    }

    private static func page(_ manager: ManagerSession) async throws -> FormPage {
        let (agency, words) = (try await manager.agency.agency(), manager.signedIn.words)
        let settings = manager.visitor.home + "staff/settings/"
        let kinds = UploadKind.allCases.map { kind in
            let name = UploadRules.name(kind, words)
            return FormField.Option(
                kind.rawValue, name.prefix(1).uppercased() + name.dropFirst(),
                about: kind.labels == [name] ? nil : kind.labels.joined(separator: ", "))
        }
        let form = Form(
            [
                Form.Section(fields: [
                    .choices("kinds", words.text("upload-rules.kinds"), agency.uploads.kinds.map(\.rawValue), kinds),
                    .number(
                        "largest", words.text("upload-rules.largest"), agency.uploads.megabytesText,
                        hint: words.text(
                            "upload-rules.largest.hint", ["most": String(manager.agency.mostUploadMegabytes)]), isWhole: true),
                ])
            ], buttons: [Form.Button(words.text("settings.save"))], cancel: settings, state: FormState(agency))
        return FormPage(
            frame: manager.frame(at: .settings, isBelow: true),
            crumbs: [FormPage.Crumb(href: settings, label: words.text("settings.title"))],
            title: words.text("upload-rules.title"), lead: words.text("upload-rules.lead"),
            done: manager.visitor.query["done"].map { _ in words.text("settings.done") }, form: form)
    }
}
