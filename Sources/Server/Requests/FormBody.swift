import HTTPTypes
import Hummingbird
import Model

/// The fields of a form sent as `application/x-www-form-urlencoded` (WHATWG URL, 5.1): at most 64 KiB, UTF-8, no name twice.
struct FormBody: Sendable {
    /// The most bytes that are read.
    static let limit = 64 * 1024

    private let values: [String: String]

    subscript(name: String) -> String? { values[name] }

    /// Reads the body of a request.
    /// - Parameter names: the fields that the form has; another one is refused.
    /// - Throws: `Refusal`: .unsupportedType, .tooLarge, .usage.
    static func read(_ request: Request, names: Set<String>) async throws -> FormBody {
        let type = request.headers[.contentType]?.lowercased().prefix { $0 != ";" }.trimmed
        guard type == "application/x-www-form-urlencoded" else { throw Refusal(.unsupportedType, "refusal.form.type") }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit {
            throw Refusal(.tooLarge, "refusal.form.size")
        }
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            guard bytes.count + buffer.readableBytes <= limit else { throw Refusal(.tooLarge, "refusal.form.size") }
            bytes += buffer.readableBytesView
        }
        return try FormBody(bytes, names: names)
    }

    /// - Throws: `Refusal(.usage)` for an unknown name, a name twice, a broken escape, invalid UTF-8 or NUL.
    init(_ bytes: [UInt8], names: Set<String>) throws {
        var values: [String: String] = [:]
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let key = pair.prefix { $0 != UInt8(ascii: "=") }
            guard let name = Percent.decodedForm(key), let value = Percent.decodedForm(pair.dropFirst(key.count + 1)),
                names.contains(name), values.updateValue(value, forKey: name) == nil
            else { throw Refusal(.usage, "refusal.form.malformed") }
        }
        self.values = values
    }
}
