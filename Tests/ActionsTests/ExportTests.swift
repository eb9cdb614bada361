import Documents
import Foundation
import Model
import Records
import TestKit
import Testing

@testable import Actions

@Test func `an export is whole, and says so`() async throws {
    let exported = try await Exported()
    let report = try await exported.export()
    #expect(report.documents == 4)
    #expect(report.invoices == 3)
    let verdict = try await Workspace.verifyExport(exported.path)
    #expect(verdict.problems == [])
    #expect(verdict.report == report || verdict.report.rows == report.rows)
    let unpacked = try Unpacked(exported.path)
    #expect(try unpacked.text("files/acme/lease/lease.txt") == "The text of the lease.\n")
    #expect(try unpacked.text("files/acme/lease/Lease (2).txt") == "Another of that name.\n")
    #expect(try unpacked.text("invoices/acme/INV-2026-0001.html").contains("INV-2026-0001"))
    #expect(try unpacked.text("README.html").contains("All data of Agency north"))
    #expect(try unpacked.text("data/client.csv").contains("Acme & Sons"))
    let entries = try unpacked.text("audit/entries.jsonl").split(separator: "\n")
    #expect(Int64(entries.count) == unpacked.manifest.audit?.seq)
    #expect(entries.last?.contains("data.export") == true)
    #expect(try Disk.names(in: exported.house.place.scratch.path("data")).filter { $0.hasPrefix(".export") } == [])
}

@Test func `nothing that opens something is in an export`() async throws {
    let exported = try await Exported()
    _ = try await exported.house.signIn(exported.house.small.olga)
    try await exported.export()
    let all = try Unpacked(exported.path).all
    #expect(!all.contains("argon2"))
    let (tokens, wrapped) = try await exported.house.agency.records.read { connection in
        (
            try connection.all("SELECT token FROM session", { Hex.text(try $0.bytes(0)) }),
            try connection.all("SELECT wrapped_key FROM document WHERE length(wrapped_key) > 0", { Hex.text(try $0.bytes(0)) })
        )
    }
    #expect(!tokens.isEmpty && !wrapped.isEmpty)
    for secret in tokens + wrapped { #expect(!all.contains(secret)) }
}

@Test func `every column that the data map lets out is in the export`() async throws {
    let exported = try await Exported()
    try await exported.export()
    let unpacked = try Unpacked(exported.path)
    let schema = try JSONDecoder().decode(
        ExportSchema.self, from: Data(try unpacked.archive.bytes("schema.json", limit: 1 << 20)))
    var found = Set(schema.tables.flatMap { table in table.columns.map { "\(table.table).\($0.name)" } })
    // The audit log stands in its own file, whose lines are its two tables together.
    let entry = try unpacked.text("audit/entries.jsonl").split(separator: "\n")[0]
    let line = try #require(try JSONSerialization.jsonObject(with: Data(entry.utf8)) as? [String: Any])
    for column in DataMap.columns where ["audit", "audit_detail"].contains(column.table) && line[column.column] != nil {
        found.insert("\(column.table).\(column.column)")
    }
    let wanted = Set(DataMap.columns.filter { $0.exported != .never }.map { "\($0.table).\($0.column)" })
    #expect(found == wanted, "\(found.symmetricDifference(wanted).sorted())")
    for table in schema.tables {
        for row in try unpacked.rows(table.table) { #expect(Set(row.keys) == Set(table.columns.map(\.name)), "\(table.table)") }
    }
    // And all rows: as many as there are, but those of the program's own doing.
    let counts = try await exported.house.agency.records.read { connection in
        try Dictionary(
            uniqueKeysWithValues: schema.tables.map { table in
                (
                    table.table,
                    try connection.one(SQL(stringLiteral: "SELECT count(*) FROM \(table.table)")) { try $0.integer(0) } ?? 0
                )
            })
    }
    for table in schema.tables where !["counter", "setting"].contains(table.table) {
        #expect(Int64(try unpacked.rows(table.table).count) == counts[table.table], "\(table.table)")
    }
}

@Test func `an export becomes an agency elsewhere, and its export is the same`() async throws {
    let exported = try await Exported()
    try await exported.export()
    let first = try Unpacked(exported.path)
    let place = try Place()
    let workspace = try place.workspace()
    let reader = try #require(try LocalReader(exported.path))
    _ = try await workspace.takeIn(.of("north"), from: reader)
    let agency = try await workspace.agency(.of("north"))
    try await agency.settled()
    #expect(try await workspace.check() == [])
    #expect(try await agency.verifyAudit().problem == nil)
    let path = place.scratch.path("again.zip")
    _ = try await agency.export(to: try LocalWriter(path))
    #expect(try await Workspace.verifyExport(path).problems == [])
    let second = try Unpacked(path)
    let same = first.manifest.files.map(\.path).filter { path in
        !path.hasPrefix("audit/") && path != "README.html"
            && !ExportedTable.leftBehind.contains { path.hasPrefix("data/\($0).") }
    }
    #expect(same.count > 60)
    for path in same { #expect(try first.text(path) == second.text(path), "\(path)") }
    #expect(Set(second.manifest.files.map(\.path)) == Set(first.manifest.files.map(\.path)))
    #expect(try second.text("audit/entries.jsonl").hasPrefix(try first.text("audit/entries.jsonl")))
    let more = try await agency.latestAuditEntries(limit: 2).map(\.action)
    #expect(more == ["data.export", "data.import"])
    // Nobody has a password there; pages are the same as before.
    #expect(try await agency.records.read { try $0.people() }.allSatisfy { !$0.hasPassword })
    let (before, after) = (try exported.house.place.pages(.of("north")), try place.pages(.of("north")))
    #expect(before.keys.sorted() == after.keys.sorted())
    for (path, bytes) in before { #expect(after[path] == bytes, "\(path)") }
    // Once is enough.
    let again = try #require(try LocalReader(exported.path))
    await #expect { try await workspace.takeIn(.of("north"), from: again) } throws: { ($0 as? Refusal)?.kind == .conflict }
    await workspace.stop()
}

@Test func `what an import needs is in the export, or made by it`() async throws {
    let house = try await House()
    let tables = try await house.agency.records.read { try ExportedTable.all(.agency, $0) }
    for table in tables where !ExportedTable.leftBehind.contains(table.name) && !table.name.hasPrefix("audit") {
        for column in table.shape.columns where !column.mayBeNull && !column.hasDefault {
            let isThere = table.columns.contains(column) || TakeInRows.made[table.name]?.contains(column.name) ?? false
            #expect(isThere, "\(table.name).\(column.name)")
        }
    }
}

@Test func `an export of a client holds that client and no other`() async throws {
    let exported = try await Exported()
    try await exported.export(.of("acme"))
    #expect(try await Workspace.verifyExport(exported.path).problems == [])
    let unpacked = try Unpacked(exported.path)
    #expect(try unpacked.rows("client").map { $0["slug"] as? String } == ["acme"])
    #expect(try unpacked.rows("person").map { $0["email"] as? String } == ["anna@acme.example"])
    let all = try unpacked.all
    #expect(all.contains("SECRET memo"))
    for stranger in ["Beta", "ben@beta.example", "Yearly audit", "olga@agency.example"] {
        #expect(!all.contains(stranger), "\(stranger)")
    }
    await #expect { try await exported.export(.of("nobody")) } throws: { ($0 as? Refusal)?.kind == .notFound }
    let place = try Place()
    let workspace = try place.workspace()
    let reader = try #require(try LocalReader(exported.path))
    await #expect { try await workspace.takeIn(.of("north"), from: reader) } throws: {
        ($0 as? Refusal)?.word == "refusal.export.scope"
    }
    await workspace.stop()
}

@Test func `somebody's own export holds what they may see, and no other person`() async throws {
    let exported = try await Exported()
    let (house, small) = (exported.house, exported.house.small)
    _ = try await house.agency.exportPerson(small.anna, to: try LocalWriter(exported.path), by: .contact(small.anna.id))
    #expect(try await Workspace.verifyExport(exported.path).problems == [])
    let unpacked = try Unpacked(exported.path)
    #expect(try unpacked.rows("person").map { $0["email"] as? String } == ["anna@acme.example"])
    #expect(try unpacked.rows("client_case").count == 1)
    #expect(try unpacked.text("files/acme/lease/from-anna.txt") == "What Anna brought.\n")
    #expect(try unpacked.text("invoices/acme/INV-2026-0001.html").contains("INV-2026-0001"))
    let all = try unpacked.all
    for stranger in ["SECRET", "Beta", "ben@beta.example", "olga@agency.example", small.olga.id.text, small.ben.id.text] {
        #expect(!all.contains(stranger), "\(stranger)")
    }
    // Ben sees cases and nothing else.
    _ = try await house.agency.exportPerson(small.ben, to: try LocalWriter(exported.path), by: .contact(small.ben.id))
    let his = try Unpacked(exported.path)
    #expect(try his.rows("client_case").map { $0["title"] as? String } == ["Yearly audit"])
    #expect(try his.rows("invoice").isEmpty && his.rows("document").isEmpty)
    #expect(try !his.all.contains("Acme"))
}

@Test func `whatever is altered in an export is named`() async throws {
    let exported = try await Exported()
    try await exported.export()
    let bytes = try Data(contentsOf: URL(filePath: exported.path))
    func rewritten(_ change: String) throws -> [String] {
        try bytes.write(to: URL(filePath: exported.path))
        let script = """
            import sys, zipfile, json
            path, change = sys.argv[1:]
            old = zipfile.ZipFile(path)
            files = {name: old.read(name) for name in old.namelist()}
            exec(change)
            new = zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED)
            for name, content in files.items(): new.writestr(name, content)
            new.close()
            """
        #expect(try OtherProgram.run("/usr/bin/env", ["python3", "-c", script, exported.path, change]).code == 0)
        let archive = try ZipReader(exported.path)
        return try ExportCheck(archive, try ExportManifest.read(from: archive)).run().problems.map(\.word)
    }
    #expect(try rewritten("pass") == [])
    #expect(try rewritten("del files['data/event.jsonl']") == ["problem.export.missing"])
    #expect(try rewritten("files['more.txt'] = b'x'") == ["problem.export.extra"])
    #expect(try rewritten("files['data/event.csv'] += b' '") == ["problem.export.different"])
    let forged = """
        import hashlib
        lines = files['audit/entries.jsonl'].replace(b'document.add', b'document.bad', 1)
        files['audit/entries.jsonl'] = lines
        m = json.loads(files['manifest.json'])
        for f in m['files']:
            if f['path'] == 'audit/entries.jsonl': f['sha256'] = hashlib.sha256(lines).hexdigest()
        files['manifest.json'] = json.dumps(m).encode()
        """
    #expect(try rewritten(forged) == ["problem.audit.hash"])
    let swapped = """
        m = json.loads(files['manifest.json'])
        a, b = [f for f in m['files'] if f.get('document')][:2]
        a['document'], b['document'] = b['document'], a['document']
        files['manifest.json'] = json.dumps(m).encode()
        """
    #expect(try rewritten(swapped) == ["problem.export.document", "problem.export.document"])
    let resized = """
        import hashlib
        lines = files['data/document.jsonl'].decode().splitlines()
        row = json.loads(lines[0])
        row['size'] += 1
        lines[0] = json.dumps(row)
        files['data/document.jsonl'] = ('\\n'.join(lines) + '\\n').encode()
        m = json.loads(files['manifest.json'])
        for f in m['files']:
            if f['path'] == 'data/document.jsonl':
                f['sha256'] = hashlib.sha256(files['data/document.jsonl']).hexdigest()
                f['size'] = len(files['data/document.jsonl'])
        files['manifest.json'] = json.dumps(m).encode()
        """
    #expect(try rewritten(resized) == ["problem.export.document"])
    // Behind the end, and in the name before a file's bytes.
    let longer = exported.path + ".longer.zip"
    try (bytes + Data("more".utf8)).write(to: URL(filePath: longer))
    await #expect { try await Workspace.verifyExport(longer) } throws: { ($0 as? Refusal)?.kind == .invalid }
    var altered = bytes
    let name = try #require(altered.range(of: Data("data/document.jsonl".utf8)))
    altered[name.lowerBound] = UInt8(ascii: "D")
    let renamed = exported.path + ".renamed.zip"
    try altered.write(to: URL(filePath: renamed))
    #expect(try await Workspace.verifyExport(renamed).problems.map(\.word) == ["problem.export.different"])
    await #expect { try await Workspace.verifyExport("/nowhere.zip") } throws: { ($0 as? Refusal)?.kind == .notFound }
}

@Test func `every table with personal columns says whose rows are whose`() {
    let someone = ID<Person>("p")
    for (table, columns) in DataMap.tables where columns.contains(where: { $0.exported == .person }) {
        let isOfPerson = ExportScope.person(someone, .init()).rows(of: table) != nil
        let isOfClient = ExportScope.client(ID("c")).rows(of: table) != nil
        #expect(isOfPerson || isOfClient, "\(table)")
    }
}

@Test func `other programs read contacts, due days and letters`() async throws {
    let exported = try await Exported()
    let (house, small) = (exported.house, exported.house.small)
    try await house.agency.change { [small] connection, journal in
        var client = small.acme
        (client.phone, client.address) = ("+370 5 1", "Long Street 1; second floor, " + String(repeating: "ž", count: 60))
        try connection.update(client)
        journal.mail(.passwordChanged, to: small.anna.id)
    }
    try await exported.export()
    let unpacked = try Unpacked(exported.path)
    let cards = try unpacked.text("contacts.vcf")
    let lines = cards.components(separatedBy: "\r\n")
    #expect(lines.last == "" && !cards.replacing("\r\n", with: "").contains("\n"))
    #expect(lines.allSatisfy { $0.utf8.count <= 75 })
    let unfolded = cards.replacing("\r\n ", with: "").components(separatedBy: "\r\n")
    let address = "ADR:;;Long Street 1\\; second floor\\, \(String(repeating: "ž", count: 60))"
    #expect(unfolded.contains { $0.hasPrefix(address) })
    for line in ["FN:Acme & Sons", "ORG:Acme & Sons", "TEL;VALUE=text:+370 5 1", "EMAIL:anna@acme.example", "KIND:org"] {
        #expect(unfolded.contains(line), "\(line)")
    }
    #expect(unfolded.count { $0 == "BEGIN:VCARD" } == unfolded.count { $0 == "END:VCARD" })
    #expect(!cards.contains("olga@agency.example"))
    let calendar = try unpacked.text("dates.ics")
    #expect(calendar.hasPrefix("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && calendar.hasSuffix("END:VCALENDAR\r\n"))
    #expect(calendar.contains("SUMMARY:INV-2026-0001 · Acme & Sons\r\n") && calendar.contains(/DTSTART;VALUE=DATE:\d{8}\r\n/))
    #expect(!calendar.contains("CN-1"), "a credit note is due on no day")
    let letters = unpacked.manifest.files.map(\.path).filter { $0.hasPrefix("mail/") }
    #expect(letters.count == 1)
    let letter = try unpacked.text(try #require(letters.first))
    #expect(letter.contains("<anna@acme.example>\r\n") && letter.contains("\r\nMIME-Version: 1.0\r\n"))
    // In somebody's own there is nobody else.
    _ = try await house.agency.exportPerson(small.anna, to: try LocalWriter(exported.path), by: .contact(small.anna.id))
    let own = try Unpacked(exported.path).text("contacts.vcf")
    #expect(own.contains("Acme & Sons") && own.contains("anna@acme.example") && !own.contains("Beta"))
    // Where there is nothing, there is no file.
    _ = try await house.agency.exportPerson(small.ben, to: try LocalWriter(exported.path), by: .contact(small.ben.id))
    #expect(try Unpacked(exported.path).manifest.files.allSatisfy { $0.path != "dates.ics" && !$0.path.hasPrefix("mail/") })
}

@Test func `a link that waits in the outbox is in no export`() async throws {
    let exported = try await Exported()
    let (agency, small) = (exported.house.agency, exported.house.small)
    try await agency.change { [small] _, journal in
        journal.mail(.newPassword(url: "https://portal.example/SECRET", until: Instant(milliseconds: .max)), to: small.olga.id)
    }
    let kept = try await agency.records.read { try $0.all("SELECT body FROM mail") { try $0.text(0) } }
    #expect(kept.contains { $0.contains("portal.example/SECRET") })
    try await exported.export()
    let unpacked = try Unpacked(exported.path)
    #expect(try !unpacked.all.contains("portal.example/SECRET"))
    #expect(try unpacked.rows("mail").count == kept.count)
}

@Test func `owners and admins take everything along, once they have proved who they are`() async throws {
    let exported = try await Exported()
    let (house, small) = (exported.house, exported.house.small)
    func session(_ person: Person) async throws -> Session {
        let token = try await house.signIn(person).token
        return try #require(try await house.agency.session(token: token))
    }
    let (olga, anna) = (try await session(small.olga), try await session(small.anna))
    var bytes: [UInt8] = []
    for try await piece in try await house.agency.agencyExport(olga).bytes { bytes += piece }
    try Data(bytes).write(to: URL(filePath: exported.path))
    #expect(try await Workspace.verifyExport(exported.path).problems == [])
    #expect(try Unpacked(exported.path).manifest.scope == "agency")
    await #expect { try await house.agency.agencyExport(anna) } throws: { ($0 as? Refusal)?.kind == .notFound }
    house.place.clock.advance(seconds: 601)
    await #expect { try await house.agency.agencyExport(olga) } throws: { ($0 as? Refusal)?.kind == .forbidden }
}

@Test func `a trip to an empty instance and back changes nothing, and leaves nothing there`() async throws {
    let exported = try await Exported()
    let workspace = exported.house.place
    let before = try Disk.names(in: workspace.scratch.path("data")).sorted()
    let trip = try await exported.house.workspace.roundTrip(of: exported.house.agency)
    #expect(trip.different == [] && trip.problems == [] && trip.logGoesOn)
    #expect(trip.tables > 20 && trip.documents == 4 && trip.invoices == 3)
    #expect(try Disk.names(in: workspace.scratch.path("data")).sorted() == before)
}
