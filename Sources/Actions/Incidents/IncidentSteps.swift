public import Model
import Records
import Site
import Templates

extension OpenAgency {
    /// Adds a step to an incident's history: nothing that was written before is changed.
    /// - Throws: `Refusal(.notFound)` when there is no such incident; `.conflict` when it is closed; `.invalid` for a step that
    ///   says nothing.
    @discardableResult public func addStep(
        _ kind: Incident.Step.Kind, facts: String = "", effects: String = "", measures: String = "", shown: String = "",
        to id: String, by actor: Actor
    ) async throws -> Incident {
        var step = Incident.Step(at: world.now(), actor: actor.auditName, kind: kind)
        (step.facts, step.effects, step.measures, step.shown) = (facts, effects, measures, shown)
        return try await add(step, to: id, by: actor)
    }

    /// - Parameter form: by which it is added; sent twice, it is one step.
    private func add(
        _ step: Incident.Step, to id: String, by actor: Actor, form: ID<SentForm>? = nil
    ) async throws -> Incident {
        guard step.kind != .update || !(step.facts + step.effects + step.measures + step.shown).isEmpty else {
            throw Refusal(.invalid, "refusal.incident.empty")
        }
        return try await change { connection, journal in
            guard let id = ID<Incident>(checking: id), var incident = try connection.incident(id) else {
                throw Refusal(.notFound, "refusal.incident.none")
            }
            if let form, try !connection.isFirst(form, at: step.at) { return incident }
            guard !incident.isClosed else { throw Refusal(.conflict, "refusal.incident.closed") }
            incident.steps.append(step)
            try connection.add(step, at: incident.steps.count, to: id)
            journal.audit(actor: actor, action: "incident.update", subject: id.text, detail: step.kind.rawValue)
            journal.changed(.incidents)
            return incident
        }
    }

    /// The same for owner and admin. The form: `kind`, `facts`, `effects`, `measures`, `shown`, `key`. Sent twice it adds one step.
    /// - Throws: `Refusal(.notFound)` for anybody else.
    public func addStep(_ typed: Typed, to id: String, by session: Session) async throws {
        guard session.person.role.isManager else { throw Refusal(.notFound, "refusal.not-found") }
        let read = try typed.read { form in
            (
                form.word("kind", Incident.Step.Kind.self), form.body("facts"), form.body("effects"), form.body("measures"),
                form.body("shown", most: 2000)
            )
        }
        guard read.0 != .open else { throw Refusal(.usage, "refusal.form.malformed") }
        var step = Incident.Step(at: world.now(), actor: session.actor.auditName, kind: read.0)
        (step.facts, step.effects, step.measures, step.shown) = (read.1, read.2, read.3, read.4)
        _ = try await add(step, to: id, by: session.actor, form: try typed.form())
    }

    /// Every incident, the newest first.
    public func incidents() async throws -> [Incident] { try await records.read { try $0.incidents() } }

    /// The same for owner and admin; that they looked is audited.
    /// - Throws: `Refusal(.notFound)` for anybody else.
    public func incidents(_ session: Session) async throws -> [Incident] {
        guard session.person.role.isManager else { throw Refusal(.notFound, "refusal.not-found") }
        note(Noted(session.actor, "incidents.read", subject: self.id.text, group: .session(session.tokenHash)))
        return try await incidents()
    }

    /// The draft of what the authority (Article 33(3)) or the people (Article 34(2)) are told, in the agency's language, of all
    /// that is known by now.
    public func incidentDraft(_ text: String, toPeople: Bool) async throws -> String {
        let agency = try await agency()
        guard let id = ID<Incident>(checking: text), let incident = try await records.read({ try $0.incident(id) }) else {
            throw Refusal(.notFound, "refusal.incident.none")
        }
        let (words, formats) = (site.words(agency.language), site.formats(language: agency.language, agency: agency))
        func all(_ part: KeyPath<Incident.Step, String>) -> String {
            let said = incident.steps.map { $0[keyPath: part] }.filter { !$0.isEmpty }
            return said.isEmpty ? words.text("incident.draft.unknown") : said.joined(separator: "\n")
        }
        let contact = [agency.legalName.isEmpty ? agency.name : agency.legalName, agency.email, agency.phone]
            .filter { !$0.isEmpty }.joined(separator: ", ")
        let parts = [
            ("incident.draft.nature", words.text("incident.kind." + incident.kind.rawValue)),
            ("incident.draft.discovered", formats.moment(incident.discovered)), ("incident.facts", all(\.facts)),
            ("incident.effects", all(\.effects)), ("incident.measures", all(\.measures)), ("incident.draft.contact", contact),
        ]
        let title = words.text(toPeople ? "incident.draft.people" : "incident.draft.authority", ["title": incident.title])
        return ([title] + parts.map { words.text($0.0) + ":\n" + $0.1 }).joined(separator: "\n\n") + "\n"
    }
}
