import Documents
import Foundation
import Model
import Records

/// One document of the folder: its row, and the bytes that are durable in the store by now.
struct ImportedDocument: Sendable {
    let line: Int
    let client: Slug
    let caseSlug: Slug
    let visibility: Visibility
    /// Nil when the records have these bytes in this case already.
    let received: Received?
}

/// Takes in the files that documents.csv names, one after the other, before the records are written: bytes first, rows
/// after. What is kept and then not needed is removed.
struct ImportDocuments: Sendable {
    let agency: OpenAgency
    let folder: ImportFolder
    let source: any FileSource
    let progress: ImportProgress

    /// Receives every file.
    func receive(_ problems: inout ImportProblems) async throws -> [ImportedDocument] {
        var documents: [ImportedDocument] = []
        do {
            for row in try rows(&problems) {
                progress.count(row.row.file)
                do {
                    documents.append(try await receive(row))
                } catch let problem as ImportProblem {
                    problems.add(problem)
                } catch let refusal as Refusal where [.invalid, .unsupportedType, .tooLarge].contains(refusal.kind) {
                    problems.add(
                        ImportProblem(
                            file: row.row.file, line: row.row.line, column: "file", word: refusal.word,
                            arguments: refusal.arguments))
                }
            }
        } catch {
            await discard(documents)
            throw error
        }
        return documents
    }

    /// Removes what was received.
    func discard(_ documents: [ImportedDocument]) async {
        for (client, files) in Dictionary(grouping: documents.compactMap(\.received), by: \.client) {
            await agency.discard(files.map(\.id), of: client)
        }
    }

    private struct Line: Sendable {
        let row: ImportRow
        let client: Slug
        let caseSlug: Slug
        let visibility: Visibility
        let file: String
        let name: String
    }

    private func rows(_ problems: inout ImportProblems) throws -> [Line] {
        guard let path = folder.path(of: .documents) else { return [] }
        var lines: [Line] = []
        try ImportTable.documents.eachRow(at: path, &problems) { row in
            let file = row.text("file")
            let parts = file.split(separator: "/", omittingEmptySubsequences: false)
            guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }), !file.contains("\0") else {
                throw row.problem("file", "document.path")
            }
            let name = row.text("name").isEmpty ? String(parts.last ?? "") : row.text("name")
            lines.append(
                Line(
                    row: row, client: try row.slug("client"), caseSlug: try row.slug("case"),
                    visibility: try row.word("visibility"), file: file, name: FileName(name).text))
        }
        return lines
    }

    private func receive(_ line: Line) async throws -> ImportedDocument {
        guard let reader = try await source.open(line.file) else { throw line.row.problem("file", "document.none") }
        let known = try await agency.records.read { try $0.client(slug: line.client)?.id }
        let client = known ?? folder.clientID(line.client, agency.world)
        let receiving = try await agency.receiving(line.name, for: client)
        let received: Received
        switch try await receiving.receive(FileBytes(reader)) {
        case .kept(let kept): received = kept
        case .refused(let refusal, _): throw refusal
        }
        let isKnown = try await agency.records.read { connection in
            guard let record = try connection.caseRecord(of: client, slug: line.caseSlug) else { return false }
            return try connection.document(sha256: received.sha256, addedTo: record.id) != nil
        }
        if isKnown { await agency.discard([received.id], of: client) }
        return ImportedDocument(
            line: line.row.line, client: line.client, caseSlug: line.caseSlug, visibility: line.visibility,
            received: isKnown ? nil : received)
    }
}

extension Importer {
    /// Writes the rows of the documents that were received.
    mutating func importDocuments(_ documents: [ImportedDocument], at now: Instant) throws {
        var seen: Set<String> = []
        for item in documents {
            func problem(_ column: String, _ word: String) -> ImportProblem {
                ImportProblem(
                    file: ImportTable.documents.file, line: item.line, column: column, word: "import." + word,
                    arguments: ["value": column == "client" ? item.client.text : item.caseSlug.text])
            }
            guard let client = try db.client(slug: item.client) else {
                problems.add(problem("client", "no-client"))
                continue
            }
            guard let record = try db.caseRecord(of: client.id, slug: item.caseSlug) else {
                problems.add(problem("case", "no-case"))
                continue
            }
            // The same bytes twice in one folder are one document.
            guard let received = item.received, seen.insert(record.id.text + Hex.text(received.sha256)).inserted,
                try db.document(sha256: received.sha256, addedTo: record.id) == nil
            else {
                rows[ImportTable.documents.file, default: .init()].unchanged += 1
                continue
            }
            guard !restricted.contains(client.id) else {
                problems.add(problem("client", "restricted"))
                continue
            }
            try db.insert(
                Document(
                    id: received.id, client: client.id, caseID: record.id, name: received.shownName, type: received.type,
                    size: received.size, sha256: received.sha256, origin: .staff, visibility: item.visibility, person: nil,
                    received: now, wrappedKey: received.wrappedKey))
            kept.insert(received.id)
            entries.append(Entry(action: "document.add", subject: received.id.text, detail: received.shownName))
            if item.visibility == .client { try mark(.documents(client.id, record.id)) }
            rows[ImportTable.documents.file, default: .init()].added += 1
        }
    }
}
