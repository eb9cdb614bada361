import Logging
import Model
import Synchronization

/// The work that nobody waits for: thumbnails and texts of new documents, and the index of the search. One thing at a time in
/// the whole workspace, with a rest after each as long as it took, so that pages always find a free core.
final class BackgroundWork: Sendable {
    private let isStuck = Mutex(false)

    /// Does one thing for each agency that is open.
    /// - Returns: whether there was anything.
    func round(_ pool: AgencyPool) async -> Bool {
        var hasMore = false
        for room in pool.rooms {
            if Task.isCancelled { return false }
            // Held by a handle, so that it is not closed under the work.
            guard let agency = pool.leaseIfOpen(room.slug), room.isIdle else { continue }
            hasMore = await step(agency.room) || hasMore
        }
        return hasMore
    }

    private func step(_ room: AgencyRoom) async -> Bool {
        let start = ContinuousClock.now
        var isBusy = false
        do {
            // Rows are quick: whoever has just entered something finds it, however many pictures wait.
            while ContinuousClock.now - start < .milliseconds(500), try await IndexWork(room: room).step() { isBusy = true }
            isBusy = try await PreviewWork(room: room).step() || isBusy
            isStuck.withLock { $0 = false }
        } catch let refusal as Refusal where refusal.kind == .unavailable {
            stuck(refusal, room.log)
        } catch {
            room.log.error("work in the background failed", metadata: ["agency": "\(room.slug)", "error": "\(error)"])
        }
        if isBusy { try? await Task.sleep(for: min(ContinuousClock.now - start, .seconds(2))) }
        return isBusy
    }

    /// Said once, not for every document.
    private func stuck(_ refusal: Refusal, _ log: Logger) {
        let isNew = isStuck.withLock { isStuck in
            defer { isStuck = true }
            return !isStuck
        }
        if isNew {
            log.warning("no previews are made: see portico doctor", metadata: ["error": "\(refusal.word) \(refusal.arguments)"])
        }
    }
}

extension OpenAgency {
    /// Does all that waits for the background, now: for commands and tests.
    /// - Throws: `Refusal(.unavailable)` when documents wait and cannot be read here.
    public func workOff() async throws {
        while try await IndexWork(room: room).step() {}
        while try await PreviewWork(room: room).step() {}
        while try await IndexWork(room: room).step() {}
    }
}
