import Model
import Records

extension Importer {
    /// clients.csv: one row a client. Columns that the file has not are left as they are.
    mutating func importClients() throws {
        try each(.clients) { importer, row in
            let slug = try row.slug("client")
            try importer.once(row, .clients, [slug.text])
            let old = try importer.db.client(slug: slug)
            var client =
                old
                ?? Client(
                    id: importer.folder.clientID(slug, importer.world), slug: slug, name: "", kind: .company)
            try importer.fill(&client, from: row)
            if client == old { return importer.count(.unchanged) }
            if client.email != old?.email, try importer.folder.guardian.refuses(client.email, importer.db) {
                throw row.problem("email", "erased", ["value": client.email])
            }
            if old == nil { try importer.db.insert(client) } else { try importer.db.update(client) }
            importer.lastClient = nil
            try importer.mark(.client(client.id))
            importer.count(old == nil ? .added : .changed)
        }
    }

    private func fill(_ client: inout Client, from row: ImportRow) throws {
        client.name = try row.line("name")
        if !row.text("kind").isEmpty { client.kind = try row.word("kind") }
        if !row.text("basis").isEmpty { client.basis = try row.word("basis") }
        if row.cell("email") != nil { client.email = try row.email("email") }
        if row.cell("phone") != nil { client.phone = try row.line("phone") }
        if row.cell("address") != nil { client.address = try row.line("address") }
        if row.cell("city") != nil { client.city = try row.line("city") }
        if row.cell("postcode") != nil { client.postcode = try row.line("postcode") }
        if row.cell("vat") != nil { client.vat = try row.line("vat") }
        if row.cell("country") != nil { client.country = try row.country("country") }
        if row.cell("language") != nil { client.language = try row.language("language", of: languages) }
        if let currency = row.cell("currency") { client.currency = currency.isEmpty ? "" : try row.currency("currency").code }
    }

    /// contacts.csv: one row a person and client. People who are new get no password.
    mutating func importContacts() throws {
        try each(.contacts) { importer, row in
            let client = try importer.client(row)
            let email = try row.email("email")
            try importer.once(row, .contacts, [client.slug.text, email])
            let name = try row.line("name")
            let (person, isNew, isRenamed) = try importer.person(email, name, row)
            let old = try importer.db.contact(of: client.id, person: person.id)
            let language = try row.language("language", of: importer.languages)
            let standard = client.language.isEmpty ? importer.agency.language : client.language
            var contact =
                old
                ?? Contact(
                    id: importer.world.id(), client: client.id, person: person.id, language: standard, sees: .all)
            if !language.isEmpty { contact.language = language }
            if !row.text("sees").isEmpty {
                guard let sees = Rights(words: row.text("sees")) else { throw row.problem("sees", "sees") }
                contact.sees = sees
            }
            try importer.keep(contact, old)
            let changed = contact != old || isRenamed
            if changed, importer.restrictedPeople.contains(person.id) {
                throw row.problem("email", "restricted", ["value": email])
            }
            importer.count(old == nil || isNew ? .added : changed ? .changed : .unchanged)
        }
    }

    /// The person of an address, made when there is none, with the name that the row gives.
    private func person(_ email: String, _ name: String, _ row: ImportRow) throws -> (Person, isNew: Bool, isRenamed: Bool) {
        guard var person = try db.person(email: email) else {
            if try folder.guardian.refuses(email, db) { throw row.problem("email", "erased", ["value": email]) }
            let person = Person(id: world.id(), email: email, name: name, role: .contact)
            try db.insert(person)
            _ = try ImportScratch.meet(Digest.of(["person", email]), db)
            return (person, true, false)
        }
        guard person.role == .contact else { throw row.problem("email", "staff") }
        let isMet = try ImportScratch.meet(Digest.of(["person", email]), db) > 1
        guard person.name == name || !isMet else { throw row.problem("name", "two-names", ["other": person.name]) }
        guard person.name != name else { return (person, false, false) }
        person.name = name
        try db.update(person)
        return (person, false, true)
    }

    private mutating func keep(_ contact: Contact, _ old: Contact?) throws {
        guard contact != old else { return }
        guard let old else {
            try db.insert(contact)
            try mark(.client(contact.client))
            return
        }
        try db.update(contact)
        try mark(.client(contact.client))
        // Other rights: every session from before is over, and pages of a view that nobody holds go.
        if contact.sees != old.sees {
            try db.bumpEpoch(of: contact.person)
            withdrawn.insert(.client(contact.client))
            entries.append(
                Entry(
                    action: "contact.change", subject: contact.person.text, detail: "\(old.view.name) -> \(contact.view.name)"))
        }
    }
}
