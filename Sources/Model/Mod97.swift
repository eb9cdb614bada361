/// ISO 7064 MOD 97-10, as IBAN (ISO 13616) and creditor references (ISO 11649) use it: letters count as 10 to 35.
public enum Mod97 {
    /// What is left of the number modulo 97; nil when a byte is no ASCII digit or capital letter.
    public static func rest(_ text: some Sequence<UInt8>) -> Int? {
        var rest = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): rest = (rest * 10 + Int(byte - UInt8(ascii: "0"))) % 97
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): rest = (rest * 100 + Int(byte - UInt8(ascii: "A")) + 10) % 97
            default: return nil
            }
        }
        return rest
    }
}
