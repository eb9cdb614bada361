import Model

/// Date and time of RFC 3339, section 5.6, with an offset, to the millisecond.
enum RFC3339 {
    /// The instant, or nil when the text is not exactly a date, `T` (or a space), a time with up to nine decimals of a
    /// second, and an offset.
    static func instant(_ text: String) -> Instant? {
        // Read by bytes: every row of a large import may have one, and a pattern takes a hundred times as long.
        var text = text
        return text.withUTF8 { bytes in
            var reader = Reader(rest: bytes[...])
            return reader.instant()
        }
    }

    private struct Reader {
        var rest: Slice<UnsafeBufferPointer<UInt8>>

        mutating func instant() -> Instant? {
            guard let year = number(4), take("-"), let month = number(2), take("-"), let dayOfMonth = number(2),
                let day = Day(year: year, month: month, day: dayOfMonth), take("T") || take("t") || take(" "),
                let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60, take(":"),
                let second = number(2), second < 60, let milliseconds = fraction(), let offset = offset(), rest.isEmpty
            else { return nil }
            let seconds = day.count * 86_400 + hour * 3600 + minute * 60 + second - offset
            return Instant(milliseconds: Int64(seconds) * 1000 + Int64(milliseconds))
        }

        /// That many digits.
        private mutating func number(_ digits: Int) -> Int? {
            guard rest.count >= digits else { return nil }
            var value = 0
            for _ in 0..<digits {
                guard let digit = digit() else { return nil }
                value = value * 10 + digit
            }
            return value
        }

        private mutating func digit() -> Int? {
            guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            rest.removeFirst()
            return Int(byte - UInt8(ascii: "0"))
        }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest.removeFirst()
            return true
        }

        /// One to nine decimals after a point, as milliseconds, cut; 0 when there is none.
        private mutating func fraction() -> Int? {
            guard take(".") else { return 0 }
            var (milliseconds, count) = (0, 0)
            while let digit = digit() {
                count += 1
                if count <= 3 { milliseconds = milliseconds * 10 + digit }
            }
            guard (1...9).contains(count) else { return nil }
            for _ in count..<max(count, 3) { milliseconds *= 10 }
            return milliseconds
        }

        /// Seconds east of UTC.
        private mutating func offset() -> Int? {
            if take("Z") || take("z") { return 0 }
            let sign = take("+") ? 1 : take("-") ? -1 : 0
            guard sign != 0, let hours = number(2), hours < 24, take(":"), let minutes = number(2), minutes < 60 else {
                return nil
            }
            return sign * (hours * 60 + minutes) * 60
        }
    }
}
