import Dispatch

/// Work that waits for the disk or keeps a core busy for long, off the threads that serve requests.
public enum Blocking {
    private static let queue = DispatchQueue(label: "portico.blocking", attributes: .concurrent)

    public static func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { waiting in
            queue.async { waiting.resume(with: Result { try work() }) }
        }
    }
}
