import Actions
import HTTPTypes
import Model

/// The cookies of a request that are ours, read strictly, and the lines that set them (RFC 6265bis).
///
/// Names are `__Host-s-AGENCY` (session), `__Host-d-AGENCY` (known device), `__Host-p-AGENCY` (asked for a mail) and
/// `__Host-c-AGENCY` (a sign-in that waits for its code): the prefix makes browsers insist on
/// Secure, Path=/ and no Domain.
struct Cookies: Sendable {
    private let pairs: [(name: Substring.UTF8View, value: Substring.UTF8View)]

    /// - Parameter fields: all header fields of the request.
    init(_ fields: some HeaderFields) {
        var pairs: [(Substring.UTF8View, Substring.UTF8View)] = []
        for line in fields.lines(.cookie) {
            for pair in line.utf8.split(separator: UInt8(ascii: ";")).prefix(64) {
                let pair = pair.drop { $0 == UInt8(ascii: " ") }
                guard pair.starts(with: "__Host-".utf8), let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
                pairs.append((pair[..<equals], pair[pair.index(after: equals)...]))
            }
        }
        self.pairs = pairs
    }

    /// The session token sent for the agency, or nil when there is none, two, or one that cannot be ours.
    func session(of agency: Slug) -> String? { token("__Host-s-" + agency.text) }

    /// The token of the known device.
    func device(of agency: Slug) -> String? { token("__Host-d-" + agency.text) }

    /// The token that binds what was asked for by mail to the browser.
    func browser(of agency: Slug) -> String? { token("__Host-p-" + agency.text) }

    /// The token of a sign-in that waits for the second factor.
    func secondStep(of agency: Slug) -> String? { token("__Host-c-" + agency.text) }

    /// Tokens are base64url text of at most 256 characters. Two cookies of one name are an attack or a fault: none counts.
    private func token(_ name: String) -> String? {
        var found: Substring.UTF8View?
        for pair in pairs where pair.name.elementsEqual(name.utf8) {
            guard found == nil else { return nil }
            found = pair.value
        }
        guard let found, (1...256).contains(found.count), found.allSatisfy(Percent.isUnreserved) else { return nil }
        return String(Substring(found))
    }

    /// The line that keeps the session until the browser closes; the server decides how long it lasts.
    static func setSession(_ token: String, of agency: Slug) -> String {
        "__Host-s-\(agency.text)=\(token); Path=/; Secure; HttpOnly; SameSite=Lax"
    }

    /// The line that ends the session in the browser.
    static func endSession(of agency: Slug) -> String {
        "__Host-s-\(agency.text)=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"
    }

    /// The line that binds what was asked for by mail to the browser, for an hour.
    static func setBrowser(_ token: String, of agency: Slug) -> String {
        "__Host-p-\(agency.text)=\(token); Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax"
    }

    /// The line that ends that: it was used.
    static func endBrowser(of agency: Slug) -> String {
        "__Host-p-\(agency.text)=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"
    }

    /// The line that keeps a sign-in which waits for the second factor, as long as the server does.
    static func setSecondStep(_ token: String, of agency: Slug) -> String {
        "__Host-c-\(agency.text)=\(token); Path=/; Max-Age=\(SecondStep.lifetime); Secure; HttpOnly; SameSite=Lax"
    }

    /// The line that ends it in the browser.
    static func endSecondStep(of agency: Slug) -> String {
        "__Host-c-\(agency.text)=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"
    }

    /// The line that makes the browser a known device for a year.
    static func setDevice(_ token: String, of agency: Slug) -> String {
        "__Host-d-\(agency.text)=\(token); Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax"
    }
}
