public import Model

/// A request that was answered, as far as figures of use go. It waits a few seconds in memory, together with those that are
/// alike.
public struct UsageVisit: Sendable, Hashable {
    /// The route's template, never a path.
    public let route: String
    /// Whether something was sent.
    public let isSending: Bool
    /// From where it came.
    public let address: String
    /// What the browser says of itself.
    public let agent: String
    /// Who asked: only to leave out who objects. It is not kept.
    public let person: ID<Person>?

    /// - Parameters: as the properties.
    public init(route: String, isSending: Bool, address: String, agent: String, person: ID<Person>?) {
        (self.route, self.isSending, self.address) = (route, isSending, address)
        (self.agent, self.person) = (agent, person)
    }
}

/// The class of a browser's device, by what it says of itself.
enum DeviceClass: String, Sendable, CaseIterable {
    case phone, tablet, computer

    /// Nil when it cannot be told: programs, for one.
    init?(agent: String) {
        let agent = String(decoding: agent.utf8.prefix(512), as: UTF8.self)
        if agent.contains("iPad") || agent.contains("Tablet") || (agent.contains("Android") && !agent.contains("Mobile")) {
            self = .tablet
        } else if agent.contains("Mobile") || agent.contains("iPhone") {
            self = .phone
        } else if ["Windows", "Macintosh", "X11", "CrOS"].contains(where: agent.contains) {
            self = .computer
        } else {
            return nil
        }
    }
}

/// What a route is part of: the words that figures of features go by.
enum UsageFeature {
    /// Nil for what is no use of its own: the pictures in pages.
    static func of(_ route: String, isSending: Bool) -> String? {
        let parts = route.split(separator: "/").dropFirst().map(String.init)
        guard let name = name(parts) else { return nil }
        return isSending ? name + ".send" : name
    }

    private static func name(_ parts: [String]) -> String? {
        if ["thumbnail", "preview", "NAME"].contains(parts.last), parts.first != "cookies" { return nil }
        switch parts.first {
        case nil, "sign-in", "sign-out", "forgotten", "new-password", "welcome": return "sign-in"
        case "cookies", "privacy": return "privacy"
        case "clients":
            for word in ["documents", "uploads", "papers", "messages", "receipts", "statement"] where parts.contains(word) {
                return word
            }
            return "pages"
        case .some(let first) where parts.count < 2: return first
        case .some(let first):
            // `staff/clients.csv` is part of what `staff/clients/` is.
            return "\(first).\(parts[1].prefix { $0 != "." })"
        }
    }
}

/// Classes of durations: each is √2 times as long as the one before, so that a percentile is off by a fifth at most.
enum UsageClock {
    private static let shortest = 0.125
    private static let last = 40

    /// - Parameter milliseconds: how long an answer took.
    static func bucket(_ milliseconds: Double) -> Int {
        var (bucket, bound) = (0, shortest)
        while bucket < last, milliseconds > bound { (bucket, bound) = (bucket + 1, bound * 2.0.squareRoot()) }
        return bucket
    }

    /// The middle of a class, milliseconds.
    static func milliseconds(_ bucket: Int) -> Double {
        var bound = shortest
        for _ in 0..<max(0, min(bucket, last)) { bound *= 2.0.squareRoot() }
        return bound / 2.0.squareRoot().squareRoot()
    }
}
