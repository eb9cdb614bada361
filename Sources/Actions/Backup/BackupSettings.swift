/// Backups that the server makes by itself.
public struct BackupSettings: Sendable, Hashable {
    /// The folder of the repository; empty: none are made.
    public var to = ""
    /// The folder for backups of keys, elsewhere; empty: keys are not backed up.
    public var keysTo = ""
    /// Seconds between two; 0: none are made.
    public var every: Int64 = 0
    /// Seconds between two restore drills; 0: none.
    public var drillEvery: Int64 = 0

    /// None are made.
    public init() {}

    /// Whether there is anything to do.
    public var isOn: Bool { !to.isEmpty && (every > 0 || drillEvery > 0) }
}
