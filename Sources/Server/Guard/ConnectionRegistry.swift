import Synchronization

/// How many connections, or requests through a proxy, each address has open.
final class ConnectionRegistry: Sendable {
    private let limit: Int
    private let counts = Mutex<[String: Int]>([:])

    /// - Parameter limit: how many one address may have.
    init(limit: Int) {
        self.limit = limit
    }

    /// Counts one more; false, and nothing counted, when the address has all it may have.
    func enter(_ address: String) -> Bool {
        counts.withLock { counts in
            guard counts[address, default: 0] < limit else { return false }
            counts[address, default: 0] += 1
            return true
        }
    }

    /// Counts one less.
    func leave(_ address: String) {
        counts.withLock { counts in
            guard let count = counts[address] else { return }
            counts[address] = count > 1 ? count - 1 : nil
        }
    }

    /// All that is open now.
    var total: Int { counts.withLock { $0.values.reduce(0, +) } }
}
