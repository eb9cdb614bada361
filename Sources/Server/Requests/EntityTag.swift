import HTTPTypes

/// Entity tags of answers and the conditions that requests make with them (RFC 9110, 8.8.3 and 13).
enum EntityTag {
    /// Whether `If-None-Match` names the tag, or any (`*`): the client has it already, 304. Compared weakly (13.1.2).
    static func isKnown(_ etag: String, _ fields: HTTPFields) -> Bool {
        for line in fields[values: .ifNoneMatch] {
            for item in line.split(separator: ",") {
                var item = item.trimmed
                if item == "*" { return true }
                if item.hasPrefix("W/") { item = item.dropFirst(2) }
                if item == etag { return true }
            }
        }
        return false
    }

    /// Whether a Range field counts: there is no `If-Range`, or it names this very strong tag (13.1.5).
    /// A date there never counts: we send no Last-Modified.
    static func rangeCounts(_ etag: String, _ fields: HTTPFields) -> Bool {
        let conditions = fields[values: .ifRange]
        guard let condition = conditions.first else { return true }
        return conditions.count == 1 && condition == etag && !etag.hasPrefix("W/")
    }
}
