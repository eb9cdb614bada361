import Model
import Records

extension Importer {
    /// agency.csv: settings by key.
    mutating func importAgency() throws {
        var given: Set<String> = []
        let keys = ImportAgency.keys
        try each(.agency) { importer, row in
            let key = row.text("key")
            guard keys.contains(key) else { throw row.problem("key", "key", ["known": keys.joined(separator: ", ")]) }
            guard given.insert(key).inserted else { throw row.problem("key", "twice") }
            let value: String
            do {
                value = try AgencySettings.value(key, row.text("value"), languages: importer.languages)
            } catch let refusal as Refusal {
                // The word begins with the key.
                throw ImportProblem(
                    file: row.file, line: row.line, column: "", word: refusal.word, arguments: refusal.arguments)
            }
            let old = try importer.db.setting(key)
            if old == value || (old == nil && value.isEmpty) { return importer.count(.unchanged) }
            try importer.db.setSetting(key, value)
            try importer.mark(.everything)
            importer.count(old == nil ? .added : .changed)
        }
        agency = try db.agency()
        zone = agency.zone
    }
}

/// The settings that a folder may bring. A host of its own, what agents see and who needs a second factor are decided by hand.
enum ImportAgency {
    static let keys = AgencySettings.keys.filter {
        !["host", "agents_see_all", "second_factor", "analytics", "upload_kinds", "upload_largest"].contains($0)
    }
}
