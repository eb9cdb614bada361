import GRDB
import Model
import Records
import Synchronization
import Threads

/// The writes of one file, one after the other. Those that wait while the disk takes a commit share the next one: each in a
/// savepoint of its own, so that what one throws undoes that one alone.
final class WriteQueue: Sendable {
    /// One write. Of what `work` gives and `fail` one is called, once.
    private struct Job: Sendable {
        let isAlone: Bool
        /// Does the work; what it gives is to be called when the work is durable.
        let work: @Sendable (Database) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    /// More would make the first wait long for the last.
    private static let together = 32

    private let pool: DatabasePool
    private let lane = Lane("writer", width: 1)
    private let jobs = Mutex<[Job]>([])

    init(_ pool: DatabasePool) {
        self.pool = pool
    }

    /// - Parameter isAlone: whether it shares its commit with nobody.
    func write<T: Sendable>(
        alone isAlone: Bool, _ work: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { (waiting: CheckedContinuation<T, any Error>) in
            let job = Job(isAlone: isAlone) { database in
                let value = try SQLiteConnection.lend(database, work)
                return { waiting.resume(returning: value) }
            } fail: {
                waiting.resume(throwing: $0)
            }
            jobs.withLock { $0.append(job) }
            // As many turns as jobs: one finds nothing to do when its job was taken along by another.
            lane.add { [self] in commit(next()) }
        }
    }

    /// Does something with the writer outside of any transaction, after the writes that were asked for before.
    func withoutTransaction<T: Sendable>(_ work: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await lane.run { [pool] in try pool.writeWithoutTransaction(work) }
    }

    /// The same while nobody reads: a reader's view of before would keep the log as it is.
    func withoutReaders<T: Sendable>(_ work: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await lane.run { [pool] in try pool.barrierWriteWithoutTransaction(work) }
    }

    /// Closes the file after the writes that were asked for before.
    func close() async throws {
        try await lane.run { [pool] in
            // Readers that are closed after the writer would keep it from bringing the log into the file.
            pool.releaseMemory()
            try pool.close()
            try SQLiteFile.keepLog(of: pool.path)
        }
    }

    /// The jobs of the next commit.
    private func next() -> [Job] {
        jobs.withLock { jobs in
            guard let first = jobs.first else { return [] }
            let count = first.isAlone ? 1 : jobs.prefix(WriteQueue.together).prefix { !$0.isAlone }.count
            defer { jobs.removeFirst(count) }
            return Array(jobs.prefix(count))
        }
    }

    private func commit(_ jobs: [Job]) {
        guard jobs.count > 1 else { return jobs.forEach(commit) }
        var outcomes: [@Sendable () -> Void] = []
        do {
            try pool.write { database in
                for job in jobs { outcomes.append(try WriteQueue.perform(job, database)) }
            }
        } catch {
            // A full disk, say: SQLite has undone all of them. Each is done again in its own transaction.
            return jobs.forEach(commit)
        }
        for outcome in outcomes { outcome() }
    }

    private func commit(_ job: Job) {
        do {
            let done = try pool.write(job.work)
            done()
        } catch {
            job.fail(error)
        }
    }

    /// One of several jobs. Gives what to do when all of them are durable.
    /// - Throws: when not only this job is undone.
    private static func perform(_ job: Job, _ database: Database) throws -> @Sendable () -> Void {
        var done: (@Sendable () -> Void)?
        do {
            try database.inSavepoint {
                done = try job.work(database)
                return .commit
            }
        } catch {
            guard database.isInsideTransaction else { throw error }
            return { job.fail(error) }
        }
        return done ?? { job.fail(Refusal(.failed, "refusal.records.failed")) }
    }
}
