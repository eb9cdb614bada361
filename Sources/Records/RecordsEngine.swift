/// An engine whose records can be copied and examined as a whole while they are in use.
public protocol RecordsEngine: Engine {
    /// Writes one consistent copy to a path that does not exist yet, while reads and writes go on; durable when it returns.
    func backup(to path: String) async throws
    /// Writes the file anew without what was deleted, and empties the log behind it: no byte of a deleted row is on the disk in
    /// a file of the engine afterwards. Takes as long as writing all records does.
    func scrub() async throws
    /// What is wrong with the records' own structure and references, in the engine's words; empty when all is well.
    func check() async throws -> [String]
}
