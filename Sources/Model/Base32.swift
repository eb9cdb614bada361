/// Base32 without padding (RFC 4648, section 6): what people read from one screen and type into another.
public enum Base32 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// The bytes as capital letters and the digits 2 to 7.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        var (text, buffer, bits): ([UInt8], Int, Int) = ([], 0, 0)
        for byte in bytes {
            (buffer, bits) = (buffer << 8 | Int(byte), bits + 8)
            while bits >= 5 {
                bits -= 5
                text.append(letters[buffer >> bits & 31])
            }
            buffer &= (1 << bits) - 1
        }
        if bits > 0 { text.append(letters[buffer << (5 - bits) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads capital or small letters; nil when the text is not the one spelling of any bytes.
    public static func bytes(_ text: String) -> [UInt8]? {
        var (bytes, buffer, bits): ([UInt8], Int, Int) = ([], 0, 0)
        for letter in text.utf8 {
            let capital = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) ? letter - 32 : letter
            guard let value = letters.firstIndex(of: capital) else { return nil }
            (buffer, bits) = (buffer << 5 | value, bits + 5)
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(buffer >> bits))
            }
            buffer &= (1 << bits) - 1
        }
        return bits < 5 && buffer == 0 ? bytes : nil
    }
}
