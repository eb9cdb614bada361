import Documents
import Model
import Records
import Site

extension AgencyRoom {
    /// Deletes a case whose time is over, with all that belongs to it. Invoices stay, without it. Rows and marks go in one
    /// transaction; bytes that a kill leaves behind are swept.
    func eraseCase(_ id: ID<Case>, of client: ID<Client>) async throws {
        let subject = DataMap.Subject.caseRecord(id)
        let places = try await change(alone: false) { connection, journal in
            let documents = try connection.rowIDs("document", about: subject) + connection.rowIDs("derived", about: subject)
            try connection.erase(case: id)
            journal.withdraws(.caseRecord(client, id))
            journal.withdraws(.client(client))
            journal.audit(actor: .system, action: "case.erase", subject: id.text)
            return documents.map { ID<Document>($0) }
        }
        let store = documents
        try await Blocking.run {
            for document in places { try store.remove(client: client, document: document) }
        }
    }
}
