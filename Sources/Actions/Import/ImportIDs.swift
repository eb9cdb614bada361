import Model

/// The identities of one import: UUIDv7 with a counter (RFC 9562, section 6.2, method 1). They lie in one range of their
/// own, so that a query can tell what this import added from what was there before.
struct ImportIDs {
    /// Time, version and the random bits that all of them share: 18 characters.
    private let prefix: String
    private var count: UInt64 = 0

    init(_ world: World) {
        prefix = String(world.uuid().prefix(18))
    }

    /// The lowest and the highest identity of this import.
    var range: (low: String, high: String) {
        (prefix + "-8000-000000000000", prefix + "-bfff-ffffffffffff")
    }

    mutating func next<Owner>(_: Owner.Type = Owner.self) -> ID<Owner> {
        count += 1
        let bits = count | 1 << 63
        return ID(
            String(unsafeUninitializedCapacity: 36) { out in
                for (place, byte) in prefix.utf8.enumerated() { out[place] = byte }
                var place = 18
                for digit in 0..<16 {
                    if digit == 0 || digit == 4 {
                        out[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    let value = UInt8(truncatingIfNeeded: bits >> UInt64(60 - 4 * digit)) & 15
                    out[place] = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
                    place += 1
                }
                return 36
            })
    }
}
