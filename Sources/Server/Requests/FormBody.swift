import Actions
import Foundation
import HTTPTypes
import Hummingbird
import Model

/// Which fields a form has.
struct FormNames: Sendable {
    /// Those that are sent at most once.
    var single: Set<String> = []
    /// Those that may be sent several times: groups of checkboxes.
    var several: Set<String> = []
    /// The fields of each row of a list, by the list's name: `lines[0].price` is one of `["lines": ["price"]]`.
    var rows: [String: Set<String>] = [:]

    /// Whether the form has the field, and may have it (again).
    fileprivate func takes(_ name: String, timesBefore: Int) -> Bool {
        if several.contains(name) { return timesBefore < 200 }
        guard timesBefore == 0 else { return false }
        if single.contains(name) { return true }
        guard let row = RowName(name) else { return false }
        return rows[row.list]?.contains(row.field) ?? false
    }
}

/// The fields of a form sent as `application/x-www-form-urlencoded` (WHATWG URL, 5.1): UTF-8, no name that the form has not.
struct FormBody: Sendable {
    /// The most bytes that are read of forms with short fields.
    static let limit = 64 * 1024
    /// The same of forms in which people write: 20,000 characters and more, twelve bytes each on the wire (an emoji).
    static let longLimit = 512 * 1024

    private let values: [String: [String]]

    /// The first text of a name.
    subscript(name: String) -> String? { values[name]?.first }

    /// What was typed, for rules to read.
    /// - Parameter locale: in which the person writes numbers.
    func typed(locale: Locale) -> Typed { Typed(values, locale: locale) }

    /// Reads the body of a request.
    /// - Parameter names: the fields that the form has, each once; another one is refused.
    /// - Throws: `Refusal`: .unsupportedType, .tooLarge, .usage.
    static func read(_ request: Request, names: Set<String>) async throws -> FormBody {
        try await read(request, names: FormNames(single: names))
    }

    /// - Parameter limit: the most bytes that are read.
    /// - Throws: `Refusal`: .unsupportedType, .tooLarge, .usage.
    static func read(_ request: Request, names: FormNames, limit: Int = FormBody.limit) async throws -> FormBody {
        try FormBody(await bytes(request, limit: limit), names: names)
    }

    /// The bytes of a form that was sent as forms are.
    static func bytes(_ request: Request, limit: Int) async throws -> [UInt8] {
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
        return bytes
    }

    /// - Throws: `Refusal(.usage)` for an unknown name, a name more often than it may be, a broken escape, invalid UTF-8 or NUL.
    init(_ bytes: [UInt8], names: Set<String>) throws {
        try self.init(bytes, names: FormNames(single: names))
    }

    init(_ bytes: [UInt8], names: FormNames) throws {
        var values: [String: [String]] = [:]
        for (name, value) in try FormBody.pairs(bytes) {
            guard names.takes(name, timesBefore: values[name]?.count ?? 0) else {
                throw Refusal(.usage, "refusal.form.malformed")
            }
            values[name, default: []].append(value)
        }
        self.values = values
    }

    /// Names and values in the order of sending.
    /// - Throws: `Refusal(.usage)` for a broken escape, invalid UTF-8 or NUL.
    static func pairs(_ bytes: [UInt8]) throws -> [(name: String, value: String)] {
        try bytes.split(separator: UInt8(ascii: "&")).map { pair in
            let key = pair.prefix { $0 != UInt8(ascii: "=") }
            guard let name = Percent.decodedForm(key), let value = Percent.decodedForm(pair.dropFirst(key.count + 1)) else {
                throw Refusal(.usage, "refusal.form.malformed")
            }
            return (name, value)
        }
    }
}
