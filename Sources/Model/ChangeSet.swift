/// What changed, in memory that is bounded: when it is too much, whole clients, then everything.
public struct ChangeSet: Sendable {
    /// How many changes are told apart.
    public static let limit = 2000
    /// Every change, each once.
    public private(set) var all: Set<Change> = []

    /// Nothing changed.
    public init() {}

    /// Adds one; a second time it changes nothing.
    public mutating func insert(_ change: Change) {
        if all.contains(.everything) || change.client.map({ all.contains(.client($0)) }) ?? false { return }
        all.insert(change)
        guard all.count > ChangeSet.limit else { return }
        let clients = Set(all.map { $0.client.map(Change.client) ?? .everything })
        // Whole clients only while they are few: otherwise this would be done again for every next one.
        all = clients.count > ChangeSet.limit / 2 ? [.everything] : clients
    }
}
