import Documents
import Foundation
import Model
import Records
import Testing

@testable import Actions

@Suite struct ImportTests {
    private func office() async throws -> (Place, Workspace, OpenAgency) {
        let place = try Place()
        let workspace = try place.workspace()
        return (place, workspace, try await workspace.make("north"))
    }

    @Test func `a whole folder comes in, and the same folder again changes nothing`() async throws {
        let (place, workspace, agency) = try await office()
        defer { withExtendedLifetime(place) {} }
        let first = try await workspace.importFolder(agency.slug, from: TextFolder.whole)
        #expect(first.flaws == [])
        #expect(
            first.text == """
                agency 0+ 2~ 1=
                clients 2+ 0~ 0=
                contacts 2+ 0~ 0=
                cases 2+ 0~ 0=
                events 4+ 0~ 0=
                invoices 3+ 0~ 0=
                invoice_lines 4+ 0~ 0=
                payments 2+ 0~ 0=
                documents 1+ 0~ 0=
                """)
        let head = try await agency.verifyAudit().head
        let again = try await workspace.importFolder(agency.slug, from: TextFolder.whole)
        #expect(again.flaws == [])
        #expect(!again.hasChanges, "\(again.text)")
        #expect(try await agency.verifyAudit().head == head)
        #expect(try agency.documents.list().count == 1)
    }

    @Test func `what came in is what the folder said`() async throws {
        let (place, workspace, agency) = try await office()
        defer { withExtendedLifetime(place) {} }
        _ = try await workspace.importFolder(agency.slug, from: TextFolder.whole)
        let (sun, late, bold, invoice, people) = try await agency.records.read { db in
            let moon = try #require(try db.client(slug: .of("moon")))
            let lease = try #require(try db.caseRecord(of: moon.id, slug: .of("lease")))
            let late = try db.events(of: lease.id).first { $0.title == "Late" }
            let a = try #require(try db.invoice(reference: "a"))
            return (
                try db.client(slug: .of("sun")), late, lease.summary, (a, try db.credited(a.id)),
                try db.contacts(of: moon.id).map { ($0.sees, $0.language) }
            )
        }
        #expect(sun?.name == "Sun, the \"bright\" one")
        #expect(late?.day == .of("2026-01-04"))  // half past one in the morning in Vilnius
        #expect(late?.visibility == .internal)
        #expect(bold == "**Bold**")
        #expect(invoice.0.lines.count == 2 && invoice.0.payments.count == 2)
        #expect(invoice.1 == 12_100)
        #expect(people.count == 1 && people[0].0 == [.cases, .invoices] && people[0].1 == "en")
    }

    @Test func `a dry run keeps nothing and says what would happen`() async throws {
        let (place, workspace, agency) = try await office()
        defer { withExtendedLifetime(place) {} }
        let report = try await workspace.importFolder(agency.slug, from: TextFolder.whole, isDryRun: true)
        #expect(report.files.map(\.rows.added) == [0, 2, 2, 2, 4, 3, 4, 2, 1])
        #expect(try await agency.records.read { try $0.clients().isEmpty })
        #expect(try agency.documents.list().isEmpty)
    }

    @Test func `changed clients, contacts, cases and drafts are updates`() async throws {
        let (place, workspace, agency) = try await office()
        defer { withExtendedLifetime(place) {} }
        _ = try await workspace.importFolder(agency.slug, from: TextFolder.whole)
        let report = try await workspace.importFolder(
            agency.slug,
            from: TextFolder.whole
                .with("clients.csv") { $0.replacing("Moon Bakery", with: "Moon & Co") }
                .with("contacts.csv") { $0.replacing("cases invoices", with: "cases") }
                .with("cases.csv") { $0.replacing("The lease", with: "Lease") }
                .with("invoice_lines.csv") { $0.replacing("c,1,Work,1,10.00", with: "c,1,Work,2,10.00") })
        #expect(report.flaws == [])
        let changed = report.files.filter { $0.rows.changed > 0 }.map { "\($0.name) \($0.rows.changed)" }
        #expect(changed == ["clients.csv 1", "contacts.csv 1", "cases.csv 1", "invoice_lines.csv 1"])
    }

    @Test func `a third equal row is a third event`() async throws {
        let (place, workspace, agency) = try await office()
        defer { withExtendedLifetime(place) {} }
        _ = try await workspace.importFolder(agency.slug, from: TextFolder.whole)
        let report = try await workspace.importFolder(
            agency.slug,
            from: TextFolder.whole.with("events.csv") { $0 + "moon,lease,2026-01-02,note,Twice,,client\n" })
        #expect(report.files.first { $0.name == "events.csv" }?.rows.added == 1)
        #expect(report.files.first { $0.name == "events.csv" }?.rows.unchanged == 4)
    }

    /// A change of one file and the problem that it must give.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let file: String
        let old: String
        let new: String
        let flaw: String

        init(_ file: String, _ old: String, _ new: String, _ flaw: String) {
            (self.file, self.old, self.new, self.flaw) = (file, old, new, flaw)
        }

        var testDescription: String { "\(file): \(new.debugDescription) is \(flaw)" }
    }

    static let wrongs: [Wrong] = [
        Wrong("clients.csv", "client,name,kind", "client,name,sort", "clients.csv:1 sort column.unknown"),
        Wrong("clients.csv", "client,name,kind,language", "client,name,kind,name", "clients.csv:1 name column.twice"),
        Wrong("clients.csv", "client,name,kind", "name,kind,email", "clients.csv:1 client column.missing"),
        Wrong("clients.csv", "moon,Moon Bakery,company,en", "moon,Moon Bakery,company,en,more", "clients.csv:2  cells"),
        Wrong("clients.csv", "moon,Moon Bakery", "moon,\"Moon Bakery", "clients.csv:3  csv.after-quote"),
        Wrong("clients.csv", "one\",person,lt", "one\"\",person,lt", "clients.csv:3  csv.unterminated"),
        Wrong("clients.csv", "moon,Moon Bakery", "moon,Moon \"Bakery\"", "clients.csv:2  csv.stray-quote"),
        Wrong("clients.csv", "moon,", "Moon Light,", "clients.csv:2 client slug"),
        Wrong("clients.csv", "company", "firm", "clients.csv:2 kind word"),
        Wrong("clients.csv", "Moon Bakery", "", "clients.csv:2 name required"),
        Wrong("clients.csv", "company,en", "company,xx", "clients.csv:2 language word"),
        Wrong(
            "clients.csv", "company,en\n", "company,en\nmoon,Moon Two,company,en\n", "clients.csv:3 client twice"),
        Wrong("contacts.csv", "sun,Ada", "sun,Eva", "contacts.csv:3 name two-names"),
        Wrong(
            "contacts.csv", "Ada@Moon.example", "a@" + String(repeating: ".", count: 100_000) + "@", "contacts.csv:2 email email"),
        Wrong("contacts.csv", "Ada@Moon.example", "ada", "contacts.csv:2 email email"),
        Wrong("contacts.csv", "cases invoices", "cases money", "contacts.csv:2 sees sees"),
        Wrong("contacts.csv", "sun,Ada", "star,Ada", "contacts.csv:3 client no-client"),
        Wrong("cases.csv", "open,2026-01-01", "open,2026-02-30", "cases.csv:2 opened day"),
        Wrong("cases.csv", "2025-02-01", "2024-02-01", "cases.csv:3 closed closed-before"),
        Wrong("events.csv", "2026-01-03T23:30:00+00:00", "2026-01-03T23:30:00", "events.csv:6 date moment"),
        Wrong("events.csv", "2026-01-03T23:30:00+00:00", "9999-12-31T23:59:59-12:00", "events.csv:6 date moment"),
        Wrong("events.csv", "moon,lease,2026-01-03", "sun,lease,2026-01-03", "events.csv:6 case no-case"),
        Wrong("events.csv", "internal", "secret", "events.csv:6 visibility word"),
        Wrong("invoices.csv", "X-2", "X-1", "invoices.csv:3 number invoice.number-taken"),
        Wrong("invoices.csv", "EUR,draft", "EUR,issued", "invoices.csv:4 issued required"),
        Wrong("invoices.csv", "issued,a,", "issued,c,", "invoices.csv:3 credits invoice.credits"),
        Wrong("invoices.csv", "lease,2026-01-10,2026-01-20", "lease,2026-01-10,2026-01-09", "invoices.csv:2 due before"),
        Wrong("invoice_lines.csv", "2,100.00", "2,\"100,00\"", "invoice_lines.csv:2 unit_price number"),
        Wrong("invoice_lines.csv", "2,100.00", "2,90000000000000000", "invoices.csv:2 invoice invoice.too-large"),
        Wrong("invoice_lines.csv", "b,1,Work", "a,1,Work", "invoice_lines.csv:4 position twice"),
        Wrong("invoice_lines.csv", "50.00,0,E", "50.00,0,", "invoice_lines.csv:3 tax_category category"),
        Wrong("invoice_lines.csv", "50.00,0,E", "50.00,101,", "invoice_lines.csv:3 tax_rate rate"),
        Wrong("invoice_lines.csv", "b,1,Work", "d,1,Work", "invoice_lines.csv:4 invoice no-invoice"),
        Wrong("invoice_lines.csv", "b,1,Work,1,", "b,1,Work,9,", "invoices.csv:3 invoice invoice.overcredited"),
        Wrong("payments.csv", "100.00,bank,R1\na", "300.00,bank,R1\na", "payments.csv:3 invoice invoice.overpaid"),
        Wrong("payments.csv", "100.00,bank,R1\na", "1.001,bank,R1\na", "payments.csv:2 amount payment.decimals"),
        Wrong("payments.csv", "100.00,bank,R1\na", "0,bank,R1\na", "payments.csv:2 amount payment.positive"),
        Wrong(
            "payments.csv", "a,2026-01-12,100.00,bank,R1\n", "c,2026-01-12,5.00,bank,R1\n", "payments.csv:2 invoice payment.draft"
        ),
        Wrong("documents.csv", "papers/a.pdf", "papers/b.pdf", "documents.csv:2 file document.none"),
        Wrong("documents.csv", "papers/a.pdf", "../a.pdf", "documents.csv:2 file document.path"),
        Wrong("agency.csv", "country,LT", "country,Lithuania", "agency.csv:4  setting.country"),
        Wrong("agency.csv", "country,LT", "shade,LT", "agency.csv:4 key key"),
        Wrong("agency.csv", "legal_name,Acme Law UAB\n", "", "invoices.csv:2 status invoice.agency"),
    ]

    @Test(arguments: wrongs)
    func `what is wrong is named with file, line and column, and nothing is kept`(_ wrong: Wrong) async throws {
        let (place, workspace, agency) = try await office()
        defer { withExtendedLifetime(place) {} }
        let before = TextFolder.whole
        let folder = before.with(wrong.file) { text in
            guard let place = text.range(of: wrong.old) else { return "" }
            return text.replacingCharacters(in: place, with: wrong.new)
        }
        let report = try await workspace.importFolder(agency.slug, from: folder)
        let flaw = report.problems.first.map { problem in
            let word = problem.word.replacing("import.", with: "").replacing("refusal.", with: "")
            return "\(problem.file):\(problem.line) \(problem.column) \(word)"
        }
        #expect(flaw == wrong.flaw)
        #expect(try await agency.records.read { try $0.clients().isEmpty })
        #expect(try agency.documents.list().isEmpty)
    }

    @Test func `what refers to a row that was complained of is not complained of too`() async throws {
        let (place, workspace, agency) = try await office()
        defer { withExtendedLifetime(place) {} }
        let folder = TextFolder.whole.with("clients.csv") { $0.replacing("company", with: "firm") }
        #expect(try await workspace.importFolder(agency.slug, from: folder).problemCount == 1)
    }

    @Test func `a file whose name is nearly right is not passed over`() async throws {
        let (place, workspace, agency) = try await office()
        defer { withExtendedLifetime(place) {} }
        var folder = TextFolder.whole
        folder.files["Events.csv"] = folder.files["events.csv"]
        await #expect { try await workspace.importFolder(agency.slug, from: folder) } throws: {
            ($0 as? Refusal)?.word == "refusal.import.file"
        }
    }

    @Test func `changed rights and new documents have entries of their own`() async throws {
        let (place, workspace, agency) = try await office()
        defer { withExtendedLifetime(place) {} }
        _ = try await workspace.importFolder(agency.slug, from: TextFolder.whole)
        _ = try await workspace.importFolder(
            agency.slug, from: TextFolder.whole.with("contacts.csv") { $0.replacing("cases invoices", with: "cases") })
        let entries = try await agency.auditEntries(after: 0, limit: 100)
        #expect(entries.filter { $0.action == "document.add" }.count == 1)
        #expect(entries.filter { $0.action == "contact.change" }.map(\.detail) == ["en.ci -> en.c"])
    }

    @Test func `another encoding is an error that says so`() async throws {
        let (place, workspace, agency) = try await office()
        defer { withExtendedLifetime(place) {} }
        var folder = TextFolder.whole
        folder.files["clients.csv"] = Array("client,name,kind\nmoon,M".utf8) + [0xFC] + Array("ller,company\n".utf8)
        #expect(try await workspace.importFolder(agency.slug, from: folder).flaws.first == "clients.csv:2  csv.encoding")
        folder.files["clients.csv"] = Array("client,name,kind\nmoon,M".utf8) + [0] + Array("ller,company\n".utf8)
        #expect(try await workspace.importFolder(agency.slug, from: folder).flaws.first == "clients.csv:2  csv.nul")
    }

    @Test func `an issued invoice that differs is an error that shows both`() async throws {
        let (place, workspace, agency) = try await office()
        defer { withExtendedLifetime(place) {} }
        _ = try await workspace.importFolder(agency.slug, from: TextFolder.whole)
        let due = TextFolder.whole.with("invoices.csv") { $0.replacing("2026-01-20", with: "2026-01-25") }
        let report = try await workspace.importFolder(agency.slug, from: due)
        #expect(report.problems.first?.arguments == ["kept": "2026-01-20", "value": "2026-01-25"])
        let price = TextFolder.whole.with("invoice_lines.csv") { $0.replacing("a,1,Work,2,100.00", with: "a,1,Work,2,110.00") }
        #expect(try await workspace.importFolder(agency.slug, from: price).flaws == ["invoice_lines.csv:2  invoice.line"])
    }

    @Test func `twenty problems are shown and all are counted`() async throws {
        let (place, workspace, agency) = try await office()
        defer { withExtendedLifetime(place) {} }
        let rows = (0..<50).map { "BAD \($0),Name,company\n" }.joined()
        let report = try await workspace.importFolder(
            agency.slug, from: TextFolder(["clients.csv": "client,name,kind\n" + rows]))
        #expect(report.problems.count == 20 && report.problemCount == 50)
    }

    @Test func `ten thousand events in one folder are all there, in flat memory`() async throws {
        let (place, workspace, agency) = try await office()
        defer { withExtendedLifetime(place) {} }
        let rows = (0..<10_000).map { "moon,lease,2026-01-02,note,Event \($0),\"Body of **\($0)**\",client\n" }.joined()
        let folder = TextFolder.whole.with("events.csv") { _ in "client,case,date,kind,title,body,visibility\n" + rows }
        let report = try await workspace.importFolder(agency.slug, from: folder)
        #expect(report.files.first { $0.name == "events.csv" }?.rows.added == 10_000)
        let again = try await workspace.importFolder(agency.slug, from: folder)
        #expect(!again.hasChanges)
    }
}
