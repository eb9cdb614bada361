import Foundation
import Model
import Testing

struct TimeOfDayTests {
    @Test func `a time of day is HH:MM, with or without seconds`() {
        #expect(TimeOfDay("14:30")?.description == "14:30" && TimeOfDay("09:05:59")?.description == "09:05")
        for bad in ["", "9:05", "24:00", "12:60", "12", "12:3x", "12:30:", "１２:30", "-1:00", "12:30:00:00"] {
            #expect(TimeOfDay(bad) == nil, "\(bad)")
        }
    }

    @Test(arguments: [
        ("2026-01-15", "14:30", 12 * 60 + 30), ("2026-07-15", "14:30", 11 * 60 + 30), ("2026-07-15", "00:30", -150),
        // Clocks go on from 3 to 4 at 01:00 UTC, and back from 4 to 3.
        ("2026-03-29", "02:59", 59), ("2026-03-29", "03:30", 90), ("2026-03-29", "04:00", 60),
        ("2026-10-25", "02:59", -1), ("2026-10-25", "03:30", 30), ("2026-10-25", "04:00", 120),
    ])
    func `a time of a day is one instant of its zone`(_ day: String, _ time: String, _ minutes: Int) throws {
        let zone = try #require(TimeZone(identifier: "Europe/Vilnius"))
        let (day, time) = (try #require(Day(day)), try #require(TimeOfDay(time)))
        #expect(day.instant(time, in: zone).milliseconds == (Int64(day.count) * 86_400 + Int64(minutes) * 60) * 1000)
        // And back, but for a time that clocks skip: they show an hour more.
        let isSkipped = day.text == "2026-03-29" && time.hour == 3
        #expect(TimeOfDay(day.instant(time, in: zone), in: zone).description == (isSkipped ? "04:30" : time.description))
    }
}
