import Model
import Records
import Site

extension OpenAgency {
    /// Changes settings of the agency by a form whose fields are named as the settings are.
    /// - Throws: `Refusal(.notFound)` for anybody but owner and admin; `.invalid` with `fields`; `.conflict` when somebody else
    ///   has changed them since the form was opened.
    public func changeSettings(_ keys: [String], _ typed: Typed, by session: Session) async throws {
        guard session.person.role.isManager else { throw Refusal(.notFound, "refusal.not-found") }
        let languages = site.languages
        let values = try typed.read { form in
            try keys.map { key in
                (key: key, value: try form.value(key, else: "") { try AgencySettings.value(key, $0, languages: languages) })
            }
        }
        let id = id.text
        try await change { connection, journal in
            try typed.check(FormState(try connection.agency()))
            try connection.set(values, of: id, by: session.actor, &journal)
        }
        if keys.contains("locale") { try await room.followLanguage() }
    }
}

extension Connection {
    /// Writes those of the settings that differ, each with its entry in the audit log.
    func set(_ values: [(key: String, value: String)], of agency: String, by actor: Actor, _ journal: inout Journal) throws {
        let old = try settings()
        for (key, value) in values where old[key] ?? "" != value {
            try setSetting(key, value)
            journal.audit(
                actor: actor, action: "agency.set", subject: agency, detail: "\(key): \(old[key] ?? "") → \(value)")
            // Whom agents see is asked at serving; no page says it.
            if key != "agents_see_all" { journal.changed(.everything) }
        }
    }
}
