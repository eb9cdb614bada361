import Documents
import Foundation
public import Model
import Records
import Site

/// What an import did or found, as an error that undoes its transaction.
private struct Undone: Error {
    let report: ImportReport
}

extension Workspace {
    /// Imports a folder into an agency: all or nothing, and the same folder again changes nothing.
    ///
    /// The files are spooled, then applied to a copy of the records, where whatever is wrong is found while the agency
    /// goes on; then the documents are received; then all is applied, and so compared once more, in one transaction.
    /// - Parameters:
    ///   - isDryRun: everything but the last step.
    ///   - again: whether it may bring people back who were erased within the last year.
    /// - Returns: what was done, or the problems, and then nothing was kept.
    public func importFolder(
        _ slug: Slug, from source: any FileSource, isDryRun: Bool = false, again: Bool = false,
        progress: ImportProgress = ImportProgress()
    ) async throws -> ImportReport {
        let start = ContinuousClock.now
        let agency = try await agency(slug)
        let folder = try ImportFolder(
            below: settings.data, world: world, guardian: ReturnGuard(keys: agency.keys, isMeant: again))
        try await folder.spool(from: source)
        var report = try await rehearse(agency, folder, progress)
        if report.problems.isEmpty {
            report = try await perform(agency, folder, source, isDryRun: isDryRun, report, progress)
        }
        report.seconds = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000
        return report
    }

    /// Applies the folder to a copy of the records that is thrown away.
    private func rehearse(_ agency: OpenAgency, _ folder: ImportFolder, _ progress: ImportProgress) async throws -> ImportReport {
        let path = folder.path + "/records.sqlite"
        try await agency.records.backup(to: path)
        let copy = try await engines.records(path)
        do {
            let report = try await apply(folder, progress, in: copy, [])
            try await copy.close()
            return report
        } catch {
            try? await copy.close()
            throw error
        }
    }

    /// Applies the folder and undoes it.
    private func apply(
        _ folder: ImportFolder, _ progress: ImportProgress, in records: any RecordsEngine, _ documents: [ImportedDocument]
    ) async throws -> ImportReport {
        let (world, languages) = (world, site.languages)
        do {
            return try await records.writeAlone { connection -> ImportReport in
                try connection.indexEverything()
                var importer = try Importer(
                    connection, folder: folder, world: world, languages: languages, progress: progress, isRehearsal: true)
                try importer.run()
                try importer.importDocuments(documents, at: world.now())
                throw Undone(report: importer.report)
            }
        } catch let undone as Undone {
            return undone.report
        }
    }

    private func perform(
        _ agency: OpenAgency, _ folder: ImportFolder, _ source: any FileSource, isDryRun: Bool, _ rehearsed: ImportReport,
        _ progress: ImportProgress
    ) async throws -> ImportReport {
        let intake = ImportDocuments(agency: agency, folder: folder, source: source, progress: progress)
        var problems = ImportProblems()
        let documents = try await intake.receive(&problems)
        if problems.count > 0 || isDryRun {
            await intake.discard(documents)
            var report = rehearsed
            (report.problems, report.problemCount) = (problems.first, problems.count)
            if let index = report.files.firstIndex(where: { $0.name == ImportTable.documents.file }) {
                report.files[index].rows.added = documents.filter { $0.received != nil }.count
                report.files[index].rows.unchanged = documents.filter { $0.received == nil }.count
            }
            return report
        }
        do {
            let (report, kept) = try await keep(agency, folder, documents, rehearsed, progress)
            await intake.discard(documents.filter { document in document.received.map { !kept.contains($0.id) } ?? false })
            return report
        } catch let undone as Undone {
            await intake.discard(documents)
            return undone.report
        } catch {
            await intake.discard(documents)
            throw error
        }
    }

    /// The transaction that counts.
    private func keep(
        _ agency: OpenAgency, _ folder: ImportFolder, _ documents: [ImportedDocument], _ rehearsed: ImportReport,
        _ progress: ImportProgress
    ) async throws -> (ImportReport, kept: Set<ID<Document>>) {
        let (world, languages) = (world, site.languages)
        // Noting each row for the search would be slower than looking at everything once.
        let isLarge = rehearsed.files.reduce(0) { $0 + $1.rows.added } > 10_000
        return try await agency.changeAlone { connection, journal in
            if isLarge { try connection.indexEverything() }
            var importer = try Importer(connection, folder: folder, world: world, languages: languages, progress: progress)
            try importer.run()
            try importer.importDocuments(documents, at: world.now())
            let report = importer.report
            if importer.problems.count > 0 { throw Undone(report: report) }
            guard report.hasChanges else { return (report, []) }
            for change in importer.changes.all { journal.changed(change) }
            for change in importer.withdrawn { journal.withdraws(change) }
            for entry in importer.entries {
                journal.audit(actor: .operator, action: entry.action, subject: entry.subject, detail: entry.detail)
            }
            let counts = report.files.filter { $0.rows.added + $0.rows.changed > 0 }
                .map { "\($0.name) +\($0.rows.added) ~\($0.rows.changed)" }
            journal.audit(
                actor: .operator, action: "import", subject: try connection.agency().id.text,
                detail: counts.joined(separator: ", "))
            return (report, importer.kept)
        }
    }
}

extension Importer {
    /// What the run has done so far.
    var report: ImportReport {
        var report = ImportReport()
        report.files = ImportTable.all.filter { folder.path(of: $0) != nil }.map { ($0.file, rows[$0.file] ?? .init()) }
        (report.problems, report.problemCount) = (problems.first, problems.count)
        return report
    }
}
