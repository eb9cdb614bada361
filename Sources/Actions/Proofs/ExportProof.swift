import Crypto
import Foundation
import Logging
import Model
import Records

/// An export as a check of the proofs reads it: whether it is whole, and what is in it.
package struct ReadExport: Sendable {
    /// `agency`, `client` or `person`.
    package let scope: String
    /// What `export verify` says of it; empty: it is whole.
    package let problems: [String]
    /// By the table's name.
    package let rows: [String: Int64]
    /// Entries of the audit log.
    package let entries: Int64
    /// Files that are documents, and documents that could not be given.
    package let documents: Int
    package let without: Int
    /// SHA-256 of each file but the manifest, by its path. Letters that waited stand as they do where they were taken in: not sent
    /// from there.
    package let digests: [String: String]
    private let contents: [String: Data]

    /// How many of its files hold some words.
    package func files(holding words: String) -> Int {
        contents.values.count { $0.range(of: Data(words.utf8)) != nil }
    }

    /// Whether one of its files begins as another one does.
    func begins(as other: ReadExport, _ path: String) -> Bool {
        guard let own = contents[path], let first = other.contents[path] else { return false }
        return own.starts(with: first)
    }

    /// The bytes of all its files together that are read; nothing larger is made for a proof.
    private static let limit: Int64 = 64 << 20

    init(_ path: String) throws {
        let archive = try ZipReader(path)
        let manifest = try ExportManifest.read(from: archive)
        scope = manifest.scope
        problems = try ExportCheck(archive, manifest).run().problems.map(\.word)
        guard manifest.files.reduce(0, { $0 + $1.size }) <= ReadExport.limit else {
            throw Refusal(.tooLarge, "refusal.archive.damaged")
        }
        var found: [String: Data] = [:]
        for file in manifest.files { found[file.path] = Data(try archive.bytes(file.path, limit: ReadExport.limit)) }
        contents = found
        let tables = manifest.files.filter { $0.path.hasPrefix("data/") && $0.path.hasSuffix(".jsonl") }
        rows = Dictionary(uniqueKeysWithValues: tables.map { (String($0.path.dropFirst(5).dropLast(6)), $0.rows ?? 0) })
        entries = manifest.files.first { $0.path == ExportRows.audit }?.rows ?? 0
        documents = manifest.files.count { $0.document != nil }
        without = manifest.without.count
        if let letters = found["data/mail.jsonl"] { found["data/mail.jsonl"] = ReadExport.settled(letters) }
        digests = found.mapValues { Hex.text(Array(SHA256.hash(data: $0))) }
    }

    private static func settled(_ letters: Data) -> Data {
        let text = String(decoding: letters, as: UTF8.self)
        return Data(text.replacing(/"state":"(?:waiting|sending)"/, with: "\"state\":\"skipped\"").utf8)
    }
}

/// What an export became when it was taken in elsewhere and exported again.
package struct RoundTrip: Sendable {
    /// Tables with rows that were compared, their rows, documents and pages of invoices.
    package var tables = 0
    package var rows: Int64 = 0
    package var documents = 0
    package var invoices = 0
    /// Files of which the second export has other bytes, or none.
    package var different: [String] = []
    /// Tables that begin anew in another place, because what opens them is in no export.
    package var leftBehind: [String] = []
    /// Whether the log of the second export begins with all of the first, and its chain holds.
    package var logGoesOn = false
    /// What is wrong with one of the exports.
    package var problems: [String] = []
}

extension Workspace {
    /// Reads an export that came over the wire.
    /// - Throws: `Refusal(.invalid)` when it is none, or was never finished.
    package func read(export bytes: [UInt8]) async throws -> ReadExport {
        try await inScratch { folder in
            try await Blocking.run {
                let writer = try LocalWriter(folder + "/export.zip")
                try writer.put(bytes)
                try writer.keep()
                return try ReadExport(folder + "/export.zip")
            }
        }
    }

    /// Exports an agency, takes it in at an instance that has nothing, and exports it there. Nothing of that instance is left.
    package func roundTrip(of agency: OpenAgency) async throws -> RoundTrip {
        try await inScratch { [self] folder in
            let (first, second) = (folder + "/first.zip", folder + "/second.zip")
            _ = try await agency.export(to: try LocalWriter(first), by: .system)
            let empty = try empty(folder)
            do {
                guard let reader = try LocalReader(first) else { throw Refusal(.failed, "refusal.archive.damaged") }
                _ = try await empty.takeIn(anyName: agency.slug, from: reader, by: .system)
                _ = try await empty.agency(agency.slug).export(to: try LocalWriter(second), by: .system)
                await empty.stop()
            } catch {
                await empty.stop()
                throw error
            }
            return try await Blocking.run { RoundTrip(try ReadExport(first), try ReadExport(second)) }
        }
    }

    /// A workspace below a folder, without agencies.
    private func empty(_ folder: String) throws -> Workspace {
        var settings = settings
        settings.root = folder + "/empty"
        settings.keysElsewhere = settings.root + "/keys"
        settings.backups = BackupSettings()
        for folder in [settings.data, settings.keys] { try Disk.makeFolders(folder) }
        // A root key of its own, as another place has one.
        let key = try LocalWriter(settings.keys + "/root.key")
        try key.put(Array((Hex.text(world.random(32)) + "\n").utf8))
        try key.keep()
        try Disk.setMode(settings.keys + "/root.key", 0o400)
        var log = log
        log.logLevel = .error
        return try Workspace(settings: settings, site: site, engines: engines, world: world, log: log, mode: .command)
    }

    /// Does something with a folder that is gone afterwards, also when the program is killed meanwhile.
    private func inScratch<Result>(_ work: (_ folder: String) async throws -> Result) async throws -> Result {
        let folder = settings.data + "/.import-" + world.uuid()
        defer { try? Disk.removeTree(folder) }
        try Disk.makeFolders(folder)
        return try await work(folder)
    }
}

extension RoundTrip {
    fileprivate init(_ first: ReadExport, _ second: ReadExport) {
        problems = first.problems + second.problems
        leftBehind = ExportedTable.leftBehind.intersection(first.rows.keys).sorted()
        let taken = first.rows.filter { !leftBehind.contains($0.key) }
        (tables, rows) = (taken.count, taken.values.reduce(0, +))
        (documents, invoices) = (first.documents, first.digests.keys.count { $0.hasPrefix("invoices/") && $0.hasSuffix(".html") })
        let paths = first.digests.keys.filter { path in
            path != "README.html" && path != ExportRows.audit && !path.hasSuffix(".csv")
                && !leftBehind.contains { path == "data/\($0).jsonl" }
        }
        let more = Set(second.digests.keys).subtracting(first.digests.keys)
        different = (paths.filter { first.digests[$0] != second.digests[$0] } + more).sorted()
        logGoesOn = second.begins(as: first, ExportRows.audit) && second.problems.isEmpty
    }
}
