import Logging
public import Model
import Records
import Site
import Templates

/// What is told of an incident when it is opened.
public struct NewIncident: Sendable, Hashable {
    /// What suffered: that the data is secret, right, or there.
    public var kind: Incident.Kind
    /// Who noticed.
    public var origin = Incident.Origin.operator
    /// When it became known; nil: now.
    public var discovered: Instant?
    /// What it is called; one line, never empty.
    public var title: String
    /// What is known.
    public var facts = ""
    /// What may come of it.
    public var effects = ""
    /// What was done about it.
    public var measures = ""
    /// What everybody may read; empty: nothing yet.
    public var shown = ""

    /// The rest may be said later.
    public init(_ kind: Incident.Kind, title: String) {
        (self.kind, self.title) = (kind, title)
    }
}

extension OpenAgency {
    /// Opens an incident: from its discovery the clock of 72 hours runs, the agency's owners get a letter, and the public page of
    /// incidents is made anew.
    /// - Throws: `Refusal(.invalid)` when it was discovered later than now, or has no title.
    @discardableResult public func openIncident(_ new: NewIncident, by actor: Actor) async throws -> Incident {
        let now = world.now()
        let title = LetterText.line(new.title)
        guard !title.isEmpty else { throw Refusal(.invalid, "refusal.incident.title") }
        guard (new.discovered ?? now) <= now else { throw Refusal(.invalid, "refusal.incident.future") }
        var step = Incident.Step(at: now, actor: actor.auditName, kind: .open)
        (step.facts, step.effects, step.measures, step.shown) = (new.facts, new.effects, new.measures, new.shown)
        let incident = Incident(
            id: world.id(), kind: new.kind, origin: new.origin, discovered: new.discovered ?? now, title: title, steps: [step])
        return try await change { connection, journal in
            if incident.origin == .detector, let open = try connection.openIncident(like: incident) { return open }
            try connection.insert(incident)
            journal.audit(actor: actor, action: "incident.open", subject: incident.id.text, detail: title)
            journal.changed(.incidents)
            for owner in try connection.people() where owner.role == .owner {
                journal.mail(.incident(title: title, due: incident.due), to: owner.id)
            }
            return incident
        }
    }

    /// A detector found something. An open incident with the same words stands for it. Trouble with writing it is logged: what
    /// was found must not stop what is under way.
    func detected(
        _ kind: Incident.Kind, _ word: String, _ facts: String, _ arguments: [String: String] = [:]
    ) async {
        do {
            let words = site.words(try await agency().language)
            var new = NewIncident(kind, title: words.text(word))
            new.origin = .detector
            new.facts = words.text(facts, arguments)
            log.error("an incident was detected", metadata: ["what": "\(word)"])
            try await openIncident(new, by: .system)
        } catch {
            log.critical("an incident could not be written down", metadata: ["what": "\(word)", "error": "\(error)"])
        }
    }
}

extension Connection {
    /// An incident of a detector that is still open and says the same.
    fileprivate func openIncident(like new: Incident) throws -> Incident? {
        try incidents().first {
            !$0.isClosed && $0.origin == .detector && $0.title == new.title && $0.steps.first?.facts == new.steps.first?.facts
        }
    }
}
