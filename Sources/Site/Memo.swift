import Synchronization

/// What was made before, up to a bound: the pages of a site write the same days, rates and sizes over and over.
final class Memo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let known = Mutex<[Key: Value]>([:])
    /// So many are kept; then it begins anew.
    private static var most: Int { 4096 }

    func value(_ key: Key, _ make: () -> Value) -> Value {
        if let value = known.withLock({ $0[key] }) { return value }
        let value = make()
        known.withLock { known in
            if known.count >= Memo.most { known.removeAll() }
            known[key] = value
        }
        return value
    }
}
