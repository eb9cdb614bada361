import Records
import Synchronization

/// Whether the files of an agency are what their rows say, and on the disk.
///
/// Says in the records, durably and before the first file is touched, that they may differ; a clean stop takes it back. An
/// agency at which somebody only looked is left as it was, without a write.
final class DirtyFlag: Sendable {
    private struct State {
        var isRaised = false
        var mustFlush = false
        /// The files of each piece of work whose rows are not on the disk yet.
        var unfinished: [Int: [String]] = [:]
        var next = 0
    }

    private let records: any RecordsEngine
    private let state = Mutex(State())

    init(_ records: any RecordsEngine) {
        self.records = records
    }

    /// Whether the records say so by now.
    var isRaised: Bool { state.withLock(\.isRaised) }

    /// Comes before the first file that is written or removed.
    func raise() async throws {
        if !isRaised { try await raise { _ in } }
    }

    /// The same, with what else must be in the records before files are touched.
    func raise(with work: @escaping @Sendable (any Connection) throws -> Void) async throws {
        try await records.write { [self] connection in
            try raise(in: connection)
            try work(connection)
        }
        settle()
    }

    /// Part of a transaction after which files may be touched, once `settle` is called.
    func raise(in connection: any Connection) throws {
        if !isRaised { try connection.setClean(false) }
    }

    /// That transaction is durable.
    func settle() {
        state.withLock { $0.isRaised = true }
    }

    /// The records have said so since a stop that was not clean: nobody knows what is on the disk.
    func settleAfterCrash() {
        state.withLock { ($0.isRaised, $0.mustFlush) = (true, true) }
    }

    /// Page files are about to be written or removed. Without an `end`, because something threw, they may differ from their
    /// rows.
    /// - Returns: what `end` is to be called with.
    func begin(_ paths: [String]) -> Int {
        state.withLock { state in
            if !paths.isEmpty { state.mustFlush = true }
            state.next += 1
            state.unfinished[state.next] = paths
            return state.next
        }
    }

    /// The rows of those files are on the disk.
    func end(_ work: Int) {
        state.withLock { $0.unfinished[work] = nil }
    }

    /// Files that may differ from their rows; to be asked while nothing is under way.
    var doubted: [String] { state.withLock { Array(Set($0.unfinished.values.joined())).sorted() } }

    /// All of them were compared with their rows.
    func trust() {
        state.withLock { $0.unfinished = [:] }
    }

    /// Whether files must reach the disk before anybody may say that all is well.
    var mustFlush: Bool { state.withLock(\.mustFlush) }
}
