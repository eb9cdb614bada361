import Records
import Synchronization

/// Says in the records that files may differ from what their rows say: durably before the first file is touched, until a
/// clean stop takes it back. An agency at which somebody only looked is left as it was, without a write.
final class DirtyFlag: Sendable {
    private let records: any RecordsEngine
    private let isDurable = Mutex(false)

    init(_ records: any RecordsEngine) {
        self.records = records
    }

    /// Whether the records say so by now.
    var isRaised: Bool { isDurable.withLock { $0 } }

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

    /// That transaction is durable, or the records have said so since before they were opened.
    func settle() {
        isDurable.withLock { $0 = true }
    }
}
