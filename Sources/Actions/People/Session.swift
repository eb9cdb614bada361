public import Model

/// What a signed-in request carries: who it is, and by which session.
public struct Session: Sendable, Hashable {
    public let person: Person
    /// SHA-256 of the token in the cookie; 32 bytes.
    public let tokenHash: [UInt8]

    init(person: Person, tokenHash: [UInt8]) {
        (self.person, self.tokenHash) = (person, tokenHash)
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
    public let session: Session
    /// 256 random bits, base64url.
    public let token: String
    /// What makes the browser a known device of the account; 256 random bits, base64url.
    public let deviceToken: String
}
