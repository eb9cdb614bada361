extension Instant {
    /// `2026-03-01T10:00:00Z`: UTC to the second (RFC 3339), as `<time datetime>` wants it.
    public var rfc3339: String {
        let seconds = Int((Double(milliseconds) / 1000).rounded(.down))
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let rest = seconds - days * 86_400
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(Day(count: days).text)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }
}
