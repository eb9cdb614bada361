import Actions
import Documents
import Foundation
import Glibc
import Logging
import Model
import SQLiteRecords
import ServiceLifecycle
import Site
import TestKit

@testable import Server

/// Whoever asks, in the tables.
enum Who: String, CaseIterable, Sendable {
    /// Nobody signed in.
    case visitor
    /// A contact of client `a` with all rights; of client `ab`; of client `a` who sees invoices only.
    case anna, abby, rita
    /// An agent who is assigned to `a` (this agency shows agents no others), an admin, an owner.
    case agent, admin, owner
    /// The owner of another agency, with the cookie of that.
    case stranger

    var email: String { rawValue + "@people.example" }
    var isStaff: Bool { [.agent, .admin, .owner].contains(self) }
    static let password = "a lamp beside nine rivers"
}

/// A whole small workspace behind a real server: agencies `acme` and `acme-2`, clients `a` and `ab` in each.
final class Fixture: Sendable {
    let scratch: Scratch
    let port: Int
    let workspace: Workspace
    /// Session tokens by person.
    let tokens: [Who: String]
    /// Identities of people, each of their own agency.
    let people: [Who: ID<Person>]
    /// Documents of client `a`, published and internal; one of `ab`.
    let published: Document
    let internalOne: Document
    let foreign: Document
    /// Invoices of client `a`, issued and a draft; an issued one of `ab`.
    let issued, draft, foreignInvoice: ID<Invoice>
    private let task: Task<Void, any Error>

    static let site = Result { try Site.load(workspace: nil) }
    /// For tests that change nothing.
    static let shared = Task { try await Fixture() }

    init(adjust: @Sendable (inout ServerSettings, inout WorkspaceSettings) -> Void = { _, _ in }) async throws {
        scratch = try Scratch("server")
        for folder in ["keys", "data", "public"] {
            try FileManager.default.createDirectory(
                atPath: scratch.path(folder), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        _ = try RootKey.create(scratch.path("keys/root.key"))
        let reserved = try ReservedPort()
        port = reserved.number
        var log = Logger(label: "test")
        log.logLevel = ProcessInfo.processInfo.environment["PORTICO_TEST_LOG"] == nil ? .critical : .info
        var server = ServerSettings()
        (server.port, server.baseURL, server.metricsToken) = (port, "http://127.0.0.1:\(port)", "figures")
        var settings = WorkspaceSettings(root: scratch.path)
        settings.baseURL = server.baseURL
        settings.limits.reserveBytes = 0
        server.limits = .patient
        adjust(&server, &settings)
        let workspace = try Workspace(
            settings: settings, site: try Fixture.site.get(), engines: Fixture.engines, world: .real, log: log)
        self.workspace = workspace
        for slug in ["acme", "acme-2"] { try await Fixture.fill(workspace, slug) }
        let acme = try await workspace.agency(try slug("acme"))
        published = try await Fixture.document(acme, "a", "Lease, signed.txt", "Everything is agreed.\n", publish: true)
        internalOne = try await Fixture.document(acme, "a", "notes.txt", "SECRET-A internal\n", publish: false)
        _ = try await acme.policyStandings()
        foreign = try await Fixture.document(acme, "ab", "other.txt", "SECRET-AB foreign\n", publish: true)
        try await acme.settled()
        var tokens: [Who: String] = [:]
        for who in Who.allCases where who != .visitor {
            let agency = who == .stranger ? try await workspace.agency(try slug("acme-2")) : acme
            tokens[who] = try await agency.signIn(
                email: who.email, password: Who.password, device: nil, address: "192.0.2.\(tokens.count)"
            ).signedIn().token
        }
        self.tokens = tokens
        (issued, draft, foreignInvoice) = try await Fixture.invoices(acme, token: tokens[.owner] ?? "")
        var people: [Who: ID<Person>] = [:]
        for slug in ["acme", "acme-2"] {
            for entry in try await workspace.agency(try ServerTests.slug(slug)).people() {
                if let who = Who.allCases.first(where: { $0.email == entry.person.email }) { people[who] = entry.person.id }
            }
        }
        self.people = people
        let (open, told) = AsyncStream<Int>.makeStream()
        let service = try PorticoServer(workspace: workspace, settings: server, log: log) { told.yield($0) }
        task = Task {
            defer { told.finish() }
            try await service.run()
        }
        // A server that cannot listen ends; whoever waits for it learns why.
        var iterator = open.makeAsyncIterator()
        if await iterator.next() == nil { try await task.value }
        reserved.release()
    }

    /// Ends the server and gives the workspace back.
    func stop() async {
        task.cancel()
        _ = await task.result
        await workspace.stop()
    }

    private static let engines = Engines(
        records: { try await SQLiteEngine.open(path: $0) },
        keys: { folder, slug, id, isNew in
            try SQLiteKeyStore.open(
                path: "\(folder)/\(slug).sqlite", root: try RootKey.load("\(folder)/root.key"), agency: id, creating: isNew)
        },
        root: { try RootKey.load($0 + "/root.key").key })

    /// An agency with its clients, cases, invoices and people. What must never be seen says SECRET.
    private static func fill(_ workspace: Workspace, _ name: String) async throws {
        let slug = try slug(name)
        _ = try await workspace.addAgency(
            NewAgency(slug: slug, name: "Agency \(name)", country: "LT", timeZone: "Europe/Vilnius"))
        let agency = try await workspace.agency(slug)
        _ = try await agency.set([
            ("agents_see_all", "false"), ("legal_name", "Agency \(name)"), ("address", "Mill Street 1"), ("city", "Vilnius"),
        ])
        let report = try await workspace.importFolder(slug, from: Folder(mark: name.uppercased()))
        if let problem = report.problems.first { throw Refusal(.failed, "\(problem)") }
        func add(_ who: Who, _ role: Role, _ client: String? = nil, sees: Rights? = nil) async throws {
            _ = try await agency.addPerson(
                NewPerson(
                    email: who.email, role: role, name: who.rawValue.capitalized,
                    client: try client.map { try ServerTests.slug($0) }, language: "en",
                    sees: sees, password: Who.password))
        }
        if name == "acme" {
            try await add(.anna, .contact, "a")
            try await add(.abby, .contact, "ab")
            try await add(.rita, .contact, "a", sees: .invoices)
            try await add(.agent, .agent, "a")
            try await add(.admin, .admin)
            try await add(.owner, .owner)
        } else {
            try await add(.stranger, .owner)
        }
        try await agency.settled()
    }

    /// The identities of its invoices, as the owner finds them.
    private static func invoices(
        _ agency: OpenAgency, token: String
    ) async throws -> (ID<Invoice>, ID<Invoice>, ID<Invoice>) {
        guard let owner = try await agency.session(token: token) else { throw RawClient.Failed(code: EACCES) }
        let list = try await agency.invoices(owner, InvoiceFilter()).rows.map(\.invoice)
        func id(_ number: String) throws -> ID<Invoice> {
            guard let found = list.first(where: { $0.number == number }) else { throw RawClient.Failed(code: ENOENT) }
            return found.id
        }
        return (try id("INV/1 A"), try id(""), try id("SECRET-AB-2"))
    }

    private static func document(
        _ agency: OpenAgency, _ client: String, _ name: String, _ text: String, publish: Bool
    ) async throws -> Document {
        try await agency.addDocument(
            client: try slug(client), case: try slug("lease"), name: name,
            bytes: AsyncStream { continuation in
                continuation.yield(Array(text.utf8))
                continuation.finish()
            }, publish: publish)
    }
}

/// A slug that a test writes as text.
func slug(_ text: String) throws -> Slug {
    guard let slug = Slug(text) else { throw RawClient.Failed(code: EINVAL) }
    return slug
}

/// The folder that an agency of the fixture is imported from.
private struct Folder: FileSource {
    let files: [String: String]

    /// - Parameter mark: stands in what no other agency may show.
    init(mark: String) {
        files = [
            "clients.csv": "client,name,kind\na,Client A \(mark),company\nab,Client AB \(mark),company\n",
            "cases.csv": """
            client,case,title,status,opened
            a,lease,Lease of A,open,2026-01-05
            ab,lease,Lease of AB,open,2026-01-05

            """,
            "events.csv": """
            client,case,date,kind,title,body,visibility
            a,lease,2026-01-06,note,Kick-off of A,All is well,client
            a,lease,2026-01-07,note,SECRET-A thought,Nobody says so,internal
            ab,lease,2026-01-06,note,SECRET-AB kick-off,All is well,client

            """,
            "invoices.csv": """
            client,invoice,number,issued,due,currency,status
            a,1,INV/1 A,2026-02-01,2026-02-15,EUR,issued
            a,3,,,,EUR,draft
            ab,2,SECRET-AB-2,2026-02-01,2026-02-15,EUR,issued

            """,
            "invoice_lines.csv": """
            invoice,position,description,quantity,unit_price,tax_rate
            1,1,Work,2,100,21
            2,1,Work,3,100,21
            3,1,Work,1,100,21

            """,
        ]
    }

    func open(_ path: String) async throws -> (any FileReader)? { files[path].map { Reader($0) } }

    func names() async throws -> [String] { files.keys.sorted() }

    private actor Reader: FileReader {
        private var rest: [UInt8]

        init(_ text: String) { rest = Array(text.utf8) }

        func next() async throws -> [UInt8] {
            defer { rest = [] }
            return rest
        }

        func close() async {}
    }
}

extension Fixture {
    /// One request of its own connection, as somebody, with the fields a browser would send.
    /// - Parameter fields: replace the usual ones; an empty value leaves one out.
    func ask(
        _ who: Who, _ method: String = "GET", _ path: String, _ fields: [String: String] = [:], body: [UInt8] = []
    ) async throws -> Answer {
        var all = [
            "Host": "127.0.0.1:\(port)", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate",
        ]
        if let token = tokens[who] {
            // The stranger's cookie is for another agency; a thief would send it under this one's name too.
            all["Cookie"] = who == .stranger ? "__Host-s-acme-2=\(token); __Host-s-acme=\(token)" : "__Host-s-acme=\(token)"
        }
        if method != "GET", method != "HEAD" { all["Content-Length"] = String(body.count) }
        for (name, value) in fields { all[name] = value.isEmpty ? nil : value }
        let head = "\(method) \(path) HTTP/1.1\r\n" + all.map { "\($0.key): \($0.value)\r\n" }.joined() + "\r\n"
        let client = try RawClient(port: port)
        await client.send(Array(head.utf8) + body)
        guard let answer = await client.answer(toHead: method == "HEAD") else { throw RawClient.Failed(code: ECONNRESET) }
        return answer
    }

    /// A form as browsers send it.
    func post(_ who: Who, _ path: String, _ form: String = "", _ fields: [String: String] = [:]) async throws -> Answer {
        try await ask(
            who, "POST", path, ["Content-Type": "application/x-www-form-urlencoded"].merging(fields) { $1 },
            body: Array(form.utf8))
    }

    /// Files as browsers send them.
    func upload(_ who: Who, _ path: String, _ files: [(name: String, bytes: [UInt8])], json: Bool = true, more: String = "")
        async throws -> Answer
    {
        var body = Array(more.utf8)
        for (name, bytes) in files {
            body += Array(
                "--BB\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: x/y\r\n\r\n".utf8)
            body += bytes + [13, 10]
        }
        body += Array("--BB--\r\n".utf8)
        var fields = ["Content-Type": "multipart/form-data; boundary=BB"]
        if json { fields["Accept"] = "application/json" }
        return try await ask(who, "POST", path, fields, body: body)
    }
}

extension Entered {
    /// The session of a sign-in that needed no second factor.
    func signedIn() throws -> SignedIn {
        guard case .signedIn(let signedIn) = self else { throw Refusal(.signIn, "a second step") }
        return signedIn
    }
}
