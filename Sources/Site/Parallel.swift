import Dispatch
import Synchronization

/// Work on many things at once, for what everybody waits for.
enum Parallel {
    /// What `work` gives for each of the items, in their order; on all cores.
    /// - Throws: what `work` throws for the first of them in their order.
    static func map<Item: Sendable, Value: Sendable>(
        _ items: [Item], _ work: @Sendable (Item) throws -> Value
    ) throws -> [Value] {
        let results = Mutex<[Result<Value, any Error>?]>(Array(repeating: nil, count: items.count))
        DispatchQueue.concurrentPerform(iterations: items.count) { index in
            let result = Result { try work(items[index]) }
            results.withLock { $0[index] = result }
        }
        return try results.withLock { $0 }.compactMap { try $0?.get() }
    }
}
