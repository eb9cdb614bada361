import Documents
import Foundation
import Model
import Records
import TestKit
import Testing

@testable import Actions

/// An export, unpacked.
struct Unpacked {
    let archive: ZipReader
    let manifest: ExportManifest

    init(_ path: String) throws {
        archive = try ZipReader(path)
        manifest = try ExportManifest.read(from: archive)
    }

    func text(_ path: String) throws -> String {
        String(decoding: try archive.bytes(path, limit: 10 << 20), as: UTF8.self)
    }

    func rows(_ table: String) throws -> [[String: Any]] {
        try text("data/\(table).jsonl").split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    var all: String {
        get throws { try archive.entries.keys.sorted().map { try text($0) }.joined(separator: "\n") }
    }
}

/// A house with documents and letters of both sides, and its export.
struct Exported {
    let house: House
    let path: String

    init() async throws {
        let house = try await House()
        self.house = house
        let small = house.small
        _ = try await house.upload(small.session(small.anna), [("from-anna.txt", "What Anna brought.\n")])
        try await house.give(small.olga)
        try await house.give(small.anna)
        _ = try await house.agency.keep("The text of the lease.\n", named: "lease.txt", on: small.lease, .client)
        _ = try await house.agency.keep("SECRET memo.\n", named: "memo.txt", on: small.lease, .internal)
        _ = try await house.agency.keep("Another of that name.\n", named: "Lease.txt", on: small.lease, .client)
        let gone = try await house.agency.keep("Removed.\n", named: "gone.txt", on: small.lease, .client)
        _ = try await house.agency.remove(document: gone.id.text, by: .operator)
        let credited = SmallAgency.invoice(house.agency.world, small.acme, number: "INV-2026-0002", due: nil)
        try await house.agency.change { [small] connection, journal in
            var note = SmallAgency.invoice(house.agency.world, small.acme, number: "CN-1", due: nil)
            note.credits = credited.id
            try connection.insert(credited)
            try connection.insert(note)
            try connection.setSetting("email", "us@agency.example")
            journal.changed(.everything)
        }
        try await house.agency.settled()
        path = house.place.scratch.path("north.zip")
    }

    @discardableResult
    func export(_ slug: Slug? = nil) async throws -> ExportReport {
        try await house.agency.export(client: slug, to: try LocalWriter(path))
    }

    /// Writes the archive anew, whole by its own manifest, as somebody does who made it themselves.
    /// - Parameter change: Python; `files` has the bytes by path, `rows(table)` and `put(table, rows)` read and write a table.
    func alter(_ change: String) throws {
        let script = """
            import sys, zipfile, json, hashlib
            path, change = sys.argv[1:]
            old = zipfile.ZipFile(path)
            files = {name: old.read(name) for name in old.namelist()}
            def rows(table): return [json.loads(line) for line in files[f'data/{table}.jsonl'].splitlines()]
            def put(table, new): files[f'data/{table}.jsonl'] = b''.join(json.dumps(row).encode() + b'\\n' for row in new)
            def every(table, **values): put(table, [{**row, **values} for row in rows(table)])
            def setting(key, value):
                put('setting', [r for r in rows('setting') if r['key'] != key] + [{'key': key, 'value': value}])
            exec(change)
            m = json.loads(files['manifest.json'])
            for f in m['files']:
                f['size'], f['sha256'] = len(files[f['path']]), hashlib.sha256(files[f['path']]).hexdigest()
                if f['path'].endswith('.jsonl'): f['rows'] = files[f['path']].count(b'\\n')
            files['manifest.json'] = json.dumps(m).encode()
            new = zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED)
            for name, content in files.items(): new.writestr(name, content)
            new.close()
            """
        try #require(try OtherProgram.run("/usr/bin/env", ["python3", "-c", script, path, change]).code == 0)
    }
}
