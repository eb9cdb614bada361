import HTTPTypes
import Model

extension HTTPField.Name {
    /// A name that is known to be valid; the fallback is never used.
    static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .cookie }

    static let secFetchSite = known("Sec-Fetch-Site")
    static let secFetchMode = known("Sec-Fetch-Mode")
    static let requestID = known("Request-Id")
    static let forwardedFor = known("X-Forwarded-For")
    static let forwardedProto = known("X-Forwarded-Proto")
    static let forwardedHost = known("X-Forwarded-Host")
}

/// Whether another site is behind a request (Fetch Metadata, W3C; OWASP's sheet on cross-site request forgery).
enum CrossSite {
    /// - Parameter own: the origin that the agency, or the program, answers at.
    /// - Throws: `Refusal(.forbidden)` when the request must not be obeyed.
    static func check(_ request: HTTPRequest, own: Origin) throws {
        try check(request.method, request.headerFields, own: own)
    }

    /// The same for a head of any kind.
    static func check(_ method: HTTPRequest.Method, _ fields: some HeaderFields, own: Origin) throws {
        guard fields.lines(.secFetchSite).count <= 1, fields.lines(.origin).count <= 1 else { throw refusal }
        let site = fields.line(.secFetchSite)
        switch method {
        case .get, .head, .options:
            // Nothing of ours is to be embedded elsewhere; links from other sites are welcome.
            if site == "cross-site", fields.line(.secFetchMode) != "navigate" { throw refusal }
        default:
            if let site {
                guard site == "same-origin" || site == "none" else { throw refusal }
            } else if let origin = fields.line(.origin) {
                guard Origin(origin) == own else { throw refusal }
            } else if !fields.lines(.cookie).isEmpty {
                // A browser with a session always sends one of the two.
                throw refusal
            }
        }
    }

    private static var refusal: Refusal { Refusal(.forbidden, "refusal.cross-site") }
}
