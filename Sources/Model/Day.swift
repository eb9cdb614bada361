public import Foundation

/// A calendar day of the proleptic Gregorian calendar, written `YYYY-MM-DD` (ISO 8601), without a time zone.
public struct Day: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The year, 1900 to 2199.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day, 1 to 31.
    public let day: Int

    /// Nil when there is no such day, or the year is not 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.length(of: month, year) else {
            return nil
        }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Nil when the text is not exactly `YYYY-MM-DD` or names no day.
    public init?(_ text: String) {
        var text = text
        let parts = text.withUTF8 { bytes -> (Int, Int, Int)? in
            guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
                let year = Day.number(bytes[0..<4]), let month = Day.number(bytes[5..<7]), let day = Day.number(bytes[8..<10])
            else { return nil }
            return (year, month, day)
        }
        guard let (year, month, day) = parts else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `YYYY-MM-DD`.
    public var description: String { text }

    /// `YYYY-MM-DD`.
    public var text: String {
        // Written often: every row of an import has one.
        String(unsafeUninitializedCapacity: 10) { out in
            var (rest, place) = ((year * 100 + month) * 100 + day, 9)
            while place >= 0 {
                if place == 4 || place == 7 {
                    out[place] = UInt8(ascii: "-")
                } else {
                    out[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                place -= 1
            }
            return 10
        }
    }

    /// By the order of days.
    public static func < (left: Day, right: Day) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// The day that many days later (earlier when negative); stays within the years 1 to 9999.
    public func adding(days: Int) -> Day {
        Day(count: count + days)
    }

    /// Days since 1970-01-01.
    public var count: Int {
        // Days from civil, H. Hinnant: years begin in March, so that the leap day is the last of its year.
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day that many days after 1970-01-01.
    public init(count: Int) {
        let z = count + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The day it is at an instant in a time zone.
    public init(_ instant: Instant, in zone: TimeZone) {
        let date = Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000)
        let local = Int64(zone.secondsFromGMT(for: date)) * 1000 + instant.milliseconds
        self.init(count: Int((Double(local) / 86_400_000).rounded(.down)))
    }

    /// The first instant of the day in a time zone (00:00, or the first minute after it where clocks skip midnight).
    public func start(in zone: TimeZone) -> Instant {
        let utc = Int64(count) * 86_400
        var offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(utc)))
        offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(utc - Int64(offset))))
        let guess = Instant(milliseconds: (utc - Int64(offset)) * 1000)
        return Day(guess, in: zone) < self ? guess.adding(seconds: 3600) : guess
    }

    private static func length(of month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
