import Model

/// The name of a chunk: 32 bytes, shown as 64 hexadecimal digits. Kept as numbers, because a repository has many.
struct ChunkID: Hashable, Sendable, Codable, CustomStringConvertible {
    private let a, b, c, d: UInt64

    /// Nil unless there are 32 bytes.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        let bytes = Array(bytes)
        func number(_ place: Int) -> UInt64 { bytes[place..<(place + 8)].reduce(0) { $0 << 8 | UInt64($1) } }
        (a, b, c, d) = (number(0), number(8), number(16), number(24))
    }

    /// Nil unless the text is what `description` gives.
    init?(text: String) {
        guard let bytes = Hex.bytes(text), let id = ChunkID(bytes), id.description == text else { return nil }
        self = id
    }

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = ChunkID(text: text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no chunk: \(text)"))
        }
        self = id
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    var description: String {
        Hex.text([a, b, c, d].flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) } })
    }

    /// Where it lies in a repository: in one of 256 folders, so that none becomes long.
    var path: String {
        let name = description
        return "chunks/\(name.prefix(2))/\(name)"
    }
}
