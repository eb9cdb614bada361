/// Somebody who processes data for an agency or its operator (GDPR, Article 28), as content/processors.yaml declares them: the
/// only others to whom the program opens a connection.
public struct Processor: Hashable, Sendable {
    /// What sort of data they get.
    public enum Category: String, Sendable, CaseIterable {
        /// Names and how people are reached.
        case contact
        /// What people wrote, or the agency noted about its work for them.
        case content
        /// Amounts, taxes, payments.
        case money
        /// When somebody did what, and from where.
        case trace
        /// Everything that is kept, as whoever runs the machine could read it.
        case everything
    }

    /// A host to which the program may connect, with or without a port.
    public struct Host: Hashable, Sendable {
        /// Lower case.
        public let name: String
        /// Nil: any.
        public let port: Int?

        /// Reads `smtp.example.org` or `smtp.example.org:587`; nil when it is neither. Names are compared in lower case.
        public init?(_ text: String) {
            guard let match = text.lowercased().wholeMatch(of: /([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::([0-9]{1,5}))?/)
            else {
                return nil
            }
            name = String(match.1)
            port = match.2.flatMap { Int($0) }
            if let port, !(1...65_535).contains(port) { return nil }
        }

        /// `NAME:PORT`, or the name alone.
        public var text: String { port.map { "\(name):\($0)" } ?? name }

        /// Whether a connection to a host and port is one to this.
        public func matches(_ host: String, _ port: Int) -> Bool {
            name == host.lowercased() && (self.port == nil || self.port == port)
        }
    }

    /// The contract that binds them (Article 28(3)): its file, what it must be, and until when it holds.
    public struct Contract: Hashable, Sendable {
        /// Below the workspace's folder.
        public let file: String
        /// SHA-256 of the file, 64 hexadecimal digits.
        public let sha256: String
        /// The last day on which it holds.
        public let validUntil: Day

        /// - Parameters: as the properties.
        public init(file: String, sha256: String, validUntil: Day) {
            (self.file, self.sha256, self.validUntil) = (file, sha256, validUntil)
        }
    }

    /// Who it is.
    public let name: String
    /// What for, by language; at least in English.
    public let purpose: [String: String]
    /// Which categories of data they get.
    public let data: [Category]
    /// Where they process it, as people read it.
    public let place: String
    /// Where the program may connect to for them.
    public let hosts: [Host]
    /// Nil: none is declared, and nothing is sent.
    public let contract: Contract?

    /// - Parameters: as the properties.
    public init(
        name: String, purpose: [String: String], data: [Category], place: String, hosts: [Host], contract: Contract?
    ) {
        (self.name, self.purpose, self.data, self.place) = (name, purpose, data, place)
        (self.hosts, self.contract) = (hosts, contract)
    }

    /// What for, in a language, or else in English.
    public func purpose(in language: String) -> String { purpose[language] ?? purpose["en"] ?? "" }
}
