import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Threads

@Suite struct LaneTests {
    @Test func `so many run at a time, and each once`() async throws {
        let lane = Lane("test", width: 3)
        let crowd = Crowd()
        let done = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try await lane.run {
                        crowd.enter()
                        Thread.sleep(forTimeInterval: 0.002)
                        crowd.leave()
                        return number
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(done.sorted() == Array(0..<50))
        #expect(crowd.most == 3)
    }

    @Test func `a lane of one keeps the order of asking`() async throws {
        let lane = Lane("test", width: 1)
        let order = Order()
        for number in 0..<100 { lane.add { order.numbers.withLock { $0.append(number) } } }
        let seen = try await lane.run { order.numbers.withLock { $0 } }
        #expect(seen == Array(0..<100))
    }

    @Test func `whoever waits in one lane keeps nobody waiting in another`() async throws {
        let (busy, free) = (Lane("busy", width: 64), Lane("free", width: 1))
        let (crowd, end) = (Crowd(), DispatchSemaphore(value: 0))
        for _ in 0..<64 {
            busy.add {
                crowd.enter()
                end.wait()
            }
        }
        // Where queues share threads, there is one more each second once those of all cores wait.
        let deadline = ContinuousClock.now + .seconds(30)
        while crowd.most < 64, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(10)) }
        #expect(crowd.most == 64)
        try await free.run {}
        for _ in 0..<64 { end.signal() }
    }

    @Test func `what the work throws is thrown, and the lane goes on`() async throws {
        struct Stop: Error {}
        let lane = Lane("test", width: 1)
        await #expect(throws: Stop.self) { try await lane.run { throw Stop() } }
        #expect(try await lane.run { 7 } == 7)
    }
}

/// How many are in it, and were at most.
private final class Crowd: Sendable {
    private let count = Mutex((now: 0, most: 0))

    var most: Int { count.withLock(\.most) }

    func enter() { count.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }

    func leave() { count.withLock { $0.now -= 1 } }
}

private final class Order: Sendable {
    let numbers = Mutex<[Int]>([])
}
