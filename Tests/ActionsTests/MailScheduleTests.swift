import Model
import Testing

@testable import Actions

@Suite struct `The postman's schedule` {
    @Test func `ends a wait when it is woken, and the next one goes its whole time`() async throws {
        let schedule = MailSchedule()
        let clock = ContinuousClock()
        for _ in 1...3 {
            schedule.wake(try #require(Slug("acme")), at: Instant(milliseconds: 0))
            let woken = await clock.measure { await schedule.wait(most: .seconds(20)) }
            #expect(woken < .seconds(10))
            // The alarm of the wait that was cut short must not end this one.
            let whole = await clock.measure { await schedule.wait(most: .milliseconds(300)) }
            #expect(whole >= .milliseconds(290), "\(whole)")
        }
    }

    @Test func `ends a wait when its task is cancelled`() async {
        let schedule = MailSchedule()
        let task = Task { await schedule.wait(most: .seconds(60)) }
        task.cancel()
        await task.value
    }
}
