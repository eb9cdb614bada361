import Foundation
import Model

/// What an export holds: the last file of its archive, so that an archive with a manifest is a whole one.
public struct ExportManifest: Codable, Sendable, Equatable {
    static let name = "manifest.json"
    /// What this program writes; what has a higher number it cannot read.
    static let newestFormat = 1

    /// One file of the archive; the manifest itself is not among them.
    public struct File: Codable, Sendable, Equatable {
        /// Its name in the archive.
        public let path: String
        /// Bytes.
        public let size: Int64
        /// Hexadecimal.
        public let sha256: String
        /// Of a table.
        public var rows: Int64?
        /// The id of the document whose bytes these are.
        public var document: String?
    }

    /// The end of the audit log, which proves a later log.
    public struct Head: Codable, Sendable, Equatable {
        /// The number of the last entry.
        public let seq: Int64
        /// Hexadecimal.
        public let hash: String
    }

    /// The form of the archive.
    public var format = ExportManifest.newestFormat
    /// `agency`, `client` or `person`.
    public let scope: String
    /// The id of the client or the person; nil for a whole agency.
    public let subject: String?
    /// The agency's id.
    public let agency: String
    /// Its name in addresses.
    public let slug: String
    /// When its data was read, milliseconds since 1970.
    public let made: Int64
    /// The last step of the schema that the data was written with.
    public let schema: String
    /// The end of the agency's audit log; nil where the export does not have the log.
    public var audit: Head?
    /// Every other file of the archive.
    public var files: [File] = []
    /// Documents of which there are no bytes here: removed while the export was written, or a photo whose copy without its
    /// place is not ready.
    public var without: [String] = []

    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return Array(try encoder.encode(self))
    }

    /// Reads the manifest of an archive.
    /// - Throws: `Refusal(.invalid)` when there is none or it cannot be read, `.newer` when a newer program wrote it.
    static func read(from archive: ZipReader) throws -> ExportManifest {
        guard archive.entries[name] != nil else { throw Refusal(.invalid, "refusal.export.no-manifest") }
        let data = Data(try archive.bytes(name, limit: 1 << 30))
        struct Beginning: Decodable { let format: Int }
        do {
            guard try JSONDecoder().decode(Beginning.self, from: data).format <= newestFormat else {
                throw Refusal(.newer, "refusal.export.newer")
            }
            return try JSONDecoder().decode(ExportManifest.self, from: data)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw Refusal(.invalid, "refusal.export.manifest", cause: error)
        }
    }
}

/// What was written, read or taken in.
public struct ExportReport: Sendable, Hashable {
    /// How many tables.
    public var tables = 0
    /// How many rows of them.
    public var rows: Int64 = 0
    /// How many documents.
    public var documents = 0
    /// How many invoices.
    public var invoices = 0
    /// Bytes of all files, before they were compressed.
    public var bytes: Int64 = 0

    /// Nothing yet.
    public init() {}
}
