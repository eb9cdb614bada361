/// Anyone who can sign in to one agency: its staff and its clients' contacts.
public struct Person: Hashable, Sendable {
    public var id: ID<Person>
    /// As it is compared: trimmed, lower case.
    public var email: String
    public var name: String
    public var role: Role
    /// Empty: the client's, or else the agency's.
    public var language = ""
    /// Goes up when rights or the password change: every session of an older epoch is over.
    public var epoch: Int64 = 0
    public var isDisabled = false
    /// Whether a password was ever set.
    public var hasPassword = false
    /// The end of the last sign-in, if there was one.
    public var signedIn: Instant?
    /// Whether a second factor was set up and confirmed: no sign-in ends without it.
    public var hasSecondFactor = false

    public init(id: ID<Person>, email: String, name: String, role: Role) {
        (self.id, self.email, self.name, self.role) = (id, email, name, role)
    }
}

/// A person as contact of one client, with the view that they get of it.
public struct Contact: Hashable, Sendable {
    public var id: ID<Contact>
    public var client: ID<Client>
    public var person: ID<Person>
    /// The language of the pages they read; never empty once stored.
    public var language: String
    public var sees: Rights

    public init(id: ID<Contact>, client: ID<Client>, person: ID<Person>, language: String, sees: Rights) {
        (self.id, self.client, self.person, self.language, self.sees) = (id, client, person, language, sees)
    }

    public var view: View { View(language: language, rights: sees) }
}
