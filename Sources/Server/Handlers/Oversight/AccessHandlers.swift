import Actions
import Hummingbird
import Model
import Site
import Templates

/// `/AGENCY/staff/settings/access/`: when the operator may look at what the agency keeps. For owners; the actions say so.
enum AccessHandlers {
    /// GET and POST.
    static func edit(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let (words, base) = (manager.signedIn.words, manager.visitor.home + "staff/settings/")
        return try await FormRun(manager.staff).answer(request) { _ in
            let overview = try await manager.agency.accessOverview(manager.session)
            return AccessPage(
                frame: manager.frame(at: .settings, isBelow: true), settings: base,
                done: manager.visitor.query["done"].map { _ in words.text("access.done") },
                note: overview.isOperatorAgency ? words.text("access.own") : nil,
                form: form(words, key: manager.agency.world.uuid()),
                rows: overview.entries.map { row($0, manager) })
        } take: { typed in
            try await manager.agency.grantAccess(typed, by: manager.session)
            return .go(to: base + "access/?done=saved")
        }
    }

    /// POST `/AGENCY/staff/settings/access/ID/end`.
    static func end(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        try await manager.agency.endAccess(manager.visitor.path.segments[4], by: manager.session)
        return .redirect(to: manager.visitor.home + "staff/settings/access/?done=saved")
    }

    private static func form(_ words: Words, key: String) -> Form {
        Form(
            [
                Form.Section(fields: [
                    .choice(
                        "length", words.text("access.length"), "\(GrantLength.all[0])",
                        GrantLength.all.map { FormField.Option("\($0)", length($0, words)) }, width: "half"),
                    .text("reason", words.text("access.reason"), hint: words.text("access.reason.hint"), isRequired: true),
                ])
            ], buttons: [Form.Button(words.text("access.give"))], key: key)
    }

    private static func length(_ seconds: Int64, _ words: Words) -> String {
        seconds < 86_400
            ? words.text("access.hours", count: Int(seconds / 3600)) : words.text("access.days", count: Int(seconds / 86_400))
    }

    private static func row(_ entry: AccessOverview.Entry, _ manager: ManagerSession) -> AccessPage.Row {
        let words = manager.signedIn.words
        let formats = manager.site.formats(language: manager.signedIn.ownLanguage, agency: manager.settings)
        let grant = entry.grant
        let isOpen = grant.isOpen(at: manager.agency.world.now())
        let giver = grant.isEmergency ? words.text("access.emergency") : entry.giver ?? words.text("audit.actor.gone")
        return AccessPage.Row(
            title: grant.reason,
            about: words.text(
                "access.about",
                [
                    "name": giver, "from": formats.moment(grant.given), "until": formats.moment(grant.ended ?? grant.until),
                ]),
            state: isOpen ? "waiting" : "closed", label: words.text(isOpen ? "access.open" : "access.over"),
            end: isOpen ? manager.visitor.home + "staff/settings/access/\(grant.id)/end" : nil,
            uses: entry.uses.map { AccessPage.Use(instant: $0.at.rfc3339, time: formats.moment($0.at), what: $0.what) })
    }
}
