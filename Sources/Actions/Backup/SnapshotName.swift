public import Model

/// The name of a snapshot: the instant at which it was begun (UTC), then eight random digits, such as
/// `20261128T054321.123Z-1a2b3c4d`. By it alone one knows when its time is over; its seal is bound to the name.
public struct SnapshotName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name as the repository has it.
    public let description: String
    /// When it was begun.
    public let made: Instant

    /// - Parameter random: four bytes that tell snapshots of the same millisecond apart.
    init(_ made: Instant, random: [UInt8]) {
        let time = made.rfc3339.filter { $0 != "-" && $0 != ":" && $0 != "Z" }
        let rest = ((made.milliseconds % 1000) + 1000) % 1000
        let digits = String(1000 + rest).dropFirst()
        self.made = made
        description = "\(time).\(digits)Z-\(Hex.text(random.prefix(4)))"
    }

    /// Nil when it is no such name.
    public init?(_ text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 29, let random = Hex.bytes(String(text.suffix(8))), let hour = SnapshotName.number(digits[9..<11]),
            let minute = SnapshotName.number(digits[11..<13]), let second = SnapshotName.number(digits[13..<15]),
            let rest = SnapshotName.number(digits[16..<19]), let year = SnapshotName.number(digits[0..<4]),
            let month = SnapshotName.number(digits[4..<6]), let number = SnapshotName.number(digits[6..<8]),
            let day = Day(year: year, month: month, day: number)
        else { return nil }
        let seconds = Int64(day.count) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        self.init(Instant(milliseconds: seconds * 1000 + Int64(rest)), random: random)
        // Whatever is written in another way is none of ours.
        guard description == text else { return nil }
    }

    /// The older one is less; of the same instant, the one whose random part is less.
    public static func < (left: SnapshotName, right: SnapshotName) -> Bool {
        (left.made, left.description) < (right.made, right.description)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            ? digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } : nil
    }
}
