import HTTPTypes
import Hummingbird
import Logging
import Model

/// No cookie leaves but those of the registry: others are taken off the answer, and the log says so.
enum CookieGate {
    static func check(_ response: inout Response, log: Logger) {
        guard response.headers.contains(.setCookie) else { return }
        let lines = response.headers[values: .setCookie]
        let kept = lines.filter(isRegistered)
        if kept.count == lines.count { return }
        response.headers[values: .setCookie] = kept
        for line in lines where !isRegistered(line) {
            let name = LogText.clean(String(line.prefix { $0 != "=" && $0 != ";" }))
            log.error("a cookie that the registry does not name was not set", metadata: ["cookie": "\(name)"])
        }
    }

    /// Whether a line sets a cookie of the registry, as one that only the server reads and no longer than it may be kept.
    private static func isRegistered(_ line: String) -> Bool {
        let parts = line.split(separator: ";").map { $0.drop { $0 == " " } }
        guard let pair = parts.first, let rule = CookieRegistry.rule(of: pair.prefix { $0 != "=" }) else { return false }
        let attributes = parts.dropFirst()
        guard Set(attributes).isSuperset(of: ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"]) else { return false }
        let ages = attributes.filter { $0.hasPrefix("Max-Age=") }.map { Int64($0.dropFirst("Max-Age=".count)) }
        switch (ages.count, rule.lifetime) {
        case (0, nil): return true
        case (1, let longest): return ages[0].map { $0 <= longest ?? 0 } ?? false
        default: return false
        }
    }
}
