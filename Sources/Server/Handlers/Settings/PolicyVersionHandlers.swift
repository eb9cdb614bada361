import Actions
import Hummingbird
import Model
import Site
import Templates

/// `/AGENCY/staff/settings/policies/`: how the privacy policies stand, and the way of the agency's own from a draft into force.
enum PolicyVersionHandlers {
    /// GET: how they stand.
    static func show(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        try await page(manager)
    }

    /// GET and POST `announce/`: `reason`, `material` (yes, no), `from`.
    static func announce(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let words = manager.signedIn.words
        return try await FormRun(manager.staff).answer(request) { _ in
            let form = Form(
                [
                    Form.Section(fields: [
                        .text(
                            "reason", words.text("policies.reason"), "", hint: words.text("policies.reason.hint"),
                            isRequired: true,
                            most: 500),
                        .choice(
                            "material", words.text("policies.material"), "yes",
                            [
                                FormField.Option("yes", words.text("policies.material.yes")),
                                FormField.Option("no", words.text("policies.material.no")),
                            ], kind: .radios, isRequired: true),
                        .day("from", words.text("policies.from"), nil, hint: words.text("policies.from.hint")),
                    ])
                ], buttons: [Form.Button(words.text("policies.announce"))], cancel: base(manager),
                key: manager.agency.world.uuid())
            return FormPage(
                frame: manager.frame(at: .settings, isBelow: true),
                crumbs: [FormPage.Crumb(href: base(manager), label: words.text("policies.title"))],
                title: words.text("policies.announce"), lead: words.text("policies.announce.lead"), form: form)
        } take: { typed in
            try await manager.agency.announcePolicy(typed, by: manager.session)
            return .go(to: base(manager) + "?done=announced")
        }
    }

    /// POST `activate`: the announced version comes into force. 409 with the page when it may not yet.
    static func activate(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        _ = try await FormBody.read(request, names: [])
        do {
            try await manager.agency.activatePolicy(by: manager.session)
        } catch let refusal as Refusal where refusal.kind == .conflict && !manager.signedIn.isJSON {
            return try await page(manager, refusal)
        }
        return .redirect(to: base(manager) + "?done=active")
    }

    private static func base(_ manager: ManagerSession) -> String { manager.visitor.home + "staff/settings/policies/" }

    private static func page(_ manager: ManagerSession, _ refusal: Refusal? = nil) async throws -> Response {
        let standings = try await manager.agency.policyStandings(for: manager.session)
        let words = manager.signedIn.words
        let formats = manager.site.formats(language: manager.signedIn.ownLanguage, agency: manager.settings)
        let base = base(manager)
        let asked = manager.visitor.query["done"] ?? ""
        let done = ["announced", "active"].contains(asked) ? words.text("policies.done.\(asked)") : nil
        let page = PolicyVersionsPage(
            frame: manager.frame(at: .settings, isBelow: true), settings: manager.visitor.home + "staff/settings/",
            history: manager.visitor.home + "privacy/history/", done: done,
            error: refusal.map { words.text($0.word, $0.arguments) },
            policies: standings.map { one in
                let isOwn = one.policy == .privacy
                return PolicyVersionsPage.Policy(
                    title: words.text(isOwn ? "frame.privacy" : "text.platform"), isOwn: isOwn,
                    inForce: one.inForce.map { words.text("history.in-force", ["date": formats.day($0.from)]) },
                    announced: one.announced.map { words.text("history.announced", ["date": formats.day($0.from)]) },
                    draft: one.draft, untold: one.untold.map { $0.name.isEmpty ? $0.email : "\($0.name) (\($0.email))" },
                    announce: isOwn && one.draft != nil ? base + "announce/" : nil,
                    activate: isOwn && one.announced != nil ? base + "activate" : nil)
            })
        return .page(
            try page.bytes(site: manager.site, language: manager.signedIn.ownLanguage),
            status: refusal.map { $0.kind.status } ?? .ok)
    }
}
