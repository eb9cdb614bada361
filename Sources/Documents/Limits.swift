/// What the document store takes before it says no. All of it are settings.
public struct Limits: Sendable, Hashable {
    /// The largest file, bytes.
    public var file: Int64
    /// The part of the disk that stays free, 0 to 1.
    public var reserveShare: Double
    /// Bytes of the disk that stay free.
    public var reserveBytes: Int64

    /// - Parameters: as the properties.
    public init(file: Int64 = 2 << 30, reserveShare: Double = 0.05, reserveBytes: Int64 = 200_000_000) {
        (self.file, self.reserveShare, self.reserveBytes) = (file, reserveShare, reserveBytes)
    }

    /// Bytes that stay free on a disk of that size: the smaller of share and bytes.
    ///
    /// The reserve is there so that records, their log and the pages can still be written when documents cannot. What these need
    /// does not grow with the disk: 5 % of a 4 TB disk would keep 200 GB from the clients for nothing. On a small
    /// disk 200 MB may be most of it, so there the share decides.
    func reserve(ofDisk total: Int64) -> Int64 {
        let share = max(0, min(1, reserveShare)) * Double(max(0, total))
        return min(max(0, reserveBytes), Int64(exactly: share.rounded()) ?? .max)
    }

    /// A number of bytes in the largest unit that divides it: `2 GiB`, `1500 B`.
    public static func text(_ bytes: Int64) -> String {
        for (unit, size) in [("GiB", Int64(1) << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)] where bytes >= size {
            if bytes.isMultiple(of: size) { return "\(bytes / size) \(unit)" }
        }
        return "\(bytes) B"
    }
}
