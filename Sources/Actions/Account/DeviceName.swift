/// A browser and its system, as far as people know them by name: all that is kept of what a browser says of itself.
public struct DeviceName: Sendable, Hashable {
    /// Such as `Firefox`; empty when it is none that is known here.
    public let browser: String
    /// Such as `Windows`; empty when it is none that is known here.
    public let system: String

    /// By its tell-tale word. The order matters: nearly every browser also says that it is some other.
    private static let browsers = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Vivaldi/", "Vivaldi"),
        ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ]
    private static let systems = [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
        ("Macintosh", "macOS"), ("Linux", "Linux"),
    ]

    /// - Parameter agent: the header field `User-Agent`.
    public init(agent: String) {
        // Whatever stands further on says nothing more.
        let agent = String(decoding: agent.utf8.prefix(512), as: UTF8.self)
        browser = DeviceName.browsers.first { agent.contains($0.0) }?.1 ?? ""
        system = DeviceName.systems.first { agent.contains($0.0) }?.1 ?? ""
    }

    /// Reads what `text` wrote.
    init(text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        browser = parts.first.map(String.init) ?? ""
        system = parts.count == 2 ? String(parts[1]) : ""
    }

    /// As it is kept.
    var text: String { browser + "/" + system }
}
