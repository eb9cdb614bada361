import Foundation

/// What the program cannot know by itself: the time, chance, identity. A parameter everywhere, so that tests hold it.
public struct World: Sendable {
    /// The instant now.
    public var now: @Sendable () -> Instant
    /// That many random bytes, from the system's generator.
    public var random: @Sendable (_ count: Int) -> [UInt8]
    /// A fresh UUIDv7 (RFC 9562, section 5.7).
    public var uuid: @Sendable () -> String

    /// - Parameters: as the properties.
    public init(
        now: @escaping @Sendable () -> Instant, random: @escaping @Sendable (Int) -> [UInt8],
        uuid: @escaping @Sendable () -> String
    ) {
        (self.now, self.random, self.uuid) = (now, random, uuid)
    }

    /// The real one.
    public static let real = World(
        now: { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
        random: World.systemRandom,
        uuid: { World.uuid7(at: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)), World.systemRandom(10)) })

    /// A fresh identity of any record.
    public func id<Owner>(_: Owner.Type = Owner.self) -> ID<Owner> {
        ID(uuid())
    }

    /// A secret of 256 bits as unpadded base64url text (ASVS 7.2.3): for cookies, invitations, links.
    public func token() -> String {
        Base64URL.text(random(32))
    }

    @Sendable private static func systemRandom(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// UUIDv7 of an instant and ten random bytes.
    public static func uuid7(at instant: Instant, _ random: [UInt8]) -> String {
        let time = UInt64(max(0, instant.milliseconds))
        var bytes = (0..<6).map { UInt8(truncatingIfNeeded: time >> (40 - 8 * UInt64($0))) } + random.prefix(10)
        bytes[6] = bytes[6] & 0x0F | 0x70
        bytes[8] = bytes[8] & 0x3F | 0x80
        let hex = Array(Hex.text(bytes))
        return [hex[0..<8], hex[8..<12], hex[12..<16], hex[16..<20], hex[20..<32]].map { String($0) }.joined(separator: "-")
    }
}
