/// The structured reference by which a payment names its invoice (ISO 11649): `RF`, two check digits, and up to 21 letters
/// and digits, which are those of the invoice's number.
public struct CreditorReference: Hashable, Sendable, CustomStringConvertible {
    /// Without spaces: `RF18539007547034`.
    public let text: String

    /// The reference of an invoice by its number: `INV-2026-0001` gives `RF…INV20260001`. Nil when the number holds more
    /// than letters A to Z, digits and what divides them, or too many: then the number itself is the reference.
    public init?(number: String) {
        var body: [UInt8] = []
        for byte in number.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): body.append(byte)
            case UInt8(ascii: "a")...UInt8(ascii: "z"): body.append(byte - 32)
            case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: " "), UInt8(ascii: "_"): continue
            default: return nil
            }
        }
        guard (1...21).contains(body.count), let rest = Mod97.rest(body + Array("RF00".utf8)) else { return nil }
        let check = 98 - rest
        text = "RF" + (check < 10 ? "0" : "") + String(check) + String(decoding: body, as: UTF8.self)
    }

    /// Reads a reference as people write it, in groups or not; nil when its check digits are wrong.
    public init?(_ written: String) {
        let text = written.filter { !$0.isWhitespace }.uppercased()
        let bytes = Array(text.utf8)
        guard (5...25).contains(bytes.count), bytes.starts(with: Array("RF".utf8)),
            bytes[2...3].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            Mod97.rest(bytes[4...] + bytes[..<4]) == 1
        else { return nil }
        self.text = text
    }

    /// In groups of four, as ISO 11649 prints it.
    public var description: String { text.inFours }
}

extension String {
    /// In groups of four without other spaces: `LT12 1000 0111 0100 1000`, as ISO 13616 prints an account.
    public var inFours: String {
        var out = ""
        for (index, letter) in filter({ !$0.isWhitespace }).enumerated() {
            if index > 0, index.isMultiple(of: 4) { out += " " }
            out.append(letter)
        }
        return out
    }
}
