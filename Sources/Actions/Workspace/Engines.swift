public import Crypto
public import Documents
public import Model
public import Records

/// How an agency's records and keys are opened. Given by `portico`, the only place that chooses engines.
public struct Engines: Sendable {
    /// Opens the records at a path, makes them when there are none, and brings them to the program's schema.
    /// Throws `Refusal(.newer)` when a newer program wrote them.
    public var records: @Sendable (_ path: String) async throws -> any RecordsEngine
    /// Opens the keys of an agency in the folder of keys; `isNew`: makes them, for an agency that is being added. Otherwise
    /// absent keys are an error: they must never come back empty. Throws `Refusal(.wrongKey)` when the root key does not fit.
    public var keys: @Sendable (_ folder: String, _ agency: Slug, _ id: ID<Agency>, _ isNew: Bool) async throws -> any AgencyKeys

    /// The key above all others, of 256 bits. Throws `Refusal(.configuration)` when it is not there or others may read it.
    public var root: @Sendable (_ folder: String) throws -> SymmetricKey

    /// - Parameters: as the properties.
    public init(
        records: @escaping @Sendable (_ path: String) async throws -> any RecordsEngine,
        keys:
            @escaping @Sendable (
                _ folder: String, _ agency: Slug, _ id: ID<Agency>, _ isNew: Bool
            ) async throws -> any AgencyKeys,
        root: @escaping @Sendable (_ folder: String) throws -> SymmetricKey
    ) {
        (self.records, self.keys, self.root) = (records, keys, root)
    }
}
