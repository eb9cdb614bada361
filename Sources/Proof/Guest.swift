import Actions
import Foundation
import Model
import Records

/// A client of a test agency with a contact, a case and a document, made to be erased: one word stands in everything of theirs,
/// and nowhere else in the world.
struct Guest: Sendable {
    let agency: OpenAgency
    /// In lower case.
    let word: String
    let slug: Slug
    /// What the contact is called, and the client where it is the same human being.
    let name: String
    let email: String
    /// The contact's, signed in.
    let browser: Browser

    /// - Parameters:
    ///   - kind: a person is the same human being as its contact.
    ///   - invoiced: on which day an invoice was issued to the client; nil: there is none.
    static func make(
        in one: Synthetic, _ lab: Lab, kind: Client.Kind, invoiced: Day? = nil
    ) async throws -> Guest {
        let word = "guest" + Hex.text(lab.workspace.world.random(8))
        guard let slug = Slug(word), let matter = Slug("matter") else { throw Failing("no slug") }
        let (name, email) = ("Mara \(word)", "\(word)@\(one.slug).invalid")
        let files = records(word, name, kind == .person ? name : "\(word) Limited", email, kind, invoiced)
        let report = try await lab.workspace.importFolder(one.slug, from: RecordsFolder(files: files))
        if let problem = report.problems.first { throw Failing("a client to be erased could not be made: \(problem.word)") }
        try await one.agency.setPassword(email, one.password)
        let bytes = Synthetic.pdf("\(word)-sealed")
        _ = try await one.agency.addDocument(
            client: slug, case: matter, name: "\(word).pdf", bytes: Synthetic.Pieces(bytes), publish: true)
        // What stays when they go, because it is somebody else's.
        guard let two = Slug("two"), let permit = Slug("permit") else { throw Failing("no slug") }
        _ = try await one.agency.addDocument(
            client: two, case: permit, name: "minutes.pdf", bytes: Synthetic.Pieces(Synthetic.pdf("\(name) was there")),
            publish: false)
        try await one.agency.settled()
        let browser = Browser(lab.wire, home: one.home)
        try await browser.signIn(email, one.password)
        let page = try await browser.get("clients/\(slug)/cases/matter/")
        try expect(page.status == 200 && page.text.contains(word), "the contact does not see the case")
        let guest = Guest(agency: one.agency, word: word, slug: slug, name: name, email: email, browser: browser)
        let reads = try await one.agency.indexAll()
        try expect(try await guest.found() > 0, "the search does not have them")
        if reads { try expect(try await guest.read() >= 2, "the search has not read the documents that name them") }
        return guest
    }

    /// Sends a document as the contact, in which they say who they are.
    func write() async throws {
        let bytes = Synthetic.pdf("I am \(name), \(email).")
        let sent = try await browser.upload("clients/\(slug)/cases/matter/documents", name: "letter.pdf", bytes)
        try expect(sent.status == 201, "the contact cannot send a document")
        let before = try await read()
        if try await agency.indexAll() { try expect(try await read() > before, "the search has not read their document") }
    }

    /// In how many documents' texts the search finds them.
    private func read() async throws -> Int {
        try await agency.inspect { [word] connection in
            try connection.one(
                "SELECT count(*) FROM search_row WHERE kind = 'document' AND instr(body, \(word)) > 0"
            ) { try $0.integer(0) }.map(Int.init) ?? 0
        }
    }

    /// The files of the agency in whose bytes or names the word stands, and how many were searched: records, what their log and
    /// free pages hold, documents, letters, pages.
    func traces() async throws -> (hits: Int, searched: Int) {
        let folders = [agency.folder, agency.pageFolder]
        let found = try await Lab.hunt(word, below: folders)
        let named = try await Blocking.run { [word] in
            folders.flatMap { Lab.files(below: $0) }.count { $0.contains(word) }
        }
        return (found.hits + named, found.searched)
    }

    /// How many rows the search finds.
    func found() async throws -> Int {
        try await agency.inspect { [word] connection in
            try SearchRow.Kind.allCases.reduce(0) { try $0 + connection.fullText.count(SearchQuery(word, kind: $1)) }
        }
    }

    /// What an import says that brings their contact to another client.
    func comeBack(_ lab: Lab) async throws -> String {
        let files = ["contacts.csv": "client,name,email\ntwo,\(name),\(email)\n"]
        let report = try await lab.workspace.importFolder(agency.slug, from: RecordsFolder(files: files))
        return report.problems.map(\.word).joined(separator: ", ")
    }

    /// Notes that nothing of them is left, and what the receipt of the erasure says.
    func expectGone(_ seen: inout Evidence) async throws {
        let left = try await traces()
        try seen.expectSome("files searched afterwards", left.searched)
        try seen.expect("of them with a trace", left.hits, is: 0)
        try seen.expect("rows that the search finds", try await found(), is: 0)
        guard let receipt = try await agency.erasures().last else { throw Failing("there is no receipt") }
        try seen.expectSome("tables that the receipt counts", receipt.tables.count)
        try seen.expectSome("rows that went", receipt.tables.reduce(0) { $0 + $1.deleted })
        try seen.expect("rows that a second look found", receipt.left, is: 0)
        try seen.expect("it is done", receipt.done != nil, is: true)
    }

    private static func records(
        _ word: String, _ name: String, _ client: String, _ email: String, _ kind: Client.Kind, _ invoiced: Day?
    ) -> [String: String] {
        // What is a company's stays when only its contact goes.
        let office = kind == .person ? email : "office@\(word).invalid"
        var files = [
            "clients.csv":
                "client,name,kind,email,phone,city\n\(word),\(client),\(kind.rawValue),\(office),+353 \(word),\(word)\n",
            "contacts.csv": "client,name,email,language\n\(word),\(name),\(email),en\n",
            "cases.csv": "client,case,title,status,opened\n\(word),matter,The matter of \(word),open,2026-01-05\n",
            "events.csv": """
            client,case,date,kind,title,body,visibility
            \(word),matter,2026-01-07,call,\(word) called,About \(word).,client
            two,permit,2026-01-07,call,Called,\(name) said so.,client

            """,
        ]
        guard let invoiced else { return files }
        files["invoices.csv"] = """
            client,invoice,number,issued,due,currency,status
            \(word),G1,G-\(word),\(invoiced),\(invoiced),EUR,issued

            """
        files["invoice_lines.csv"] = """
            invoice,position,description,quantity,unit_price,tax_rate
            G1,1,Reading,2,100.00,23

            """
        return files
    }
}

extension Browser {
    /// Fills a form that asks for the password where the last proof is too old.
    func fill(_ path: String, _ typed: [String: String], present: String) async throws -> Wire.Answer {
        let asks = FormReader.fields(try await get(path).text)["present"] != nil
        return try await fill(path, asks ? typed.merging(["present": present]) { $1 } : typed)
    }
}
