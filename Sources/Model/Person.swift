/// Anyone who can sign in to one agency: its staff and its clients' contacts.
public struct Person: Hashable, Sendable {
    /// Their identity.
    public var id: ID<Person>
    /// As it is compared: trimmed, lower case.
    public var email: String
    /// What they are called.
    public var name: String
    /// What they may do.
    public var role: Role
    /// Empty: the client's, or else the agency's.
    public var language = ""
    /// Goes up when rights or the password change: every session of an older epoch is over.
    public var epoch: Int64 = 0
    /// Whether they are locked out.
    public var isDisabled = false
    /// Whether a password was ever set.
    public var hasPassword = false
    /// The end of the last sign-in, if there was one.
    public var signedIn: Instant?
    /// Whether a second factor was set up and confirmed: no sign-in ends without it.
    public var hasSecondFactor = false

    /// Somebody who may sign in; the rest is said later.
    public init(id: ID<Person>, email: String, name: String, role: Role) {
        (self.id, self.email, self.name, self.role) = (id, email, name, role)
    }
}

/// A person as contact of one client, with the view that they get of it.
public struct Contact: Hashable, Sendable {
    /// Its identity.
    public var id: ID<Contact>
    /// Of which client.
    public var client: ID<Client>
    /// Who it is.
    public var person: ID<Person>
    /// The language of the pages they read; never empty once stored.
    public var language: String
    /// What they may see of the client.
    public var sees: Rights

    /// - Parameters: as the properties.
    public init(id: ID<Contact>, client: ID<Client>, person: ID<Person>, language: String, sees: Rights) {
        (self.id, self.client, self.person, self.language, self.sees) = (id, client, person, language, sees)
    }

    /// Which pages they get.
    public var view: View { View(language: language, rights: sees) }
}
