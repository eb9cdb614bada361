/// What one connection may take of the server's time and room. All of them are parameters so that tests need not wait.
public struct GuardLimits: Sendable {
    /// From the first byte of a request's head to its last.
    public var header: Duration = .seconds(10)
    /// Without a request.
    public var idle: Duration = .seconds(60)
    /// Bytes a second that a body must bring, and an answer must be taken with, over any `window`.
    public var rate = 4 * 1024
    /// The time over which `rate` is measured.
    public var window: Duration = .seconds(30)
    /// After a refusal before the body's end, or at the end of a connection: how long what still arrives is thrown away,
    /// so that the client can read the answer before the connection closes.
    public var linger: Duration = .seconds(2)
    /// How long requests may still take once the server stops.
    public var stop: Duration = .seconds(30)
    /// Connections in all.
    public var connections = 1024
    /// Connections of one address.
    public var connectionsOfAddress = 64
    /// Bytes of one header field (and of the request line).
    public var headerField = 8 * 1024
    /// Bytes of all header fields.
    public var headers = 16 * 1024
    /// How many header fields.
    public var headerCount = 64
    /// A body that nobody read is read to its end when no more than this is left; else the connection closes.
    public var unreadBody = 64 * 1024

    /// As it is without a setting.
    public init() {}
}
