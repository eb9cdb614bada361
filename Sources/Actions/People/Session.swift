public import Model
import Records

/// What a signed-in request carries: who it is, and by which session.
public struct Session: Sendable, Hashable {
    /// As they were when the request came.
    public let person: Person
    /// SHA-256 of the token in the cookie; 32 bytes.
    public let tokenHash: [UInt8]
    /// When the person last proved who they are in this session; nil: not known.
    let proved: Instant?

    init(person: Person, tokenHash: [UInt8], proved: Instant? = nil) {
        (self.person, self.tokenHash, self.proved) = (person, tokenHash, proved)
    }

    init(person: Person, stored: StoredSession) {
        self.init(person: person, tokenHash: stored.token, proved: stored.proved)
    }

    /// As actions and the audit log know them.
    public var actor: Actor {
        Actor(person)
    }
}

extension Actor {
    /// A person who acts.
    init(_ person: Person) {
        self = person.role.isStaff ? .staff(person.id, person.role) : .contact(person.id)
    }
}

/// A session that has just begun, with the secrets for the browser's cookies. They stand nowhere else.
public struct SignedIn: Sendable {
    /// What the request carries from now on.
    public let session: Session
    /// 256 random bits, base64url.
    public let token: String
    /// What makes the browser a known device of the account; 256 random bits, base64url.
    public let deviceToken: String
}
