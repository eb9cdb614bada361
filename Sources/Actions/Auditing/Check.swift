import Documents
import Logging
public import Model
import Records
import Site

extension Workspace {
    /// Verifies everything that can be verified without changing anything, agency by agency.
    /// - Parameter progress: told the agency that is being read, and how many of its documents were.
    public func check(
        progress: @escaping @Sendable (Slug, Int) async -> Void = { _, _ in }
    ) async throws -> [Problem] {
        var problems: [Problem] = []
        for slug in try slugs { problems += await check(slug) { await progress(slug, $0) } }
        return problems + (try await checkWorkspace())
    }

    /// What belongs to no agency: the checkpoints, and the runs of the proofs.
    public func checkWorkspace() async throws -> [Problem] {
        try await checkCheckpoints() + checkProofs()
    }

    /// Every checkpoint that is kept: its signature, what it follows, its root; and that none is gone that was there.
    public func checkCheckpoints() async throws -> [Problem] {
        let lost = try await checkpoints.lost().map {
            Problem(.audit, CheckpointBook.file, "problem.audit.book", ["number": "\($0.number)"])
        }
        guard try await newestCheckpoint() != nil else { return [lost].compactMap { $0 } }
        let key = try await Blocking.run { [self] in try checkpointKey().isPublic }
        let wrong = try await checkpoints.problem(key).map {
            Problem(.audit, CheckpointBook.file, "problem.audit.checkpoint", ["number": "\($0)"])
        }
        return [lost, wrong].compactMap { $0 }
    }

    /// Verifies one agency. One that cannot be opened, or not be read to the end, is a problem itself.
    public func check(
        _ slug: Slug, progress: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async -> [Problem] {
        do {
            let agency = try await agency(slug)
            return try await agency.check(kept: try await checkpoints.newest().heads[agency.id.text], progress: progress)
        } catch let refusal as Refusal {
            return [Problem(.shut, slug.text, refusal.word, refusal.arguments)]
        } catch {
            log.error("agency could not be checked", metadata: ["agency": "\(slug)", "error": "\(error)"])
            return [Problem(.shut, slug.text, "refusal.agency.shut", ["agency": slug.text])]
        }
    }
}

extension OpenAgency {
    /// Verifies the agency: settings, records, keys, audit log, every document's bytes, every rendered file.
    /// - Parameters:
    ///   - kept: the end of the audit log that the newest checkpoint names, if there is one.
    ///   - progress: told how many documents were read.
    func check(
        kept: AuditHead? = nil, progress: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws -> [Problem] {
        var problems = try await checkSettings()
        problems += try await records.check().map { Problem(.records, slug.text, "problem.records", ["what": $0]) }
        problems += try await checkRows()
        problems += try await alteredPolicies().map { version in
            Problem(
                .records, version.id.text, "problem.policy.text",
                ["policy": version.policy.rawValue, "language": version.language, "id": version.id.text])
        }
        problems += try await Blocking.run { [keys] in try keys.check() }
            .map { Problem(.document, slug.text, "problem.key", ["what": $0]) }
        if let found = try await verifyAudit(kept: kept).problem {
            await tellAltered(found)
            problems.append(
                Problem(.audit, "\(found.seq)", "problem.audit.\(found.what.rawValue)", ["seq": "\(found.seq)"]))
        }
        problems += try await checkDocuments(progress)
        problems += try await checkPages()
        return problems
    }

    private func checkSettings() async throws -> [Problem] {
        try await records.read { try $0.settings() }.sorted { $0.key < $1.key }.compactMap { key, value in
            guard !AgencySettings.mayStand(key, value, languages: site.languages) else { return nil }
            do {
                _ = try AgencySettings.value(key, value, languages: site.languages)
                return nil
            } catch let refusal as Refusal {
                return Problem(.setting, key, refusal.word, refusal.arguments)
            }
        }
    }

    /// Every row, read as the program reads it; the first hundred that it cannot read are enough to know where to look.
    private func checkRows() async throws -> [Problem] {
        try await records.read { try $0.rowFlaws(limit: 100) }.map { flaw in
            Problem(
                .records, "\(flaw.table) \(flaw.row)", "problem.records.value",
                ["table": flaw.table, "row": "\(flaw.row)", "column": flaw.column ?? ""])
        }
    }

    /// Bytes without a row first, then every row's bytes: what is uploaded meanwhile has its bytes before its row.
    private func checkDocuments(_ progress: @Sendable (Int) async -> Void) async throws -> [Problem] {
        var problems: [Problem] = []
        let documents = documents
        let stored = try await Blocking.run { try documents.list().map { DocumentPlace(client: $0.0, document: $0.1) } }
        let places = try await records.read { try $0.documentPlaces() }
        let known = Set(places).union(try await records.read { try $0.derivedPlaces() })
        for place in stored where !known.contains(place) {
            // Removed or received while we looked: not ours to report.
            guard try await !isOnItsWay(place) else { continue }
            let path = "\(place.client)/\(place.document)"
            problems.append(Problem(.orphan, path, "problem.document.orphan", ["path": path]))
        }
        for (count, place) in places.enumerated() {
            if let problem = try await checkDocument(place) { problems.append(problem) }
            await progress(count + 1)
        }
        return problems
    }

    /// Whether the row came, or the bytes went, in the meantime.
    private func isOnItsWay(_ place: DocumentPlace) async throws -> Bool {
        try await Task.sleep(for: .milliseconds(100))
        if try await records.read({ try $0.document(place.document) }) != nil { return true }
        if try await records.read({ try $0.derivedPlaces().contains(place) }) { return true }
        return !Disk.isFile(settings.documents(of: slug.text) + "/\(place.client)/\(place.document)")
    }

    private func checkDocument(_ place: DocumentPlace) async throws -> Problem? {
        guard let document = try await records.read({ try $0.document(place.document) }) else { return nil }
        do {
            try await Blocking.run { [documents] in try documents.verify(document) }
            return nil
        } catch let refusal as Refusal {
            // Removed while it was read.
            if try await records.read({ try $0.document(place.document) }) == nil { return nil }
            return Problem(
                .document, document.id.text, refusal.word, refusal.arguments.merging(["name": document.name]) { $1 })
        }
    }

    private func checkPages() async throws -> [Problem] {
        try await room.builder.between { tools in
            let marked = Set(try await tools.records.read { try $0.marks().map(\.page) })
            let misfits = try await PageAudit(tools: tools).look()
            // What waits to be built anyway is no problem.
            return misfits.filter { misfit in
                guard let page = misfit.page, !marked.contains(.all) else { return misfit.page == nil }
                return !marked.contains(page) && !(page.client.map { marked.contains(.whole($0)) } ?? false)
            }.map { Problem(.page, $0.path, "problem.page.\($0.kind.rawValue)", ["path": $0.path]) }
        }
    }
}
