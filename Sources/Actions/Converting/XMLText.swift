/// The text of XML whose marks were taken away: what stands for a sign becomes that sign (XML 1.0, 4.1 and 4.6). One pass, and
/// what it gives is never longer than what it was given.
enum XMLText {
    private static let names: [String: UInt8] = [
        "amp": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"), "gt": UInt8(ascii: ">"), "quot": UInt8(ascii: "\""),
        "apos": UInt8(ascii: "'"),
    ]
    /// No name of one is longer: `#x10FFFF`.
    private static let longest = 8

    static func decoded(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "&"),
                let end = bytes[(index + 1)...].prefix(longest + 1).firstIndex(of: UInt8(ascii: ";")),
                let sign = sign(String(decoding: bytes[(index + 1)..<end], as: UTF8.self))
            {
                out += sign
                index = end + 1
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return out
    }

    private static func sign(_ name: String) -> [UInt8]? {
        if let byte = names[name] { return [byte] }
        guard name.hasPrefix("#") else { return nil }
        let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
        return number.flatMap(Unicode.Scalar.init).map { Array(String($0).utf8) }
    }
}
