/// What a Range field asks of a file of known size (RFC 9110, 14.1.2 and 14.2).
enum ByteRange: Hashable, Sendable {
    /// No range, several, or a malformed field: the whole file, 200.
    case whole
    /// One range that the file has: 206.
    case part(Range<Int64>)
    /// One range that begins behind the end: 416.
    case unsatisfiable

    /// - Parameters:
    ///   - field: the value of `Range`, nil when there is none.
    ///   - size: bytes of the file.
    init(_ field: String?, size: Int64) {
        guard let field, field.utf8.count <= 128, let spec = ByteRange.spec(field) else {
            self = .whole
            return
        }
        switch spec {
        case .suffix(let count):
            // The last bytes; of an empty file, and none at all, cannot be had.
            self = count == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - count)..<size)
        case .from(let first, let last):
            self = first >= size ? .unsatisfiable : .part(first..<(min(last, size - 1) + 1))
        }
    }

    /// `Content-Range` of a 206.
    static func field(_ range: Range<Int64>, of size: Int64) -> String {
        "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
    }

    private enum Spec {
        case suffix(Int64)
        case from(Int64, last: Int64)
    }

    /// Nil when it is not exactly one well-formed range of bytes.
    private static func spec(_ field: String) -> Spec? {
        guard let equals = field.firstIndex(of: "="), field[..<equals].lowercased() == "bytes" else { return nil }
        let text = field[field.index(after: equals)...].trimmed
        guard let hyphen = text.firstIndex(of: "-") else { return nil }
        let (first, last) = (text[..<hyphen], text[text.index(after: hyphen)...])
        if first.isEmpty {
            return number(last).map(Spec.suffix)
        }
        guard let start = number(first) else { return nil }
        if last.isEmpty { return .from(start, last: .max) }
        guard let end = number(last), start <= end else { return nil }
        return .from(start, last: end)
    }

    /// Digits only; numbers that no file reaches stay at the largest (ASVS 1.4.2).
    private static func number(_ digits: Substring) -> Int64? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return Int64(digits) ?? .max
    }
}
