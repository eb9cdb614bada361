import HTTPTypes
import NIOHTTP1

/// The fields of a request's head, however they are held: as NIO reads them, or as handlers get them. What decides over
/// a request asks through this, so that there is one rule for both.
protocol HeaderFields {
    /// The values of every line of that name, in their order.
    func lines(_ name: HTTPField.Name) -> [String]
}

extension HeaderFields {
    /// The value of the only line, or of several as one list (RFC 9110, 5.3).
    func line(_ name: HTTPField.Name) -> String? {
        let lines = lines(name)
        return lines.count <= 1 ? lines.first : lines.joined(separator: ", ")
    }
}

extension HTTPFields: HeaderFields {
    func lines(_ name: HTTPField.Name) -> [String] { self[values: name] }
}

extension HTTPHeaders: HeaderFields {
    /// Without the whitespace that may stand after a value (RFC 9110, 5.5), as `HTTPFields` has it.
    func lines(_ name: HTTPField.Name) -> [String] {
        self[name.canonicalName].map { value in
            value.utf8.last.map { $0 == 32 || $0 == 9 } ?? false ? String(value[...].trimmed) : value
        }
    }
}
