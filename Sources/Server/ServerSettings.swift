/// What the server is told: where it listens, for whom, and how much anybody may take.
public struct ServerSettings: Sendable {
    /// An IP address or host name to listen at.
    public var host = "127.0.0.1"
    /// 0: any free port.
    public var port = 8080
    /// IP addresses of the proxies whose X-Forwarded-* fields count.
    public var proxies: [String] = []
    /// Scheme, host and port by which people come; links, cookies and origin checks follow it. No path.
    public var baseURL = "http://127.0.0.1:8080"
    /// The token of `/metrics`; nil: there is no such page.
    public var metricsToken: String?
    /// Times and sizes of connections.
    public var limits = GuardLimits()

    /// As it is without a setting.
    public init() {}
}
