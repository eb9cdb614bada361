/// A cookie that the portal may set. There are no others: a line that sets one which stands here not is taken off the answer.
public struct CookieRule: Sendable, Hashable {
    /// Whether somebody is asked first.
    public enum Use: String, Sendable, CaseIterable {
        /// Signing in does not work without it (Directive 2002/58/EC, Article 5(3)): nobody is asked.
        case essential
        /// Set for whoever has agreed, and gone when they no longer do.
        case analytics
    }

    /// One word that tells it from the others, also the end of its keys in words/: `cookies.purpose.session`.
    public let name: String
    /// What its name begins with; the agency's own name in addresses follows: `__Host-s-acme`.
    public let prefix: String
    /// Whether somebody is asked first.
    public let use: Use
    /// The longest that a browser keeps it, seconds; nil: until it is closed.
    public let lifetime: Int64?

    /// The name that it has for an agency.
    public func name(of agency: Slug) -> String { prefix + agency.text }
}

/// Every cookie there is: what `/AGENCY/cookies/` lists, and what may leave the server.
public enum CookieRegistry {
    /// By which a signed-in person is recognised.
    public static let session = CookieRule(name: "session", prefix: "__Host-s-", use: .essential, lifetime: nil)
    /// A browser in which somebody has signed in before.
    public static let device = CookieRule(name: "device", prefix: "__Host-d-", use: .essential, lifetime: 365 * 86_400)
    /// The browser that asked for a way in by mail.
    public static let mail = CookieRule(name: "mail", prefix: "__Host-p-", use: .essential, lifetime: 3600)
    /// A sign-in that waits for its second step.
    public static let secondStep = CookieRule(name: "step", prefix: "__Host-c-", use: .essential, lifetime: 300)
    /// A browser that may be recognised when it comes back: its consent's reference and the day on which it was last counted.
    public static let analytics = CookieRule(name: "analytics", prefix: "__Host-a-", use: .analytics, lifetime: 180 * 86_400)

    /// In the order in which they are shown.
    public static let all = [session, device, mail, secondStep, analytics]

    /// The rule that a cookie's name belongs to; nil: it is none of ours.
    public static func rule(of name: some StringProtocol) -> CookieRule? {
        all.first { name.hasPrefix($0.prefix) && Slug(String(name.dropFirst($0.prefix.count))) != nil }
    }
}
