import Actions
import HTTPTypes
import Model

/// The cookies of a request that are ours, read strictly, and the lines that set them (RFC 6265bis).
///
/// Their names are those of `CookieRegistry`: the prefix `__Host-` makes browsers insist on Secure, Path=/ and no Domain.
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
    func session(of agency: Slug) -> String? { token(CookieRegistry.session.name(of: agency)) }

    /// The token of the known device.
    func device(of agency: Slug) -> String? { token(CookieRegistry.device.name(of: agency)) }

    /// The token that binds what was asked for by mail to the browser.
    func browser(of agency: Slug) -> String? { token(CookieRegistry.mail.name(of: agency)) }

    /// The token of a sign-in that waits for the second factor.
    func secondStep(of agency: Slug) -> String? { token(CookieRegistry.secondStep.name(of: agency)) }

    /// Whether there is a cookie of the statistics, whatever it says.
    func hasAnalytics(of agency: Slug) -> Bool {
        let name = CookieRegistry.analytics.name(of: agency)
        return pairs.contains { $0.name.elementsEqual(name.utf8) }
    }

    /// What the cookie of the statistics says.
    func analytics(of agency: Slug) -> AnalyticsCookie? {
        token(CookieRegistry.analytics.name(of: agency)).flatMap(AnalyticsCookie.init)
    }

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
    static func setSession(_ token: String, of agency: Slug) -> String { set(CookieRegistry.session, token, agency) }

    /// The line that ends the session in the browser.
    static func endSession(of agency: Slug) -> String { end(CookieRegistry.session, agency) }

    /// The line that binds what was asked for by mail to the browser, for an hour.
    static func setBrowser(_ token: String, of agency: Slug) -> String { set(CookieRegistry.mail, token, agency) }

    /// The line that ends that: it was used.
    static func endBrowser(of agency: Slug) -> String { end(CookieRegistry.mail, agency) }

    /// The line that keeps a sign-in which waits for the second factor, as long as the server does.
    static func setSecondStep(_ token: String, of agency: Slug) -> String { set(CookieRegistry.secondStep, token, agency) }

    /// The line that ends it in the browser.
    static func endSecondStep(of agency: Slug) -> String { end(CookieRegistry.secondStep, agency) }

    /// The line that makes the browser a known device for a year.
    static func setDevice(_ token: String, of agency: Slug) -> String { set(CookieRegistry.device, token, agency) }

    /// The line that lets a browser be recognised when it comes back.
    static func setAnalytics(_ cookie: AnalyticsCookie, of agency: Slug) -> String {
        set(CookieRegistry.analytics, cookie.text, agency)
    }

    /// The line that ends that.
    static func endAnalytics(of agency: Slug) -> String { end(CookieRegistry.analytics, agency) }

    private static func set(_ rule: CookieRule, _ value: String, _ agency: Slug) -> String {
        let age = rule.lifetime.map { " Max-Age=\($0);" } ?? ""
        return "\(rule.name(of: agency))=\(value); Path=/;\(age) Secure; HttpOnly; SameSite=Lax"
    }

    private static func end(_ rule: CookieRule, _ agency: Slug) -> String {
        "\(rule.name(of: agency))=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"
    }
}

/// What the cookie of the statistics says: `REFERENCE.2026-11-28`, the consent that it stands for and the day on which the browser
/// was last counted. Nothing more is known of the browser anywhere.
struct AnalyticsCookie: Sendable, Hashable {
    let reference: String
    let day: Day

    init(reference: String, day: Day) { (self.reference, self.day) = (reference, day) }

    init?(_ text: String) {
        let parts = text.split(separator: ".")
        guard parts.count == 2, let day = Day(String(parts[1])) else { return nil }
        (reference, self.day) = (String(parts[0]), day)
    }

    var text: String { "\(reference).\(day.text)" }
}
