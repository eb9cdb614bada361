import Model

@testable import Documents

extension Room {
    static func store(
        _ path: String, _ agency: ID<Agency>, _ keys: MemoryKeys, _ limits: Limits, _ world: World,
        _ fsync: (@Sendable (Int32) -> Int32)?
    ) throws -> DocumentStore {
        guard let fsync else { return try DocumentStore(folder: path, agency: agency, keys: keys, limits: limits, world: world) }
        return try DocumentStore(folder: path, agency: agency, keys: keys, limits: limits, world: world, fsync: fsync)
    }
}
