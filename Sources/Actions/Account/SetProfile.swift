import Model
import Records
import Site

extension OpenAgency {
    /// The longest name of a person, in characters.
    public static let longestName = 100

    /// Changes one's own name and language by a form: `name`, `language`. A contact's language is that of the view they read,
    /// of every client of theirs. No right changes, so sessions go on.
    /// - Throws: `Refusal(.invalid)` with `fields`.
    public func setProfile(_ session: Session, _ typed: Typed) async throws {
        let (name, language) = try typed.read { form in
            (form.line("name", least: 1, most: OpenAgency.longestName), form.choice("language", of: site.languages))
        }
        try await change { connection, journal in
            var person = try connection.acting(session)
            let old = person
            (person.name, person.language) = (name, language)
            var clients = 0
            for var contact in try connection.contacts(of: person.id) {
                // Pages name their readers nowhere; only another language is another view.
                guard contact.language != language else { continue }
                contact.language = language
                try connection.update(contact)
                journal.changed(.client(contact.client))
                clients += 1
            }
            guard person != old || clients > 0 else { return }
            try connection.update(person)
            journal.audit(
                actor: Actor(person), action: "profile.change", subject: person.id.text,
                detail: "\(old.name) \(old.language) -> \(person.name) \(person.language)")
        }
        try await settled()
    }
}
