public import Foundation

/// A time of day to the minute, written `HH:MM`.
public struct TimeOfDay: Hashable, Sendable, CustomStringConvertible {
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59.
    public let minute: Int

    /// Nil when the text is not `HH:MM` (seconds may follow, as some browsers send them, and are dropped) or no time.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy(\.isASCIIDigit) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        (self.hour, self.minute) = (hour, minute)
    }

    /// The time that clocks of a zone show at an instant.
    public init(_ instant: Instant, in zone: TimeZone) {
        let seconds = instant.milliseconds / 1000
        let offset = Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
        let minutes = Int(((seconds + offset) % 86_400 + 86_400) % 86_400) / 60
        (hour, minute) = (minutes / 60, minutes % 60)
    }

    /// `HH:MM`.
    public var description: String {
        (hour < 10 ? "0" : "") + String(hour) + ":" + (minute < 10 ? "0" : "") + String(minute)
    }

    fileprivate var seconds: Int64 { Int64(hour * 3600 + minute * 60) }
}

extension Day {
    /// The instant at that time of the day in a time zone. Of a time that clocks show twice the first; of one that they
    /// skip, as far behind the jump as it would have been.
    public func instant(_ time: TimeOfDay, in zone: TimeZone) -> Instant {
        let local = Int64(count) * 86_400 + time.seconds
        func offset(_ utc: Int64) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(utc))))
        }
        // The offsets of a day before and a day after: only one of them is right, or both are.
        let before = local - offset(local - 86_400)
        if before + offset(before) == local { return Instant(milliseconds: before * 1000) }
        let after = local - offset(local + 86_400)
        return Instant(milliseconds: (after + offset(after) == local ? after : before) * 1000)
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
