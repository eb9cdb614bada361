import Threads

/// Work that waits for the disk or keeps a core busy for long, off the threads that serve requests.
public enum Blocking {
    /// More than most machines have cores, because most of them wait for the disk.
    private static let lane = Lane("blocking", width: 16)

    /// Does the work elsewhere and gives what it gives.
    /// - Throws: what the work throws.
    public static func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await lane.run(work)
    }
}
