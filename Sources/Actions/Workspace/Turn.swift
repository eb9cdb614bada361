/// Lets one task at a time through, in the order of asking.
final actor Turn {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        if !isTaken {
            isTaken = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func give() {
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }

    nonisolated func run<T: Sendable>(_ work: @Sendable () async throws -> T) async throws -> T {
        await take()
        do {
            let value = try await work()
            await give()
            return value
        } catch {
            await give()
            throw error
        }
    }
}
