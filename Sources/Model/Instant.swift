/// A point in time: milliseconds since 1970-01-01 00:00 UTC, leap seconds not counted.
public struct Instant: Hashable, Sendable, Comparable {
    /// Since 1970-01-01 00:00 UTC; negative before.
    public let milliseconds: Int64

    /// - Parameter milliseconds: since 1970-01-01 00:00 UTC.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// By the order in time.
    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// The instant that many seconds later (earlier when negative).
    public func adding(seconds: Int64) -> Instant {
        Instant(milliseconds: milliseconds + seconds * 1000)
    }
}
