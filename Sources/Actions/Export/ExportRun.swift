import CLinux
import Documents
import Foundation
import Glibc
import Model
import Records
import Site
import Templates

/// One export being written.
struct ExportRun {
    let agency: OpenAgency
    let scope: ExportScope
    let dump: ExportDump
    let language: String
    let progress: @Sendable (ExportReport) async -> Void
    private var zip: ZipWriter
    private var manifest: ExportManifest
    private var report = ExportReport()

    init(
        agency: OpenAgency, scope: ExportScope, dump: ExportDump, language: String?, sink: any FileWriter,
        progress: @escaping @Sendable (ExportReport) async -> Void
    ) {
        (self.agency, self.scope, self.dump, self.progress) = (agency, scope, dump, progress)
        self.language = language.flatMap { $0.isEmpty ? nil : $0 } ?? dump.agency.language
        let now = agency.world.now()
        zip = ZipWriter(sink, now: now)
        manifest = ExportManifest(
            scope: scope.name, subject: scope.subject, agency: dump.agency.id.text, slug: dump.agency.slug.text,
            made: now.milliseconds, schema: dump.schema)
    }

    /// - Parameter files: what else is put into it, by path.
    mutating func run(with files: [String: [UInt8]] = [:]) async throws -> ExportReport {
        for table in dump.tables {
            try await copy("\(table.name).jsonl", as: "data/\(table.name).jsonl", rows: table.rows)
            try await copy("\(table.name).csv", as: "data/\(table.name).csv", rows: table.rows)
            report.tables += 1
            report.rows += table.rows
        }
        for (path, bytes) in files.sorted(by: { $0.key < $1.key }) { try await add(path, bytes) }
        try await add("schema.json", try ExportSchema(dump.tables).bytes())
        if case .agency = scope {
            try await copy(ExportDump.audit, as: "audit/entries.jsonl", rows: dump.head.seq)
            manifest.audit = ExportManifest.Head(seq: dump.head.seq, hash: Hex.text(dump.head.hash))
        }
        try await addDocuments()
        try await addInvoices()
        try await addPortable()
        try await add("README.html", try agency.site.page(readme))
        try await end(try await zip.add(ExportManifest.name, try manifest.bytes()))
        try await zip.finish()
        return report
    }

    private var readme: ExportReadme {
        let (words, formats) = (agency.site.words(language), agency.site.formats(language: language, agency: dump.agency))
        let made = formats.moment(Instant(milliseconds: manifest.made))
        return ExportReadme(
            language: language, direction: formats.direction,
            title: words.text("export.readme.title.\(scope.name)", ["agency": dump.agency.name]),
            lead: words.text("export.readme.lead", ["agency": dump.agency.name, "time": made]),
            scope: ExportScopeName(rawValue: scope.name) ?? .agency,
            without: manifest.without.isEmpty ? "" : words.text("export.readme.without", count: manifest.without.count),
            tables: dump.tables.map { ExportReadme.Table(name: $0.name, rows: String($0.rows), purpose: $0.purpose) })
    }

    private mutating func end(_ written: ZipWriter.Written) async throws {
        report.bytes += written.size
        await progress(report)
    }

    private mutating func keep(_ written: ZipWriter.Written, rows: Int64? = nil, document: String? = nil) async throws {
        manifest.files.append(
            ExportManifest.File(
                path: written.path, size: written.size, sha256: Hex.text(written.sha256), rows: rows, document: document))
        try await end(written)
    }

    mutating func add(_ path: String, _ bytes: [UInt8]) async throws {
        try await keep(try await zip.add(path, bytes))
    }

    /// A file of the dump, which goes when it is in the archive.
    mutating func copy(_ name: String, as path: String, rows: Int64? = nil) async throws {
        let place = dump.folder + "/" + name
        let size = Disk.status(place).map { Int64($0.st_size) } ?? 0
        guard let reader = try await Blocking.run({ try LocalReader(place) }) else {
            throw Refusal(.failed, "refusal.archive.damaged")
        }
        try await zip.begin(path, isLarge: size >= ExportRun.large)
        while case let bytes = try await reader.next(), !bytes.isEmpty { try await zip.write(bytes) }
        await reader.close()
        try await keep(try await zip.end(), rows: rows)
        try await Blocking.run { try Disk.remove(place) }
    }

    /// What may have 4 GiB when it is deflated, which makes what cannot be made smaller a little larger.
    private static let large: Int64 = 0xF000_0000

    private mutating func addDocuments() async throws {
        try await eachLine(of: ExportDump.documents) { run, line in
            try await run.add(try JSONDecoder().decode(ExportDump.Listed.self, from: Data(line)))
        }
    }

    /// Does something with each line of a list of the dump.
    mutating func eachLine(of name: String, _ body: (inout ExportRun, [UInt8]) async throws -> Void) async throws {
        let place = dump.folder + "/" + name
        guard let reader = try await Blocking.run({ try LocalReader(place) }) else { return }
        var lines = LineSplitter()
        while case let bytes = try await reader.next(), !bytes.isEmpty {
            var found: [[UInt8]] = []
            try lines.take(bytes) { found.append($0) }
            for line in found { try await body(&self, line) }
        }
        await reader.close()
    }

    /// One document. Of a photo that somebody else brought, its readers get the copy without its place, here as everywhere.
    private mutating func add(_ listed: ExportDump.Listed) async throws {
        guard let document = try await agency.records.read({ try $0.document(ID(listed.id)) }),
            let opened = try await open(document, isCopy: scope.isOfPerson && listed.isPhoto && !listed.isOwn)
        else { return manifest.without.append(listed.id) }
        try await zip.begin(listed.path, level: document.isCompressed ? 0 : 6, isLarge: opened.size >= ExportRun.large)
        for try await bytes in opened.chunks(0..<opened.size) { try await zip.write(bytes) }
        try await keep(try await zip.end(), document: listed.id)
        report.documents += 1
    }

    /// Nil when it cannot be had just now; what is damaged is an error.
    private func open(_ document: Document, isCopy: Bool) async throws -> OpenedDocument? {
        if isCopy { return try? await agency.openCopy(document) }
        do {
            return try await agency.open(document)
        } catch {
            // Removed since it was looked up?
            if try await agency.records.read({ try $0.document(document.id) }) == nil { return nil }
            throw error
        }
    }

    /// The invoices that were issued, each as its own page.
    private mutating func addInvoices() async throws {
        guard let sheet = agency.site.assets.asset(at: agency.site.assets.sheet(Palette(dump.agency.colour))) else { return }
        var hasSheet = false
        let today = Day(agency.world.now(), in: dump.agency.zone)
        let formats = agency.site.formats(language: language, agency: dump.agency)
        for client in dump.clients {
            guard let records = try await agency.records.read({ try $0.clientRecords(client) }) else { continue }
            let issued = records.invoices.filter { $0.invoice.status == .issued }
            for invoice in issued {
                if !hasSheet {
                    try await add("invoices/style.css", sheet.bytes)
                    hasSheet = true
                }
                let related = issued.filter { other in
                    other.invoice.id != invoice.invoice.id
                        && (other.invoice.credits == invoice.invoice.id || invoice.invoice.credits == other.invoice.id)
                }
                let shown = try agency.site.invoiceSheet(
                    invoice, among: related, of: records.client, agency: dump.agency, language: language, today: today)
                let page = ExportedInvoice(
                    number: invoice.invoice.number, language: language, direction: formats.direction, paper: formats.paper,
                    body: shown)
                let name = PagePath.invoiceSegment(invoice.invoice.number)
                try await add("invoices/\(records.client.slug)/\(name).html", try agency.site.page(page))
                report.invoices += 1
            }
        }
    }
}

extension Document {
    /// Whether its bytes are compressed already, so that deflating them is work for nothing.
    var isCompressed: Bool {
        type == "application/pdf" || type == "application/zip" || type.hasPrefix("application/vnd.")
            || (type.hasPrefix("image/") && type != "image/svg+xml") || type.hasPrefix("video/") || type.hasPrefix("audio/")
    }
}
