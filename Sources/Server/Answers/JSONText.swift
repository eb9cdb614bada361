import Foundation

/// Values as JSON text (RFC 8259), keys sorted, so that equal values are equal bytes.
enum JSONText {
    static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}

/// Problem details (RFC 9457).
struct Problem: Encodable {
    var type = "about:blank"
    let title: String
    let status: Int
    let detail: String
    /// Of 5xx only.
    var requestID: String?
    /// Of forms only: a sentence for each field that is wrong.
    var fields: [String: String]?

    enum CodingKeys: String, CodingKey {
        case type, title, status, detail, fields
        case requestID = "request_id"
    }
}
