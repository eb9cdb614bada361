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

    var agency: Agency
    var ids: ImportIDs
    var problems = ImportProblems()
    var rows: [String: ImportReport.Rows] = [:]
    /// What pages must be rebuilt, and whether somebody lost a right.
    var changes = ChangeSet()
    var withdrawn: Set<Change> = []
    /// Documents whose rows were written.
    var kept: Set<ID<Document>> = []
    /// The last client and case looked up: rows of one case stand together in most files.
    var lastClient: (slug: String, client: Client)?
    var lastCase: (client: String, slug: String, id: ID<Case>, clientID: ID<Client>)?

    init(_ db: any Connection, folder: ImportFolder, world: World, languages: [String], progress: ImportProgress) throws {
        (self.db, self.folder, self.world) = (db, folder, world)
        (self.languages, self.progress) = (languages, progress)
        (agency, ids) = (try db.agency(), ImportIDs(world))
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
            } catch let refusal as Refusal where refusal.kind == .invalid {
                throw row.problem("", "refused", ["detail": refusal.word])
            }
        }
        self = importer
        self.problems.add(problems)
    }

    enum Tally { case added, changed, unchanged }

    mutating func count(_ row: ImportRow, _ tally: Tally) {
        switch tally {
        case .added: rows[row.file, default: .init()].added += 1
        case .changed: rows[row.file, default: .init()].changed += 1
        case .unchanged: rows[row.file, default: .init()].unchanged += 1
        }
    }

    // MARK: What rows refer to

    mutating func client(_ row: ImportRow) throws -> Client {
        let slug = row.text("client")
        if let last = lastClient, last.slug == slug { return last.client }
        guard let client = try db.client(slug: try row.slug("client")) else { throw row.problem("client", "no-client") }
        lastClient = (slug, client)
        return client
    }

    mutating func caseID(_ row: ImportRow) throws -> (id: ID<Case>, client: ID<Client>) {
        let (client, slug) = (row.text("client"), row.text("case"))
        if let last = lastCase, last.slug == slug, last.client == client { return (last.id, last.clientID) }
        let owner = try self.client(row)
        guard let found = try db.caseRecord(of: owner.id, slug: try row.slug("case")) else {
            throw row.problem("case", "no-case")
        }
        lastCase = (client, slug, found.id, owner.id)
        return (found.id, owner.id)
    }
}

/// Tables of this transaction alone: what an import must remember of rows that are too many for memory.
enum ImportScratch {
    static func make(_ db: any Connection) throws {
        try drop(db)
        // How often a row that the records have already was met in the folder: two equal rows stay two.
        try db.run("CREATE TEMPORARY TABLE import_seen (digest BLOB NOT NULL PRIMARY KEY, n BIGINT NOT NULL)")
        // Invoices that the folder names or touches: with the lines to blame.
        try db.run(
            """
            CREATE TEMPORARY TABLE import_invoice (
                invoice TEXT NOT NULL PRIMARY KEY, line BIGINT NOT NULL, payment BIGINT NOT NULL, open BIGINT NOT NULL)
            """)
    }

    static func drop(_ db: any Connection) throws {
        try db.run("DROP TABLE IF EXISTS import_seen")
        try db.run("DROP TABLE IF EXISTS import_invoice")
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
}
