public import Model
import Records

/// A document with the names of where it belongs.
public struct DocumentEntry: Sendable {
    /// The document itself.
    public let document: Document
    /// Its client's name in addresses.
    public let client: Slug
    /// Its case's name in addresses.
    public let caseSlug: Slug
}

extension OpenAgency {
    /// All documents, or a client's, the newest first; internal ones too.
    /// - Throws: `Refusal(.notFound)` without such a client.
    public func documents(client: Slug? = nil) async throws -> [DocumentEntry] {
        try await records.read { connection in
            let clients = try client.map { [try connection.client(named: $0)] } ?? connection.clients()
            let slugs = Dictionary(uniqueKeysWithValues: clients.map { ($0.id, $0.slug) })
            let cases = Dictionary(uniqueKeysWithValues: try connection.cases().map { ($0.id, $0.slug) })
            let documents = try client == nil ? connection.documents() : clients.flatMap { try connection.documents(of: $0.id) }
            return documents.compactMap { document in
                guard let client = slugs[document.client], let record = cases[document.caseID] else { return nil }
                return DocumentEntry(document: document, client: client, caseSlug: record)
            }
        }
    }
}
