import Crypto
import Documents
import Foundation
import Model
import Testing

@Suite struct RecoverTests {
    /// Writes the two databases as the program keeps them, as far as recovery reads them.
    private static let makeDatabases = """
        import json, sqlite3, sys
        told = json.load(open(sys.argv[1]))
        keys = sqlite3.connect(told["workspace"] + "/keys/acme.sqlite")
        keys.execute("CREATE TABLE wrapped (kind TEXT, child TEXT, parent TEXT, wrapped BLOB, PRIMARY KEY(kind, child))")
        keys.executemany("INSERT INTO wrapped VALUES (?, ?, ?, ?)", [(k, c, p, bytes.fromhex(w)) for k, c, p, w in told["keys"]])
        keys.commit()
        records = sqlite3.connect(told["workspace"] + "/data/acme/records.sqlite")
        records.execute("CREATE TABLE setting (key TEXT, value TEXT)")
        records.execute("INSERT INTO setting VALUES ('id', ?)", [told["agency"]])
        records.execute("CREATE TABLE client (id TEXT, slug TEXT)")
        records.execute("INSERT INTO client VALUES (?, 'ona')", [told["client"]])
        records.execute("CREATE TABLE document (id TEXT, client TEXT, case_id TEXT, name TEXT, type TEXT, size INTEGER,"
                        " sha256 BLOB, version INTEGER, wrapped_key BLOB, removed_at INTEGER)")
        for d in told["documents"]:
            records.execute("INSERT INTO document VALUES (?, ?, 'lease', ?, ?, ?, ?, ?, ?, NULL)",
                            [d[0], told["client"], d[1], d[2], int(d[3]), bytes.fromhex(d[4]), 1, bytes.fromhex(d[5])])
        records.commit()
        """

    private func workspace(_ room: Room, _ documents: [Document]) throws -> TemporaryFolder {
        let workspace = try TemporaryFolder()
        let files = FileManager.default
        for folder in ["data", "keys"] {
            try files.createDirectory(atPath: workspace.path + "/" + folder, withIntermediateDirectories: true)
        }
        try files.copyItem(atPath: room.folder.path + "/acme", toPath: workspace.path + "/data/acme")
        let root = SymmetricKey(size: .bits256)
        let hex = root.withUnsafeBytes { Hex.text($0) }
        try Data((hex + "\n").utf8).write(to: URL(fileURLWithPath: workspace.path + "/keys/root.key"))
        let told: [String: Any] = [
            "workspace": workspace.path, "agency": room.agency.text, "client": room.client.text,
            "keys": try room.keys.rows(root: root).map { [$0.kind, $0.child, $0.parent, Hex.text($0.wrapped)] },
            "documents": documents.map {
                [$0.id.text, $0.name, $0.type, String($0.size), Hex.text($0.sha256), Hex.text($0.wrappedKey)]
            },
        ]
        let path = workspace.path + "/told.json"
        try JSONSerialization.data(withJSONObject: told).write(to: URL(fileURLWithPath: path))
        try Python.system.run(Self.makeDatabases, [path])
        return workspace
    }

    @Test func `whoever holds the keys gets every document back without us`() throws {
        let python = try Python.withCobblestone.get()
        let room = try Room()
        let contents = [pdf(100), pdf(16_384), pdf(100_000), Array("Ačiū.\n".utf8), pdf(1_500_000)]
        let names = ["sutartis.pdf", "sutartis.pdf", "Žemės planas.pdf", "ačiū.txt", "didelis.pdf"]
        let documents = try zip(contents, names).map { try room.receive($0, name: $1) }
        let workspace = try workspace(room, documents)
        let script = checkout().appendingPathComponent("scripts/recover.py").path
        let out = workspace.path + "/out"
        let said = try python.run(file: script, [workspace.path, out])
        #expect(said.contains("acme: 5 documents are back"))
        let back = ["sutartis.pdf", "sutartis (2).pdf", "Žemės planas.pdf", "ačiū.txt", "didelis.pdf"]
        for (name, content) in zip(back, contents) {
            #expect(Array(try Data(contentsOf: URL(fileURLWithPath: "\(out)/acme/ona/lease/\(name)"))) == content, "\(name)")
        }
    }

    @Test func `a changed file is named and not given out, and the others still are`() throws {
        let python = try Python.withCobblestone.get()
        let room = try Room()
        let documents = [try room.receive(pdf(50_000), name: "a.pdf"), try room.receive(pdf(100), name: "b.pdf")]
        var sealed = try room.sealed(documents[0])
        sealed[40_000] ^= 1
        try room.put(sealed, as: documents[0])
        let workspace = try workspace(room, documents)
        let script = checkout().appendingPathComponent("scripts/recover.py").path
        do {
            try python.run(file: script, [workspace.path, workspace.path + "/out"])
            Issue.record("a changed file went unnoticed")
        } catch let failed as Python.Failed {
            #expect(failed.output.contains("\(documents[0].id.text) (a.pdf): key or seal do not fit"))
            #expect(failed.output.contains("1 documents are back, 1 are not"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.path + "/out/acme/ona/lease") == ["b.pdf"])
    }
}
