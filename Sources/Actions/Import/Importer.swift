import Foundation
import Model
import Records

/// Applies a folder to an agency's records, inside one transaction, file after file in an order in which every row finds
/// what it refers to. Nothing is kept in memory that grows with events, invoices, lines or payments.
struct Importer {
    let db: any Connection
    let folder: ImportFolder
    let world: World
    let languages: [String]
    /// Counts rows as they are read.
    let progress: ImportProgress
    /// Whether everything is to be undone: then rows to which no other refers need not be written.
    let isRehearsal: Bool

    var agency: Agency
    /// The agency's time zone, made once: each asking for it looks its name up.
    var zone: TimeZone
    var ids: ImportIDs
    var problems = ImportProblems()
    var rows: [String: ImportReport.Rows] = [:]
    /// What became of the rows of the file that is being read.
    private var tally = ImportReport.Rows()
    /// What pages must be rebuilt, and whether somebody lost a right.
    var changes = ChangeSet()
    var withdrawn: Set<Change> = []
    /// The clients whose data may not be changed, and the people.
    let restricted: Set<ID<Client>>
    let restrictedPeople: Set<ID<Person>>
    /// Documents whose rows were written.
    var kept: Set<ID<Document>> = []
    /// What the audit log tells one by one: rights that changed, documents that came in.
    var entries: [Entry] = []
    /// The last client and case looked up: rows of one case stand together in most files.
    var lastClient: (slug: String, client: Client)?
    var lastCase: (client: String, slug: String, found: FoundCase)?

    /// A case that rows name.
    struct FoundCase: Sendable {
        let id: ID<Case>
        let client: ID<Client>
        /// Whether it had events before this import, so that rows may be some of them.
        let hadEvents: Bool
    }

    struct Entry: Sendable {
        let action, subject, detail: String
    }

    init(
        _ db: any Connection, folder: ImportFolder, world: World, languages: [String], progress: ImportProgress,
        isRehearsal: Bool = false
    ) throws {
        (self.db, self.folder, self.world) = (db, folder, world)
        (self.languages, self.progress, self.isRehearsal) = (languages, progress, isRehearsal)
        (agency, ids) = (try db.agency(), ImportIDs(world))
        zone = agency.zone
        (restricted, restrictedPeople) = (try db.restrictedClients(), try db.restrictedPeople())
    }

    /// Notes what changed.
    /// - Throws: `Refusal(.invalid)`, which becomes the row's problem, when its client's data is restricted.
    mutating func mark(_ change: Change) throws {
        if let client = change.client { try mustBeFree(client) }
        changes.insert(change)
    }

    /// - Throws: `Refusal(.invalid)`, which becomes the row's problem.
    func mustBeFree(_ client: ID<Client>) throws {
        guard restricted.contains(client) else { return }
        throw Refusal(.invalid, "import.restricted", ["value": try db.client(client)?.slug.text ?? ""])
    }

    /// Everything but the documents.
    mutating func run() throws {
        try ImportScratch.make(db)
        try importAgency()
        try importClients()
        try importContacts()
        try importCases()
        try importEvents()
        try importInvoices()
        try importCredits()
        try importLines()
        try importPayments()
        try checkInvoices()
        try ImportScratch.drop(db)
    }

    /// Every row of a table's file, if the folder has it. A row's problem is gathered.
    mutating func each(_ table: ImportTable, _ body: (inout Importer, ImportRow) throws -> Void) throws {
        guard let path = folder.path(of: table) else { return }
        var importer = self
        var problems = ImportProblems()
        let progress = progress
        try table.eachRow(at: path, &problems) { row in
            progress.count(row.file)
            do {
                try body(&importer, row)
            } catch is ImportSkip {
                try importer.fail(row, table)
            } catch let problem as ImportProblem {
                try importer.fail(row, table)
                throw problem
            } catch let refusal as Refusal where refusal.kind == .invalid {
                throw ImportProblem(
                    file: row.file, line: row.line, column: "", word: refusal.word, arguments: refusal.arguments)
            }
        }
        self = importer
        self.problems.add(problems)
        rows[table.file, default: .init()].add(tally)
        tally = .init()
    }

    enum Tally { case added, changed, unchanged }

    mutating func count(_ kind: Tally) {
        switch kind {
        case .added: tally.added += 1
        case .changed: tally.changed += 1
        case .unchanged: tally.unchanged += 1
        }
    }

    // MARK: What rows refer to

    mutating func client(_ row: ImportRow) throws -> Client {
        let slug = row.text("client")
        if let last = lastClient, last.slug == slug { return last.client }
        guard let client = try db.client(slug: try row.slug("client")) else {
            throw try missing([slug], .clients) ?? row.problem("client", "no-client")
        }
        lastClient = (slug, client)
        return client
    }

    mutating func foundCase(_ row: ImportRow) throws -> FoundCase {
        let (client, slug) = (row.text("client"), row.text("case"))
        if let last = lastCase, last.slug == slug, last.client == client { return last.found }
        let owner = try self.client(row)
        guard let found = try db.caseRecord(of: owner.id, slug: try row.slug("case")) else {
            throw try missing([client, slug], .cases) ?? row.problem("case", "no-case")
        }
        let made = FoundCase(
            id: found.id, client: owner.id, hadEvents: try ImportScratch.hadEvents(found.id, db))
        lastCase = (client, slug, made)
        return made
    }
}

/// A row that names what another row, already complained of, should have brought: not a problem of its own.
struct ImportSkip: Error {}

extension Importer {
    /// Remembers a row that failed, so that those which refer to it are not complained of as well.
    fileprivate func fail(_ row: ImportRow, _ table: ImportTable) throws {
        guard !table.key.isEmpty else { return }
        _ = try ImportScratch.meet(Digest.of(["failed", table.file] + table.key.map(row.text)), db)
    }

    /// An `ImportSkip` when the row that should have brought it failed.
    func missing(_ key: [String], _ table: ImportTable) throws -> (any Error)? {
        try ImportScratch.times(Digest.of(["failed", table.file] + key), db) > 0 ? ImportSkip() : nil
    }

    /// Refuses a second row with the key of an earlier one: which of the two would be right?
    /// - Parameter key: the values of the table's key, as they are kept.
    func once(_ row: ImportRow, _ table: ImportTable, _ key: [String]) throws {
        guard try ImportScratch.meet(Digest.of(["row", table.file] + key), db) == 1 else {
            throw row.problem(table.key.last ?? "", "twice", ["value": key.joined(separator: " ")])
        }
    }
}

/// Tables of this transaction alone: what an import must remember of rows that are too many for memory.
enum ImportScratch {
    static func make(_ db: any Connection) throws {
        try drop(db)
        // How often a row that the records have already was met in the folder: two equal rows stay two.
        try db.run("CREATE TEMPORARY TABLE import_seen (digest BLOB NOT NULL PRIMARY KEY, n BIGINT NOT NULL)")
        // Cases that had events before: in all others no row can be one that is there already.
        try db.run("CREATE TEMPORARY TABLE import_case (case_id TEXT NOT NULL PRIMARY KEY)")
        try db.run("INSERT INTO import_case (case_id) SELECT DISTINCT case_id FROM event")
        // Invoices that the folder names or touches: with the lines to blame.
        try db.run(
            """
            CREATE TEMPORARY TABLE import_invoice (
                invoice TEXT NOT NULL PRIMARY KEY, line BIGINT NOT NULL, payment BIGINT NOT NULL, open BIGINT NOT NULL)
            """)
    }

    static func drop(_ db: any Connection) throws {
        try db.run("DROP TABLE IF EXISTS import_seen")
        try db.run("DROP TABLE IF EXISTS import_case")
        try db.run("DROP TABLE IF EXISTS import_invoice")
    }

    /// Whether the case had events before this import.
    static func hadEvents(_ caseID: ID<Case>, _ db: any Connection) throws -> Bool {
        try db.one("SELECT 1 FROM import_case WHERE case_id = \(caseID)") { _ in true } ?? false
    }

    /// How often the row was met by now, this time included.
    static func meet(_ digest: [UInt8], _ db: any Connection) throws -> Int64 {
        try db.one(
            """
            INSERT INTO import_seen (digest, n) VALUES (\(digest), 1)
            ON CONFLICT (digest) DO UPDATE SET n = import_seen.n + 1 RETURNING n
            """
        ) { try $0.integer(0) } ?? 1
    }

    /// How often it was met so far.
    static func times(_ digest: [UInt8], _ db: any Connection) throws -> Int64 {
        try db.one("SELECT n FROM import_seen WHERE digest = \(digest)") { try $0.integer(0) } ?? 0
    }
}
