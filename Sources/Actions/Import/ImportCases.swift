import Crypto
import Model
import Records

extension Importer {
    /// cases.csv: one row a case.
    mutating func importCases() throws {
        try each(.cases) { importer, row in
            let client = try importer.client(row)
            let slug = try row.slug("case")
            try importer.once(row, .cases, [client.slug.text, slug.text])
            let old = try importer.db.caseRecord(of: client.id, slug: slug)
            var record = Case(
                id: old?.id ?? importer.ids.next(), client: client.id, slug: slug, title: try row.line("title"),
                status: try row.word("status"), opened: try row.day("opened"))
            record.closed = row.cell("closed") == nil ? old?.closed : try row.dayIfAny("closed")
            record.summary = row.cell("summary") == nil ? old?.summary ?? "" : try row.body("summary")
            try importer.takeStages(row, into: &record, old)
            record.due = row.cell("due") == nil ? old?.due : try row.dayIfAny("due")
            record.assignee = row.cell("assignee") == nil ? old?.assignee : try importer.assignee(row, of: client)
            if let closed = record.closed, closed < record.opened { throw row.problem("closed", "closed-before") }
            if record.closed != nil, record.status != .closed { throw row.problem("closed", "closed-open") }
            if record == old { return importer.count(.unchanged) }
            if old == nil { try importer.db.insert(record) } else { try importer.db.update(record) }
            try importer.mark(.caseRecord(client.id, record.id))
            importer.count(old == nil ? .added : .changed)
        }
    }

    /// events.csv: entries of a case's history. Equal rows are counted: what the records have as often as the folder is
    /// left alone.
    mutating func importEvents() throws {
        let insert = try db.eventInserter()
        try each(.events) { importer, row in
            let found = try importer.foundCase(row)
            let (day, at) = try row.moment("date", in: importer.zone)
            let event = Event(
                id: importer.ids.next(), caseID: found.id, day: day, at: at, kind: try row.word("kind"),
                title: try row.line("title"), body: try row.body("body"), visibility: try row.word("visibility"))
            let before = found.hadEvents ? try importer.db.equalEvents(event, outside: importer.ids.range) : 0
            if before > 0, try ImportScratch.meet(event.digest, importer.db) <= before {
                return importer.count(.unchanged)
            }
            if !importer.isRehearsal { try insert(event) }
            try importer.mustBeFree(found.client)
            if event.visibility == .client { try importer.mark(.events(found.client, found.id)) }
            importer.count(.added)
        }
    }
}

extension Connection {
    /// How many events are equal in every column of the import format, but for those of this import.
    fileprivate func equalEvents(_ event: Event, outside range: (low: String, high: String)) throws -> Int64 {
        try one(
            """
            SELECT COUNT(*) FROM event
            WHERE case_id = \(event.caseID) AND day = \(event.day) AND title = \(event.title) AND kind = \(event.kind)
                AND visibility = \(event.visibility) AND body = \(event.body)
                AND coalesce(at, \(Int64.min)) = \(event.at?.milliseconds ?? Int64.min)
                AND NOT (id BETWEEN \(range.low) AND \(range.high))
            """
        ) { try $0.integer(0) } ?? 0
    }
}

extension Event {
    /// 32 bytes that stand for every column of the import format.
    fileprivate var digest: [UInt8] {
        Digest.of([
            caseID.text, day.text, at.map { String($0.milliseconds) } ?? "", kind.rawValue, title, body, visibility.rawValue,
        ])
    }
}

/// SHA-256 over texts, each with its length before it.
enum Digest {
    static func of(_ texts: [String]) -> [UInt8] {
        var hash = SHA256()
        for text in texts {
            withUnsafeBytes(of: UInt64(text.utf8.count).bigEndian) { hash.update(bufferPointer: $0) }
            var text = text
            text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        }
        return Array(hash.finalize())
    }
}
