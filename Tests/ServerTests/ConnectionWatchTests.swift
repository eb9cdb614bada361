import Testing

@testable import Server

@Suite struct `A connection is watched` {
    private let second: Int64 = 1_000_000_000

    private func expect(_ isCut: Bool, is expected: Bool, _ place: SourceLocation = #_sourceLocation) {
        #expect(isCut == expected, sourceLocation: place)
    }

    @Test func `and cut when nothing comes for a minute`() {
        var watch = ConnectionWatch(limits: GuardLimits(), now: 0)
        expect(watch.look(now: 59 * second, waiting: 0), is: false)
        expect(watch.look(now: 61 * second, waiting: 0), is: true)
    }

    @Test func `and cut when a head takes more than ten seconds, however it drips`() {
        var watch = ConnectionWatch(limits: GuardLimits(), now: 0)
        for at in 0...10 {
            watch.bytesArrived(1, now: Int64(at) * second)
            expect(watch.look(now: Int64(at) * second, waiting: 0), is: false)
        }
        expect(watch.look(now: 11 * second, waiting: 0), is: true)
    }

    @Test func `and cut when a body brings less than 4 KiB a second over half a minute`() {
        func isCut(_ rate: Int, asking: Bool) -> Bool {
            var watch = ConnectionWatch(limits: GuardLimits(), now: 0)
            watch.bytesArrived(100, now: 0)
            watch.headArrived()
            watch.isAskingForBytes = asking
            return (1...100).contains { at in
                watch.bytesArrived(rate, now: Int64(at) * second)
                return watch.look(now: Int64(at) * second, waiting: 0)
            }
        }
        #expect(isCut(4095, asking: true))
        #expect(!isCut(4096, asking: true))
        // We do not ask while we are busy with what came: then it is not the peer who is slow.
        #expect(!isCut(0, asking: false))
    }

    @Test func `and cut when an answer is not taken`() {
        func isCut(_ taken: Int, pausing: Bool = false) -> Bool {
            var watch = ConnectionWatch(limits: GuardLimits(), now: 0)
            watch.headArrived()
            watch.bodyEnded()
            return (1...100).contains { at in
                watch.bytesWritten(taken)
                return watch.look(now: Int64(at) * second, waiting: pausing && at.isMultiple(of: 20) ? 0 : 1_000_000)
            }
        }
        #expect(isCut(4095))
        #expect(!isCut(4096))
        #expect(!isCut(0, pausing: true))
    }

    @Test func `but not while the server itself thinks`() {
        var watch = ConnectionWatch(limits: GuardLimits(), now: 0)
        watch.bytesArrived(100, now: 0)
        watch.headArrived()
        watch.bodyEnded()
        for at in 1...1000 { expect(watch.look(now: Int64(at) * second, waiting: 0), is: false) }
        watch.answerEnded(now: 1000 * second)
        expect(watch.look(now: 1059 * second, waiting: 0), is: false)
        expect(watch.look(now: 1061 * second, waiting: 0), is: true)
    }

    @Test func `and counted by address`() {
        let registry = ConnectionRegistry(limit: 2)
        #expect(registry.enter("a"))
        #expect(registry.enter("a"))
        #expect(!registry.enter("a"))
        #expect(registry.enter("b"))
        registry.leave("a")
        #expect(registry.enter("a") && registry.total == 3)
    }
}
