import HTTPTypes
import Hummingbird

extension HTTPField.Name {
    static let openerPolicy = known("Cross-Origin-Opener-Policy")
    static let resourcePolicy = known("Cross-Origin-Resource-Policy")
    static let permissionsPolicy = known("Permissions-Policy")
    static let referrerPolicy = known("Referrer-Policy")
    static let clearSiteData = known("Clear-Site-Data")
}

/// What a browser may do with an answer (CSP level 3): nothing but what its kind needs.
enum ContentPolicy: String, Sendable {
    /// A page without script.
    case page = """
        default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; \
        frame-ancestors 'none'; object-src 'none'; script-src 'none'
        """
    /// A page that needs one of our own scripts.
    case script = """
        default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; \
        frame-ancestors 'none'; object-src 'none'; script-src 'self'; connect-src 'self'
        """
    /// Data, redirects, assets.
    case nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    /// A picture or PDF of somebody's, shown: browsers' viewers put a style of their own around it. `sandbox` would blank PDFs.
    case shown = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    /// A file of somebody's, saved.
    case saved = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

    /// Of a page of ours.
    static func of(hasScript: Bool) -> ContentPolicy { hasScript ? .script : .page }
}

/// The fields that stand on every answer, errors and redirects too (ASVS 3.4).
enum SecurityHeaders {
    private static let always: [HTTPField] = [
        HTTPField(name: .xContentTypeOptions, value: "nosniff"),
        HTTPField(name: .referrerPolicy, value: "same-origin"),
        HTTPField(name: .openerPolicy, value: "same-origin"),
        HTTPField(name: .resourcePolicy, value: "same-origin"),
        HTTPField(
            name: .permissionsPolicy, value: "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
    ]
    private static let transport = HTTPField(name: .strictTransportSecurity, value: "max-age=31536000")

    /// - Parameter isSecure: whether people come by https.
    static func add(to response: inout Response, requestID: String, isSecure: Bool) {
        // These two have no body, and so no length of one (RFC 9110, 15.3.5 and 15.4.5).
        if response.status == .notModified || response.status == .noContent { response.headers[.contentLength] = nil }
        response.headers.append(contentsOf: always)
        if isSecure { response.headers.append(transport) }
        if !response.headers.contains(.contentSecurityPolicy) {
            response.headers.append(HTTPField(name: .contentSecurityPolicy, value: ContentPolicy.nothing.rawValue))
        }
        if !response.headers.contains(.cacheControl) {
            response.headers.append(HTTPField(name: .cacheControl, value: "no-store"))
        }
        response.headers.append(HTTPField(name: .requestID, value: requestID))
        response.headers.append(HTTPField(name: .date, value: HTTPDate.now))
    }
}
