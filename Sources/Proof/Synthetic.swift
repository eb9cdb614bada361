import Actions
import Foundation
import Model

/// One of the two agencies of a run: a whole small agency, with words in it that stand nowhere else in the world.
struct Synthetic: Sendable {
    /// Somebody of it.
    struct Somebody: Sendable {
        let email: String
        let browser: Browser
    }

    let agency: OpenAgency
    /// A word of this run, beginning with the agency's name; what is internal, published or secret ends in a word of its own.
    let canary: String
    let password: String
    let owner, agent: Somebody
    /// A contact of the client `one`, who sees everything of it.
    let contact: Somebody
    /// The document of client `one` that was published, and the one that was not.
    let published, hidden: ID<Document>

    /// Somebody without cookies, at this agency.
    func visitor(_ wire: Wire) -> Browser { Browser(wire, home: home) }

    var slug: Slug { agency.slug }
    var home: String { "/\(agency.slug)/" }
    /// What is noted for the client's eyes, for the staff's, and written in documents.
    var visible: String { canary + "-visible" }
    var hiddenWord: String { canary + "-internal" }
    var sealed: String { canary + "-sealed" }

    /// Makes it, and signs everybody in.
    /// - Parameters:
    ///   - wire: by which they sign in.
    ///   - seen: by which they see everything afterwards.
    static func make(_ slug: Slug, in workspace: Workspace, _ wire: Wire, seenBy seen: Wire) async throws -> Synthetic {
        let agency = try await workspace.makeSynthetic(slug)
        let word = "canary" + Hex.text(workspace.world.random(8))
        let canary = "\(word)-\(slug)"
        let report = try await workspace.importFolder(slug, from: RecordsFolder(files: records(slug, canary)))
        if let problem = report.problems.first { throw Failing("the synthetic agency could not be filled: \(problem.word)") }
        let password = "lamp-\(Hex.text(workspace.world.random(12)))"
        func email(_ name: String) -> String { "\(name)@\(slug).invalid" }
        // The owner last: who is there already would be told of whom the operator adds, and no letter is part of what is made.
        _ = try await agency.addPerson(NewPerson(email: email("agent"), role: .agent, name: "Agent", password: password))
        _ = try await agency.addPerson(NewPerson(email: email("owner"), role: .owner, name: "Owner", password: password))
        try await agency.setPassword(email("anna"), password)
        guard let one = Slug("one"), let lease = Slug("lease") else { throw Failing("no slug") }
        func add(_ name: String, _ publish: Bool) async throws -> ID<Document> {
            let bytes = pdf("\(canary)-sealed \(name)")
            return try await agency.addDocument(
                client: one, case: lease, name: "\(name).pdf", bytes: Pieces(bytes), publish: publish
            ).id
        }
        let (published, hidden) = (try await add("published", true), try await add("hidden", false))
        try await agency.settled()
        func somebody(_ name: String) async throws -> Somebody {
            let entering = Browser(wire, home: "/\(slug)/")
            try await entering.signIn(email(name), password)
            let browser = Browser(seen, home: "/\(slug)/")
            browser.jar = entering.jar
            return Somebody(email: email(name), browser: browser)
        }
        return Synthetic(
            agency: agency, canary: canary, password: password, owner: try await somebody("owner"),
            agent: try await somebody("agent"), contact: try await somebody("anna"), published: published, hidden: hidden)
    }

    private static func records(_ slug: Slug, _ canary: String) -> [String: String] {
        [
            "agency.csv": """
            key,value
            legal_name,Proof of \(slug)
            address,1 Proof Street
            city,Dublin
            country,IE
            iban,IE29AIBK93115212345678
            email,office@\(slug).invalid

            """,
            "clients.csv": "client,name,email\none,\(canary)-one,one@\(slug).invalid\ntwo,\(canary)-two,two@\(slug).invalid\n",
            "contacts.csv": """
            client,name,email,language,sees
            one,Anna,anna@\(slug).invalid,en,
            two,Ben,ben@\(slug).invalid,en,

            """,
            "cases.csv": """
            client,case,title,status,opened
            one,lease,Lease \(canary),open,2026-01-05
            two,permit,Permit \(canary),open,2026-01-06

            """,
            "events.csv": """
            client,case,date,kind,title,body,visibility
            one,lease,2026-01-07,note,Shown,\(canary)-visible,client
            one,lease,2026-01-08,call,Ours,\(canary)-internal,internal
            two,permit,2026-01-09,note,Shown,\(canary)-other,client

            """,
            "invoices.csv": """
            client,invoice,number,issued,due,currency,status
            one,R1,P-1,2026-02-01,2026-03-03,EUR,issued
            two,R2,P-2,2026-02-01,2026-03-03,EUR,issued

            """,
            "invoice_lines.csv": """
            invoice,position,description,quantity,unit_price,tax_rate
            R1,1,Reading,2,100.00,23
            R2,1,Writing,1,10.00,23

            """,
        ]
    }

    /// Bytes as they come from a file, once.
    struct Pieces: AsyncSequence, AsyncIteratorProtocol, Sendable {
        private var bytes: [UInt8]?

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        mutating func next() async -> [UInt8]? {
            defer { bytes = nil }
            return bytes
        }

        func makeAsyncIterator() -> Pieces { self }
    }
}
