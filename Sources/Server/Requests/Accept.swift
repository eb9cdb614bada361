import HTTPTypes
import Site

/// What a client wants to have, as far as we offer a choice (RFC 9110, 12.5).
enum Accept {
    /// Whether JSON is asked for by name; browsers ask for `text/html`.
    static func isJSON(_ fields: HTTPFields) -> Bool {
        guard let line = fields[.accept], !line.contains("text/html") else { return false }
        return weighed(line).contains { range, weight in
            weight > 0 && (range == "application/json" || range == "application/problem+json")
        }
    }

    /// The best of `offered` languages by Accept-Language: same tag, or same first part (`lt-LT` takes `lt`).
    static func language(_ fields: HTTPFields, offered: [String]) -> String? {
        guard let line = fields[.acceptLanguage], line.utf8.count <= 1024 else { return nil }
        let wanted = weighed(line).filter { $0.weight > 0 }.enumerated()
            .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
        for (_, (tag, _)) in wanted {
            if let same = offered.first(where: { $0.lowercased() == tag }) { return same }
            let first = tag.prefix { $0 != "-" }
            if let same = offered.first(where: { $0.lowercased() == first }) { return same }
        }
        return nil
    }

    /// The codings for pages that the client takes, the best first: by weight, then ours. `*` and `identity` say nothing
    /// that we would do otherwise.
    static func codings(_ fields: some HeaderFields) -> [PageCoding] {
        guard let line = fields.line(.acceptEncoding), line.utf8.count <= 1024 else { return [] }
        let weights = weighed(line)
        func weight(_ coding: PageCoding) -> Int { weights.first { $0.item == coding.rawValue }?.weight ?? 0 }
        return PageCoding.allCases.filter { weight($0) > 0 }.enumerated()
            .sorted { (weight($1.element), $0.offset) < (weight($0.element), $1.offset) }.map(\.element)
    }

    /// The items of a list with their weights in thousandths, lower-cased.
    private static func weighed(_ line: String) -> [(item: String, weight: Int)] {
        line.lowercased().utf8.split(separator: UInt8(ascii: ",")).prefix(32).compactMap { part in
            let pieces = part.split(separator: UInt8(ascii: ";")).map { Substring($0).trimmed }
            guard let item = pieces.first, !item.isEmpty else { return nil }
            let quality = pieces.dropFirst().first { $0.utf8.starts(with: "q=".utf8) }?.dropFirst(2)
            return (String(item), quality.map(thousandths) ?? 1000)
        }
    }

    /// A weight (RFC 9110, 12.4.2): `0`, `1` or a fraction of up to three digits; 0 for anything else.
    private static func thousandths(_ text: Substring) -> Int {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, whole == "0" || whole == "1", parts.count <= 2 else { return 0 }
        let digits = parts.count == 2 ? parts[1].utf8 : "".utf8[...]
        guard digits.count <= 3, digits.allSatisfy({ (48...57).contains($0) }) else { return 0 }
        var value = 0
        for digit in digits { value = value * 10 + Int(digit - 48) }
        for _ in digits.count..<3 { value *= 10 }
        return min(1000, (whole == "1" ? 1000 : 0) + value)
    }
}

extension Substring {
    /// Without the spaces and tabs at either end (OWS of RFC 9110).
    var trimmed: Substring {
        var bytes = utf8.drop(while: Substring.isSpace)
        while let last = bytes.last, Substring.isSpace(last) { bytes.removeLast() }
        return Substring(bytes)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
}
