import Documents
import Logging
import Model
import Records
import Site

extension AgencyRoom {
    /// Goes on with the erasures that a stop has interrupted. Each is done when this returns.
    func finishErasures() async throws {
        for erasure in try await records.read({ try $0.unfinishedErasures() }) {
            _ = try await finishErasure(erasure.id)
            log.notice("an erasure that was interrupted is done", metadata: ["erasure": "\(erasure.id)"])
        }
    }

    /// The part of an erasure that is outside of the transaction. Doing it twice is harmless.
    func finishErasure(_ id: String) async throws -> ErasureReceipt {
        guard var row = try await records.read({ try $0.erasure(id) }) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        var receipt = try ErasureReceipt(json: row.receipt)
        if row.done != nil { return receipt }
        let plan = try ErasurePlan(json: row.plan)
        // First of all: from now on no backup brings them back.
        let ledger = TombstoneLedger(settings, self.id)
        try await Blocking.run { try ledger.add(plan.tombstones) }
        let copies = await LedgerCopies(settings: settings, world: world, log: log).refresh()
        receipt.outside = try await removeFiles(plan)
        (receipt.outside.ledgers, receipt.outside.ledgersBehind) = (copies.fresh, copies.missed.count)
        receipt.outside.pages = try await removePages(of: plan.clients.map { ID($0) })
        while try await IndexWork(room: self).step() {}
        receipt.left = try await left(receipt) + (plan.found ?? 0)
        if receipt.left != 0 {
            log.critical("an erasure has left rows", metadata: ["erasure": "\(id)", "rows": "\(receipt.left ?? 0)"])
        }
        // Pages that others may see and that named them.
        try await builder.settled()
        try await records.scrub()
        receipt.done = world.now().milliseconds
        (row.done, row.plan, row.receipt) = (world.now(), "", try receipt.json())
        try await records.write { [row] in try $0.update(row) }
        return receipt
    }

    private func removeFiles(_ plan: ErasurePlan) async throws -> ErasureReceipt.Outside {
        let (documents, keys, spool) = (documents, keys, settings.spool(of: slug.text))
        return try await Blocking.run {
            var outside = ErasureReceipt.Outside()
            for client in plan.clients {
                outside.documents += try documents.removeAll(of: ID(client))
                try keys.destroy(client: ID(client))
                outside.keys += 1
            }
            for text in plan.texts ?? [] { try documents.remove(client: ID(text.client), document: ID(text.id)) }
            for upload in plan.uploads {
                try documents.removePieces(of: ID(upload))
                outside.uploads += 1
            }
            outside.letters = try AgencyRoom.removeLetters(plan.letters, in: spool)
            return outside
        }
    }

    /// Removes the files of letters whose rows are gone. What a stop leaves of them, the rule of letters takes.
    func removeLetters(_ letters: [String]) async throws {
        let spool = settings.spool(of: slug.text)
        _ = try await Blocking.run { try AgencyRoom.removeLetters(letters, in: spool) }
    }

    private static func removeLetters(_ letters: [String], in spool: String) throws -> Int {
        let files = letters.map { "\(spool)/\($0).eml" }.filter(Disk.isFile)
        for file in files { try Disk.remove(file) }
        if !files.isEmpty { try Disk.synchronize(spool) }
        return files.count
    }

    /// The clients' pages go now, whoever would come by for them later.
    private func removePages(of clients: [ID<Client>]) async throws -> Int {
        guard !clients.isEmpty else { return 0 }
        return try await builder.between { tools in
            let paths = try await tools.records.read { try $0.paths(showing: clients.map(Page.whole)) }
            return try await tools.remove(paths).removed
        }
    }

    /// Rows of theirs that should be gone.
    private func left(_ receipt: ErasureReceipt) async throws -> Int {
        let people = receipt.persons.map { DataMap.Subject.person(ID($0)) }
        let all = [DataMap.Subject(table: receipt.kind, id: receipt.subject)].compactMap(\.self) + people
        let from = InvoiceKeeping(try await agency(), today: Day(world.now(), in: try await agency().zone)).from
        return try await records.read { connection in
            try all.reduce(0) { sum, one in
                let rows = try connection.rows(about: one, keptFrom: from)
                return sum + rows.filter { $0.fate == .deleted && !OwnNotes.tables.contains($0.table) }.reduce(0) { $0 + $1.rows }
            }
        }
    }
}

/// Notes of the program's own, by id, that whoever works them off deletes.
private enum OwnNotes {
    static let tables: Set<String> = ["stale", "page_file", "search_due"]
}
