public import Model
import Records

/// What a person's own account page says.
public struct OwnAccount: Sendable {
    /// Whose account it is.
    public let person: Person
    /// The language in which the person reads: their own, else that of the pages which they see, else the agency's.
    public let language: String
    /// How many recovery codes are left; nil without a second factor.
    public let recoveryCodes: Int?
    /// This one first, then the newest.
    public let sessions: [SessionEntry]
}

/// One session in a list of them.
public struct SessionEntry: Sendable, Hashable {
    /// What names it in forms: not its token, and of no use as one.
    public let name: String
    /// By what they signed in: browser and system.
    public let device: DeviceName
    /// Where the sign-in came from, shortened; may be empty.
    public let address: String
    /// When they signed in.
    public let began: Instant
    /// To the minute.
    public let seen: Instant
    /// Whether it is the one that asks.
    public let isThis: Bool
}

extension OpenAgency {
    /// The account of whoever asks.
    public func ownAccount(_ session: Session) async throws -> OwnAccount {
        try await noteAccountLook(session)
        let now = clock.now()
        return try await records.read { [settings] connection in
            let person = try connection.acting(session)
            let sessions = try connection.sessions(of: person.id).filter { settings.sessions.allow($0, of: person, at: now) }
                .map { SessionEntry($0, isThis: $0.token == session.tokenHash) }
            let languages = [person.language, try connection.contacts(of: person.id).first?.language ?? ""]
            return OwnAccount(
                person: person, language: try languages.first { !$0.isEmpty } ?? connection.agency().language,
                recoveryCodes: person.hasSecondFactor ? try connection.recoveryCodeCount(of: person.id) : nil,
                sessions: sessions.filter(\.isThis) + sessions.filter { !$0.isThis })
        }
    }
}

extension SessionEntry {
    init(_ stored: StoredSession, isThis: Bool) {
        self.init(
            name: SessionEntry.name(stored.token), device: DeviceName(text: stored.device), address: stored.address,
            began: stored.created, seen: stored.seen, isThis: isThis)
    }

    /// A piece of the token's hash: enough to tell a person's sessions apart.
    static func name(_ tokenHash: [UInt8]) -> String { Hex.text(tokenHash.prefix(8)) }
}
