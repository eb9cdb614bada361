import Actions
import Foundation
import Model
import Records

extension Check {
    /// Data that is kept and otherwise not used.
    static let restrictions = [
        Check("restriction-holds") { lab, seen in
            let (owner, agency) = (lab.b.owner.browser, lab.b.agency)
            let guest = try await Guest.make(in: lab.b, lab, kind: .company)
            let path = "staff/clients/\(guest.slug)/"
            let contact = path + "contacts/\(try await guest.contactID())/"
            let restrict = ["reason": "a", "words": ""]
            try seen.expect("the search has it", try await found(guest, owner), is: true)
            try seen.expect("a contact", try await owner.fill(contact + "restriction/", restrict).status, is: 303)
            try seen.expect("changing them", try await owner.fill(contact, ["name": "Nobody"]).status, is: 423)
            let before = try await agency.requestsCounted()
            try seen.expect("kept and shown", try await guest.browser.get("clients/\(guest.slug)/").status, is: 200)
            try seen.expect("their visits counted", try await agency.requestsCounted() - before, is: 0)
            try seen.expect("their client", try await owner.fill(path + "restriction/", restrict).status, is: 303)
            try seen.expect("changing it", try await owner.fill(path + "edit/", ["phone": "1"]).status, is: 423)
            let entry = ["title": "New", "body": "", "kind": "note", "visibility": "client"]
            let added = try await owner.fill(path + "cases/matter/entry/", entry)
            try seen.expect("adding to its history", added.status, is: 423)
            try seen.expect(
                "erasing it", await refusal { _ = try await agency.eraseSubject(try await guest.subject()) }, is: .restricted)
            let document = try await guest.documentID()
            try seen.expect(
                "a command that changes its document",
                await refusal { _ = try await agency.unpublish(document: document, by: .operator) }, is: .restricted)
            let files = ["clients.csv": "client,name,phone\n\(guest.slug),\(guest.word) Limited,2\n"]
            let report = try await lab.workspace.importFolder(agency.slug, from: RecordsFolder(files: files))
            try seen.expect(
                "an import that changes it", report.problems.map(\.word).joined(separator: ", "), is: "import.restricted")
            try seen.expect("the search has it then", try await found(guest, owner), is: false)
            let list = try await owner.get("staff/clients.csv").text
            try seen.expect("the file for spreadsheets has it", list.contains(guest.word), is: false)
            let told = try await agency.noticesCounted()
            let sent = try await guest.browser.upload(
                "clients/\(guest.slug)/cases/matter/documents", name: "more.pdf", Synthetic.pdf("\(guest.word) more"))
            try seen.expect("the contact brings a document", sent.status, is: 201)
            try seen.expect("people told of it", try await agency.noticesCounted() - told, is: 0)
            try seen.expect(
                "locking them out, which keeps it safe", try await owner.post(contact + "lock-out", [:]).status, is: 303)
            try seen.expect("letting them in again", try await owner.post(contact + "let-in", [:]).status, is: 423)
        },
        Check("restriction-ends") { lab, seen in
            let (owner, agency) = (lab.b.owner.browser, lab.b.agency)
            let guest = try await Guest.make(in: lab.b, lab, kind: .company)
            let path = "staff/clients/\(guest.slug)/"
            _ = try await owner.fill(path + "restriction/", ["reason": "d", "words": ""])
            guard case .client(let client) = try await guest.subject(),
                let id = try await agency.inspect({ try $0.restriction(of: .client(client)) })?.id
            else { throw Failing("the client is not restricted") }
            let lift = "staff/restrictions/\(id)/"
            try seen.expect("lifting it before anybody was told", try await owner.post(lift, ["do": "lift"]).status, is: 409)
            try seen.expect("telling those concerned", try await owner.post(lift, ["how": ""]).status, is: 303)
            try seen.expect("lifting it before their letter is out", try await owner.post(lift, ["do": "lift"]).status, is: 409)
            try await agency.sendToFiles()
            try seen.expect("lifting it then", try await owner.post(lift, ["do": "lift"]).status, is: 303)
            try seen.expect("changing the client", try await owner.fill(path + "edit/", ["phone": "1"]).status, is: 303)
            let ended = try await agency.inspect { try $0.restriction(id) }
            let isInOrder = ended?.told.flatMap { told in ended?.lifted.map { told <= $0 } }
            try seen.expect("they were told first", isInOrder, is: true)
        },
    ]

    /// Whether staff find a client by the word that stands in everything of theirs.
    private static func found(_ guest: Guest, _ staff: Browser) async throws -> Bool {
        try await staff.get("staff/search?q=\(guest.word)").text.contains("staff/clients/\(guest.slug)/")
    }

    private static func refusal(_ work: () async throws -> Void) async -> Refusal.Kind? {
        do {
            try await work()
            return nil
        } catch { return (error as? Refusal)?.kind }
    }
}

extension OpenAgency {
    fileprivate func noticesCounted() async throws -> Int64 {
        try await inspect { try $0.one("SELECT count(*) FROM notice") { try $0.integer(0) } ?? 0 }
    }
}

extension Guest {
    fileprivate func subject() async throws -> DataMap.Subject { try await agency.subject(slug.text) }

    fileprivate func contactID() async throws -> String {
        let email = email
        return try await agency.inspect { connection in
            let sql: SQL = "SELECT contact.id FROM contact JOIN person ON person.id = contact.person WHERE email = \(email)"
            guard let id = try connection.one(sql, { try $0.text(0) }) else { throw Failing("there is no contact") }
            return id
        }
    }

    fileprivate func documentID() async throws -> String {
        let name = "\(word).pdf"
        return try await agency.inspect { connection in
            guard let id = try connection.one("SELECT id FROM document WHERE name = \(name)", { try $0.text(0) }) else {
                throw Failing("there is no document")
            }
            return id
        }
    }
}
