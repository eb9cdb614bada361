import Actions
import Foundation
import Model
import Records

extension Check {
    static let sealing = [
        Check("documents-sealed") { lab, seen in
            var (files, open) = (0, 0)
            for agency in try await lab.agencies() {
                let folder = agency.folder + "/documents"
                let found = try await Blocking.run {
                    try Lab.files(below: folder).map { try Lab.begins($0, "PORT") }
                }
                files += found.count
                open += found.count { !$0 }
            }
            try seen.expectSome("files of documents of all agencies", files)
            try seen.expect("of them not sealed", open, is: 0)
            for one in [lab.a, lab.b] {
                // Where they stand for the search, another sentence says.
                try await one.agency.indexAll()
                let found = try await Lab.places(of: one.sealed, below: [one.agency.folder, one.agency.pageFolder])
                try seen.expectSome("files searched for words of a document", found.searched)
                try seen.expect("files beside the records that show them", found.paths.count { !Lab.isRecords($0) }, is: 0)
            }
        },
        Check("search-words") { lab, seen in
            let (one, word) = (lab.a, "searched" + Hex.text(lab.workspace.world.random(8)))
            guard let client = Slug("one"), let lease = Slug("lease") else { throw Failing("no slug") }
            let document = try await one.agency.addDocument(
                client: client, case: lease, name: "searched.pdf", bytes: Synthetic.Pieces(Synthetic.pdf("\(word) here")),
                publish: false)
            guard try await one.agency.indexAll() else { throw Failing("documents cannot be read here: see portico doctor") }
            func search(_ browser: Browser) async throws -> Wire.Answer { try await browser.get("staff/search?q=\(word)") }
            let shown = try await search(one.owner.browser).text.contains("searched.pdf")
            try seen.expect("the owner finds a document by a word of its text", shown, is: true)
            try seen.expect("a contact who searches", try await search(one.contact.browser).status, is: 404)
            let found = try await Lab.places(of: word, below: [one.agency.folder, one.agency.pageFolder])
            try seen.expectSome("files of the records that hold the word as it is", found.paths.count(where: Lab.isRecords))
            try seen.expect("other files that do", found.paths.count { !Lab.isRecords($0) }, is: 0)
            _ = try await one.agency.remove(document: document.id.text, by: .system)
            try await one.agency.indexAll()
            let left = try await one.agency.inspect { connection in
                try connection.one("SELECT count(*) FROM search_row WHERE instr(body, \(word)) > 0") { try $0.integer(0) } ?? 0
            }
            try seen.expect("rows of the search that hold it when the document is removed", left, is: 0)
        },
        Check("keys-apart") { lab, seen in
            let settings = lab.workspace.settings
            for place in [settings.data, settings.pages] {
                let isApart = !(settings.keys + "/").hasPrefix(place + "/") && !(place + "/").hasPrefix(settings.keys + "/")
                try expect(isApart, "the keys lie among the data")
            }
            let found = try await Blocking.run {
                let files = Lab.files(below: settings.keys)
                return (files.count, files.count(where: Lab.isOpenToOthers))
            }
            try seen.expectSome("files of keys, in a folder apart from the data", found.0)
            try seen.expect("of them that others may read", found.1, is: 0)
            try seen.expect("small files among the data with the key above all others", try await rootKeys(settings), is: 0)
            var (documents, distinct) = (0, 0)
            for agency in try await lab.agencies() {
                let keys = try await agency.inspect {
                    try $0.all("SELECT wrapped_key FROM document WHERE removed_at IS NULL ORDER BY id") { try $0.bytes(0) }
                }
                documents += keys.count
                distinct += Set(keys).count
            }
            try seen.expectSome("documents of all agencies", documents)
            try seen.expect("keys of their own among them", distinct, is: documents)
        },
    ]

    /// How many files among data and pages hold the root key, as it stands in its own file; none where the system keeps it.
    private static func rootKeys(_ settings: WorkspaceSettings) async throws -> Int {
        let path = settings.keys + "/root.key"
        guard FileManager.default.fileExists(atPath: path) else { return 0 }
        return try await Blocking.run {
            let key = Data(try Data(contentsOf: URL(filePath: path)).filter { $0 > 32 })
            try expect(key.count == 64, "the root key is not written as it should be")
            return [settings.data, settings.pages].flatMap { Lab.files(below: $0) }.count { path in
                // Whoever copies a key makes a small file.
                let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
                guard size <= 65_536, let bytes = try? Data(contentsOf: URL(filePath: path)) else { return false }
                return bytes.range(of: key) != nil
            }
        }
    }
}
