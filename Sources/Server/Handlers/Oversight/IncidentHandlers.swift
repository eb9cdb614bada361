import Actions
import Hummingbird
import Model
import Site
import Templates

/// `/AGENCY/staff/incidents/`: what happened to the security of the agency's data, for owner and admin.
enum IncidentHandlers {
    /// GET `/AGENCY/staff/incidents/`.
    static func list(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let words = manager.signedIn.words
        let incidents = try await manager.agency.incidents(manager.session)
        let page = IncidentsPage(
            frame: manager.frame(at: .settings, isBelow: true), settings: manager.visitor.home + "staff/settings/",
            done: manager.visitor.query["done"].map { _ in words.text("incident.done") },
            rows: incidents.map { row($0, manager) })
        return .page(try page.bytes(site: manager.site, language: manager.signedIn.ownLanguage))
    }

    /// GET, POST `/AGENCY/staff/incidents/ID/`: one more step of its history.
    static func add(_ request: Request, _ manager: ManagerSession) async throws -> Response {
        let (words, base) = (manager.signedIn.words, manager.visitor.home + "staff/incidents/")
        let id = manager.visitor.path.segments[3]
        return try await FormRun(manager.staff).answer(request) { _ in
            guard let incident = try await manager.agency.incidents(manager.session).first(where: { $0.id.text == id }),
                !incident.isClosed
            else { throw Refusal(.notFound, "refusal.not-found") }
            return FormPage(
                frame: manager.frame(at: .settings, isBelow: true),
                crumbs: [FormPage.Crumb(href: base, label: words.text("incidents.title"))], title: incident.title,
                lead: words.text("incident.add.lead"), form: form(words, cancel: base, key: manager.agency.world.uuid()))
        } take: { typed in
            try await manager.agency.addStep(typed, to: id, by: manager.session)
            return .go(to: base + "?done=saved")
        }
    }

    private static func form(_ words: Words, cancel: String, key: String) -> Form {
        let kinds: [Incident.Step.Kind] = [.update, .toldAuthority, .toldPeople, .close]
        return Form(
            [
                Form.Section(fields: [
                    .choice(
                        "kind", words.text("incident.step"), kinds[0].rawValue,
                        kinds.map { FormField.Option($0.rawValue, words.text("incident.step." + $0.rawValue)) }, kind: .radios),
                    .area("facts", words.text("incident.facts"), rows: 4),
                    .area("effects", words.text("incident.effects"), rows: 3),
                    .area("measures", words.text("incident.measures"), rows: 3),
                    .area("shown", words.text("incident.shown"), hint: words.text("incident.shown.hint"), most: 2000, rows: 3),
                ])
            ], buttons: [Form.Button(words.text("form.save"))], cancel: cancel, key: key)
    }

    private static func row(_ incident: Incident, _ manager: ManagerSession) -> IncidentsPage.Row {
        let words = manager.signedIn.words
        let formats = manager.site.formats(language: manager.signedIn.ownLanguage, agency: manager.settings)
        let (state, label): (String, String)
        if incident.isClosed {
            (state, label) = ("closed", words.text("incident.state.closed"))
        } else if let told = incident.toldAuthority {
            (state, label) = ("open", words.text("incident.state.told", ["moment": formats.moment(told)]))
        } else {
            let isLate = incident.isOverdue(at: manager.agency.world.now())
            (state, label) = (
                isLate ? "overdue" : "waiting",
                words.text(isLate ? "incident.state.late" : "incident.state.due", ["moment": formats.moment(incident.due)])
            )
        }
        return IncidentsPage.Row(
            title: incident.title,
            about: words.text("incident.kind." + incident.kind.rawValue) + " · " + formats.moment(incident.discovered),
            state: state, label: label,
            add: incident.isClosed ? nil : manager.visitor.home + "staff/incidents/\(incident.id)/",
            steps: incident.steps.map { step in
                IncidentsPage.Step(
                    instant: step.at.rfc3339, time: formats.moment(step.at),
                    what: words.text("incident.step." + step.kind.rawValue),
                    texts: [step.facts, step.effects, step.measures, step.shown].filter { !$0.isEmpty })
            })
    }
}
