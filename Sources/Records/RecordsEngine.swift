/// An engine whose records can be copied and examined as a whole while they are in use.
public protocol RecordsEngine: Engine {
    /// Writes one consistent copy to a path that does not exist yet, while reads and writes go on; durable when it returns.
    func backup(to path: String) async throws
    /// What is wrong with the records' own structure and references, in the engine's words; empty when all is well.
    func check() async throws -> [String]
}
