import Actions
import Model
import Records

/// What people can do about their data by themselves.
extension Check {
    static let rights = [
        Check("own-data") { lab, seen in
            let (one, browser) = (lab.b, lab.b.contact.browser)
            let page = try await browser.get("me/data/")
            try seen.expect("the page of one's own data", page.status, is: 200)
            try seen.expectSome("sorts of data that it counts", page.text.matches(of: /<dt>/).count)
            let asked = try await browser.fill("me/data/request/", ["kind": "portability"])
            try seen.expect("they ask for something, so that there is a letter", asked.status, is: 303)
            let begun = ContinuousClock.now
            let bytes = try await browser.save("me/data/export/", password: one.password)
            let seconds = Int((ContinuousClock.now - begun) / .seconds(1))
            try seen.expect("seconds until the file was there: fewer than 60", seconds < 60, is: true)
            let copy = try await lab.workspace.read(export: bytes)
            try seen.expect("it is of one person", copy.scope, is: "person")
            try seen.expect("what is wrong with it, by its own list of contents", copy.problems, is: [])
            let missing = try await one.agency.inspect { try $0.rowsMissing(in: copy, of: one.contact.email) }
            try seen.expect("tables with rows about the person of which it lacks some", missing, is: [])
            seen.see("rows in it", copy.rows.values.reduce(0, +))
            try seen.expectSome("documents in it", copy.documents)
            try seen.expect("files that any address book reads", copy.files(holding: "BEGIN:VCARD\r\nVERSION:4.0\r\n"), is: 1)
            try seen.expect("that any calendar reads", copy.files(holding: "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), is: 1)
            try seen.expectSome("that any mail program reads", copy.files(holding: "\r\nMIME-Version: 1.0\r\n"))
            try seen.expectSome("files with what the person may see", copy.files(holding: one.visible))
            for (what, words) in [
                ("an internal note", one.hiddenWord), ("another client", one.canary + "-two"),
                ("a member of staff", one.agent.email),
            ] { try seen.expect("files with \(what)", copy.files(holding: words), is: 0) }
        },
        Check("agency-export") { lab, seen in
            let path = "staff/settings/export/"
            for (who, browser) in [("a contact", lab.a.contact.browser), ("an agent", lab.a.agent.browser)] {
                try seen.expect("the page of the export, for \(who)", try await browser.get(path).status, is: 404)
                try seen.expect("the export itself", try await browser.post(path, [:]).status, is: 404)
            }
            let before = try await lab.a.agency.inspect { try $0.mappedCounts() }
            let whole = try await lab.workspace.read(
                export: try await lab.a.owner.browser.save(path, password: lab.a.password))
            let after = try await lab.a.agency.inspect { try $0.mappedCounts() }
            try seen.expect("the owner's file is of the whole agency", whole.scope, is: "agency")
            try seen.expect("what is wrong with it, by its own list of contents", whole.problems, is: [])
            // Sessions and letters go on meanwhile: a count lies between the one before and the one after.
            let wrong = before.keys.filter { table in
                let found = whole.rows[table] ?? (table.hasPrefix("audit") ? whole.entries : -1)
                let (least, most) = (before[table] ?? 0, after[table] ?? 0)
                return found < min(least, most) || found > max(least, most)
            }
            try seen.expectSome("tables of the data map that have something to export", before.count)
            try seen.expect("of them in the file with another count than SQL gives, or not at all", wrong.sorted(), is: [])
            let never = DataMap.tables.map(\.0).filter { before[$0] == nil && $0 != "audit_detail" }
            seen.see("tables that hold only what opens something or can be made again", never.sorted().joined(separator: ", "))
            let kept = try await lab.a.agency.inspect { connection in
                try connection.one("SELECT count(*) FROM document WHERE removed_at IS NULL") { Int(try $0.integer(0)) } ?? 0
            }
            try seen.expect(
                "documents that are neither in it nor named as missing", kept - whole.documents - whole.without, is: 0)
        },
        Check("export-round-trip") { lab, seen in
            let trip = try await lab.workspace.roundTrip(of: lab.a.agency)
            try seen.expect("what is wrong with the two exports", trip.problems, is: [])
            try seen.expectSome("tables taken in at an empty instance and exported again", trip.tables)
            try seen.expectSome("rows in them", Int(trip.rows))
            try seen.expectSome("documents", trip.documents)
            try seen.expectSome("invoices as pages", trip.invoices)
            try seen.expect("files with another SHA-256 afterwards", trip.different, is: [])
            try seen.expect("the audit log goes on where it was, every hash of it in order", trip.logGoesOn, is: true)
            seen.see(
                "tables that begin anew there, because what opens them is in no export", trip.leftBehind.joined(separator: ", "))
        },
        Check("correction") { lab, seen in
            let (contact, owner) = (lab.a.contact.browser, lab.a.owner.browser)
            let number = "5 \(lab.workspace.world.random(3).map { String($0) }.joined())"
            let old = try await lab.a.agency.inspect { try $0.client(slug: Slug("one") ?? Slug.synthetic[0])?.phone ?? "" }
            let asked = try await contact.fill("me/data/correction/", ["clients[0].phone": number])
            try seen.expect("a contact writes another number over what stands", asked.status, is: 303)
            let queue = try await owner.get("staff/requests/").text
            guard let id = queue.firstMatch(of: /staff\/requests\/([0-9a-f-]{36})\//)?.1 else {
                throw Failing("the owner's list has no request")
            }
            let path = "staff/requests/\(id)/"
            let change = "\(old.isEmpty ? "nothing" : old) → \(number)"
            try seen.expect("the owner reads old and new", try await owner.get(path).text.contains(change), is: true)
            func kept() async throws -> String {
                try await lab.a.agency.inspect { try $0.client(slug: Slug("one") ?? Slug.synthetic[0])?.phone ?? "" }
            }
            try seen.expect("before it is granted, nothing has changed", try await kept() == old, is: true)
            let granted = try await owner.fill(path, ["decision": "done", "outcome": "It is corrected."])
            try seen.expect("the owner grants it", granted.status, is: 303)
            try seen.expect("the records say what was asked for", try await kept() == number, is: true)
            let own = try await contact.get("me/data/").text
            try seen.expect(
                "the contact reads old, new and the answer", own.contains(change) && own.contains("It is corrected."), is: true)
        },
    ]
}

extension Browser {
    /// Sends the form of an export, with the password where it asks for one.
    /// - Throws: `Failing` when what comes is no file.
    func save(_ path: String, password: String) async throws -> [UInt8] {
        let page = try await get(path)
        try expect(page.status == 200, "the page of an export was answered with \(page.status)")
        let isAsked = FormReader.fields(page.text)["present"] != nil
        let answer = try await post(path, isAsked ? ["present": password] : [:])
        try expect(answer["content-type"] == "application/zip", "an export was answered with \(answer.status)")
        return answer.body
    }
}

extension Connection {
    /// The tables whose rows name a person as the one whom they are about, where a copy has another count of them.
    fileprivate func rowsMissing(in copy: ReadExport, of email: String) throws -> [String] {
        guard let person = try person(email: email)?.id else { throw Failing("the contact has no account") }
        let direct = DataMap.links.filter { link in
            link.way == .about && link.target == "person"
                && DataMap.columns.contains { $0.table == link.table && $0.exported == .person }
        }
        let wrong = try direct.filter { link in
            let count = SQL(stringLiteral: "SELECT count(*) FROM \(link.table) WHERE \(link.column)") + " = \(person)"
            return try one(count) { try $0.integer(0) } ?? 0 > copy.rows[link.table] ?? -1
        }
        guard copy.rows["person"] == 1 else { return wrong.map(\.table).sorted() + ["person"] }
        return wrong.map(\.table).sorted()
    }

    /// The rows of every table of the data map that has something to export. What the program keeps there of its own work is no
    /// data of the agency's.
    fileprivate func mappedCounts() throws -> [String: Int64] {
        let own = [
            "counter": " WHERE name NOT IN ('clean', 'clock', 'stale')",
            "setting": " WHERE key NOT IN ('built_with', 'search_place')",
        ]
        var counts: [String: Int64] = [:]
        for (table, columns) in DataMap.tables where columns.contains(where: { $0.exported != .never }) {
            // The log's second table is part of the entries of the first.
            if table == "audit_detail" { continue }
            let sql = SQL(stringLiteral: "SELECT count(*) FROM \"\(table)\"" + (own[table] ?? ""))
            counts[table] = try one(sql) { try $0.integer(0) } ?? 0
        }
        return counts
    }
}
