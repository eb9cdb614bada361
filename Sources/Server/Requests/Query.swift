/// The query of a URL: names and values once decoded. What is malformed is nothing at all; the first of two equal names counts.
struct Query: Sendable {
    /// The most bytes that are looked at; a longer query is none.
    static let limit = 8192

    private let raw: Substring

    /// - Parameter raw: what stands after `?`, without it.
    init(_ raw: Substring) {
        self.raw = raw.utf8.count <= Query.limit ? raw : ""
    }

    /// The decoded value of a name, or nil when it is not there or not decodable.
    subscript(name: String) -> String? {
        for pair in raw.utf8.split(separator: UInt8(ascii: "&")) {
            let key = pair.prefix { $0 != UInt8(ascii: "=") }
            guard Percent.decodedForm(key) == name else { continue }
            return Percent.decodedForm(pair.dropFirst(key.count + 1))
        }
        return nil
    }
}
