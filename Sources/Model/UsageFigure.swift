/// One figure of one day. Groups below ten are not told, and not kept either.
public struct UsageFigure: Sendable, Hashable {
    /// What is counted.
    public enum Kind: String, Sendable, CaseIterable {
        /// All requests.
        case all
        /// By route.
        case page
        /// By feature.
        case feature
        /// By browser.
        case browser
        /// By class of device.
        case device
        /// Browsers that agreed to be recognised and came again.
        case returning
    }

    /// What is counted.
    public let kind: Kind
    /// Of the page, the feature, the browser; empty where there is only one figure.
    public let name: String
    /// How many requests; nil: fewer than ten, or from fewer than ten addresses.
    public let times: Int64?

    /// The smallest group that is told (C58 of the promises: aggregates only).
    public static let smallest: Int64 = 10

    /// - Parameters:
    ///   - times: how many requests.
    ///   - sources: how many addresses they came from.
    public init(kind: Kind, name: String, times: Int64, sources: Int64) {
        (self.kind, self.name) = (kind, name)
        self.times = min(times, sources) >= UsageFigure.smallest ? times : nil
    }

    /// - Parameter times: what is kept of it.
    public init(kind: Kind, name: String, times: Int64?) { (self.kind, self.name, self.times) = (kind, name, times) }
}
