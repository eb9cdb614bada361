import Foundation
import Model

extension MailChoice {
    /// How long what comes in one go is gathered before "at once", seconds: ten documents are one mail.
    static let gathering: Int64 = 60
    /// The hour of the day, in the agency's time zone, at which daily and weekly digests go out.
    static let hour = 8

    /// When something that happens now goes out; nil: never.
    func due(after now: Instant, in zone: TimeZone) -> Instant? {
        switch self {
        case .now: now.adding(seconds: MailChoice.gathering)
        case .hourly: Instant(milliseconds: (now.milliseconds / 3_600_000 + 1) * 3_600_000)
        case .daily: MailChoice.next(hour: MailChoice.hour, after: now, in: zone)
        // Gregorian weekdays count from Sunday: 2 is Monday.
        case .weekly: MailChoice.next(DateComponents(hour: MailChoice.hour, minute: 0, weekday: 2), after: now, in: zone)
        case .never: nil
        }
    }

    /// When the clocks of a time zone next show a full hour.
    static func next(hour: Int, after now: Instant, in zone: TimeZone) -> Instant {
        next(DateComponents(hour: hour, minute: 0), after: now, in: zone)
    }

    private static func next(_ parts: DateComponents, after now: Instant, in zone: TimeZone) -> Instant {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let date = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
        guard let next = calendar.nextDate(after: date, matching: parts, matchingPolicy: .nextTime) else {
            return now.adding(seconds: 86_400)
        }
        return Instant(milliseconds: Int64(next.timeIntervalSince1970 * 1000))
    }
}
