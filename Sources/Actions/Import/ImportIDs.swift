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
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
        let hex = Hex.text(bytes)
        return ID(prefix + "-" + hex.prefix(4) + "-" + hex.dropFirst(4))
    }
}
