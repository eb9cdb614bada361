/// How letters leave the workspace.
public struct MailSettings: Sendable, Hashable {
    /// How the way to the mail server is closed to others.
    public enum Security: String, Sendable, CaseIterable {
        /// In clear at first, then TLS (RFC 3207); without it nothing is sent.
        case starttls
        /// TLS from the first byte (RFC 8314).
        case tls
        /// In clear: for a server on this very machine.
        case none
    }

    /// A mail server that takes letters from us.
    public struct Server: Sendable, Hashable {
        /// Its name, or its address.
        public var host: String
        /// The port there.
        public var port: Int
        /// How the way there is closed to others.
        public var security: Security
        /// Empty: nobody in particular.
        public var user: String
        /// Of that user.
        public var password: String
        /// A file of certificates that are trusted, PEM; empty: the system's.
        public var trusted: String

        /// - Parameters: as the properties.
        public init(
            host: String, port: Int, security: Security = .starttls, user: String = "", password: String = "",
            trusted: String = ""
        ) {
            (self.host, self.port, self.security) = (host, port, security)
            (self.user, self.password, self.trusted) = (user, password, trusted)
        }
    }

    /// Nil: letters are put as files into the folder `mail` of their agency, which a demo can do without a server.
    public var server: Server?
    /// The address that letters come from; empty: `portal@` and the host of the portal.
    public var from = ""
    /// Seconds after which a letter that no server takes is given up.
    public var patience: Int64 = 2 * 86_400

    /// Letters are files.
    public init() {}

    /// Whether letters can come from it: an address of ASCII alone, because it stands in every envelope.
    public static func isAddress(_ text: String) -> Bool {
        Email.isAddress(text) && text.utf8.allSatisfy { $0 < 128 }
    }
}
