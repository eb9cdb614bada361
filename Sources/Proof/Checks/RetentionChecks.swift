import Actions
import Foundation
import Model
import Records
import Site
import Templates

extension Check {
    /// How long what is kept.
    static let retention = [
        Check("kept-while-used") { lab, seen in
            let agency = lab.a.agency
            // Everything that the agency works with is fifteen years old; people go on signing in.
            try await agency.sabotage { connection in
                try connection.run("UPDATE event SET day = '2011-01-05', at = 1294200000000")
                try connection.run("UPDATE client_case SET opened = '2011-01-04'")
                try connection.run("UPDATE document SET received = 1294200000000")
                try connection.run("UPDATE device SET created = 1294200000000")
            }
            let before = try await agency.inspect { try $0.workCounts() }
            let outcomes = try await agency.runRetention()
            let after = try await agency.inspect { try $0.workCounts() }
            try seen.expectSome("rows of work of an agency in use, all old", before.reduce(0) { $0 + $1.rows })
            try seen.expect("rules that had their turn", outcomes.count, is: RetentionRule.Subject.allCases.count)
            try seen.expectSome("rows that only live shortly and went", outcomes.reduce(0) { $0 + $1.done })
            for (one, other) in zip(before, after) { try seen.expect("\(one.table): rows left", other.rows, is: one.rows) }
            var (closed, early) = (0, 0)
            for agency in try await lab.agencies() {
                let found = try await agency.inspect { try $0.closedAccounts() }
                closed += found.all
                early += found.early
            }
            seen.see("accounts closed because nobody used them, in all agencies", closed)
            try seen.expect("of them used within the two years before", early, is: 0)
        },
        Check("legal-keeping") { lab, seen in
            let (agency, owner) = (lab.b.agency, lab.b.owner.browser)
            let today = try await agency.today()
            let guest = try await Guest.make(in: lab.b, lab, kind: .company, invoiced: today)
            let path = "staff/clients/\(guest.slug)/"
            let (reason, name) = ("Dispute before a court", ["name": "\(guest.word) Limited"])
            try seen.expect("a hold", try await owner.fill(path + "hold/", ["reason": reason]).status, is: 303)
            let held = try await owner.fill(path + "erase/", name, present: lab.b.password)
            try seen.expect("erasure while it stands", held.status, is: 409)
            try seen.expect("the refusal says why", held.text.contains(reason), is: true)
            try seen.expect("lifting it", try await owner.post(path + "hold/lift", [:]).status, is: 303)
            let erased = try await owner.fill(path + "erase/", name, present: lab.b.password)
            try seen.expect("erasure then", erased.status, is: 303)
            guard let receipt = try await agency.erasures().last else { throw Failing("there is no receipt") }
            try seen.expect(
                "what is kept", receipt.kept.map(\.table).joined(separator: ", "), is: "invoice, invoice_line, invoice_party")
            for kept in receipt.kept { seen.see("\(kept.table) until \(kept.until)", kept.rule) }
            try seen.expect("kept without a rule or an end", receipt.kept.count { $0.rule.isEmpty || $0.until.isEmpty }, is: 0)
            try seen.expect("rows that the search finds", try await guest.found(), is: 0)
            let files = try await Lab.hunt(guest.word, below: [agency.pageFolder, agency.folder + "/documents"])
            try seen.expect("pages and documents with a trace", files.hits, is: 0)
            let address = try await Lab.hunt(guest.email, below: [agency.folder, agency.pageFolder])
            try seen.expect("files with the contact's address", address.hits, is: 0)
            var (due, taken) = (0, 0)
            for agency in try await lab.agencies() {
                due += try await agency.overdue().filter { $0.rule.subject == .erasedInvoice }.reduce(0) { $0 + $1.found }
                taken += try await agency.inspect { try $0.erasuresUnderHold() }
            }
            try seen.expect("invoices of erased clients past their end, in all agencies", due, is: 0)
            try seen.expect("erasures of whoever was on hold", taken, is: 0)
        },
        Check("retention-table") { lab, seen in
            let shown = try await lab.a.visitor(lab.wire).get("privacy/retention/").text
            var (agencies, rows, missing) = (0, 0, 0)
            for agency in try await lab.agencies() {
                let rules = try await agency.retentionRules()
                let outcomes = try await agency.overdue()
                try expect(outcomes.map(\.rule) == rules, "what runs is not the table")
                let page =
                    agency.slug == lab.a.slug
                    ? shown : try String(contentsOfFile: agency.pageFolder + "/privacy/retention/index.html", encoding: .utf8)
                let wanted = lab.workspace.site.retentionRows(rules, language: try await agency.agency().language)
                let found = page.matches(of: /(?s)<tr><td>(.*?)<\/tr>/).map { String($0.1) }
                try expect(found.count == wanted.count, "a page has \(found.count) rows where the table has \(wanted.count)")
                for (row, cells) in zip(found, wanted) { missing += cells.count { !row.contains($0) } }
                (agencies, rows) = (agencies + 1, rows + found.count)
            }
            try seen.expectSome("public pages", agencies)
            try seen.expectSome("rows in them", rows)
            try seen.expect("cells that are not what the program does", missing, is: 0)
            let subjects = Set(try await lab.a.agency.retentionRules().map(\.subject))
            try seen.expect("rules without a row", RetentionRule.Subject.allCases.count { !subjects.contains($0) }, is: 0)
        },
    ]
}

extension Connection {
    /// How many rows there are of what an agency works with.
    fileprivate func workCounts() throws -> [(table: String, rows: Int)] {
        let tables = [
            "client", "person", "contact", "client_case", "event", "message", "document", "invoice", "invoice_line", "payment",
        ]
        return try tables.map { table in
            let sql = SQL(stringLiteral: "SELECT count(*) FROM \(table)")
            return (table, Int(try one(sql) { try $0.integer(0) } ?? 0))
        }
    }

    /// The accounts that were closed because nobody used them, and those of them that somebody had used within two years before.
    fileprivate func closedAccounts() throws -> (all: Int, early: Int) {
        let (day, months): (Int64, Int64) = (86_400_000, 24)
        let found = try one(
            """
            SELECT count(*), coalesce(sum(person.signed_in > inactivity.closed - \(months * 30 * day)), 0)
            FROM inactivity JOIN person ON person.id = inactivity.person
            WHERE inactivity.closed IS NOT NULL AND person.disabled = 1
            """
        ) { (Int(try $0.integer(0)), Int(try $0.integer(1))) }
        return found ?? (0, 0)
    }

    /// How many people and clients were erased of whom the log last says that they are on hold. What a backup had brought back is
    /// not counted: its log is older than the lifting.
    fileprivate func erasuresUnderHold() throws -> Int {
        let sql: SQL = """
            SELECT count(*) FROM audit LEFT JOIN audit_detail ON audit_detail.seq = audit.seq
            WHERE audit.action = 'subject.erase' AND coalesce(instr(audit_detail.detail, 'replay'), 0) = 0
                AND (SELECT hold.action FROM audit AS hold WHERE hold.subject = audit.subject AND hold.seq < audit.seq
                    AND hold.action IN ('hold.set', 'hold.lift') ORDER BY hold.seq DESC LIMIT 1) = 'hold.set'
            """
        return Int(try one(sql) { try $0.integer(0) } ?? 0)
    }
}
