import Foundation
import Model
import Testing

@Suite struct DayTests {
    @Test func `every day of 400 years is the day after the one before, and reads back`() throws {
        var day = try #require(Day("1900-01-01"))
        for _ in 0..<146_097 {
            let next = day.adding(days: 1)
            #expect(day < next)
            #expect(next.count == day.count + 1)
            #expect(Day(next.text) == next)
            day = next
        }
        #expect(day.text == "2300-01-01")
    }

    @Test(arguments: [
        "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-1-01", "26-01-01", "2026-04-31", "2026/01/01", "0000-01-01",
        "2026-01-01 ", "", "２０２６-01-01",
    ])
    func `what is no calendar day is refused`(_ text: String) {
        #expect(Day(text) == nil)
    }

    @Test func `the day belongs to the time zone`() throws {
        let vilnius = try #require(TimeZone(identifier: "Europe/Vilnius"))
        let honolulu = try #require(TimeZone(identifier: "Pacific/Honolulu"))
        let instant = Instant(milliseconds: 1_767_221_999_000)  // 2025-12-31 22:59:59 UTC
        #expect(Day(instant, in: vilnius).text == "2026-01-01")
        #expect(Day(instant, in: honolulu).text == "2025-12-31")
    }

    @Test(arguments: ["Europe/Vilnius", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "America/Santiago", "UTC"])
    func `a day starts at its first instant, clock changes included`(_ name: String) throws {
        let zone = try #require(TimeZone(identifier: name))
        let first = try #require(Day("2025-01-01"))
        for offset in 0..<365 {
            let day = first.adding(days: offset)
            let start = day.start(in: zone)
            #expect(Day(start, in: zone) == day)
            #expect(Day(start.adding(seconds: -1), in: zone) == day.adding(days: -1))
        }
    }
}
