import Foundation
import Model
import Records

/// What an erasure did: ids and counts alone, so that it may be kept as proof and shown to anybody.
public struct ErasureReceipt: Codable, Sendable, Hashable {
    /// What an erasure did to one table.
    public struct Table: Codable, Sendable, Hashable {
        /// The table.
        public let table: String
        /// Rows that were deleted.
        public var deleted: Int
        /// Rows of which something was emptied.
        public var emptied: Int
        /// Rows that stay as they are.
        public var kept: Int
        /// Rows that stay and name somebody who is gone.
        public var orphaned: Int
    }

    /// What stays, and why.
    public struct Kept: Codable, Sendable, Hashable {
        /// The table.
        public let table: String
        /// How many rows of it.
        public let rows: Int
        /// As the data map names it.
        public let basis: String
        /// The law or rule.
        public let rule: String
        /// The day after which it goes, `YYYY-MM-DD`.
        public let until: String
    }

    /// What went outside of the records.
    public struct Outside: Codable, Sendable, Hashable {
        /// Sealed documents.
        public var documents = 0
        /// Uploads under way.
        public var uploads = 0
        /// Letters as files.
        public var letters = 0
        /// Rendered pages.
        public var pages = 0
        /// Keys that were destroyed.
        public var keys = 0
        /// Copies of the ledger of erasures beside backups that have this one. Nil in receipts of programs that did not look.
        public var ledgers: Int?
        /// Copies that could not be reached: from there they would come back. Nil in receipts of programs that did not look.
        public var ledgersBehind: Int?
    }

    /// The form of the receipt.
    public var format = 1
    /// Its own id.
    public let erasure: String
    /// The agency's id.
    public let agency: String
    /// `client` or `person`, and the id.
    public let kind: String
    /// The id of whom it was about.
    public let subject: String
    /// The people who went with a client.
    public var persons: [String] = []
    /// Milliseconds since 1970.
    public let asked: Int64
    /// When the last of it was done, milliseconds since 1970; nil: something is still to be done.
    public var done: Int64?
    /// What was done to each table.
    public var tables: [Table] = []
    /// Texts of others in which they were named, by table.
    public var mentions: [String: Int] = [:]
    /// Whether names were looked for in texts of others: not those of one word, nor those that somebody else has.
    public var hasLookedForNames = false
    /// What stays.
    public var kept: [Kept] = []
    /// What went outside of the records.
    public var outside = Outside()
    /// Rows of theirs that a second look found where none should be. Nil until it is done; anything but 0 is a fault.
    public var left: Int?

    init(erasure: String, agency: String, subject: DataMap.Subject, asked: Int64) {
        (self.erasure, self.agency, self.asked) = (erasure, agency, asked)
        (kind, self.subject) = (subject.table, subject.id)
    }

    /// Adds what was done to rows.
    mutating func add(_ rows: [ErasedRows]) {
        for row in rows {
            let place = tables.firstIndex { $0.table == row.table } ?? tables.endIndex
            if place == tables.endIndex {
                tables.append(Table(table: row.table, deleted: 0, emptied: 0, kept: 0, orphaned: 0))
            }
            tables[place].deleted += row.deleted
            tables[place].emptied += row.emptied
            tables[place].kept += row.kept
            tables[place].orphaned += row.orphaned
        }
    }

    /// As it is kept.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    init(json: String) throws {
        self = try JSONDecoder().decode(ErasureReceipt.self, from: Data(json.utf8))
    }
}

/// What of an erasure is still to be done outside of the records; kept in them until it is done.
struct ErasurePlan: Codable, Sendable {
    /// Clients whose documents, pages and key go.
    var clients: [String] = []
    /// Uploads under way whose bytes go.
    var uploads: [String] = []
    /// Letters whose files go.
    var letters: [String] = []
    var tombstones: [Tombstone] = []
    /// Texts of documents that stay, but not their texts; nil: written by a program that did not look.
    var texts: [Text]?
    /// Rows of the search in which they are still named.
    var found: Int?

    struct Text: Codable, Sendable {
        let client: String
        let id: String
    }

    func json() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }

    init() {}

    init(json: String) throws { self = try JSONDecoder().decode(ErasurePlan.self, from: Data(json.utf8)) }
}
