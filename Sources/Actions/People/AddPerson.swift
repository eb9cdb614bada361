public import Model
import Records
import Site

/// Somebody who is to sign in to the agency.
public struct NewPerson: Sendable {
    /// By which they sign in.
    public var email: String
    /// What they may do.
    public var role: Role
    /// What they are called.
    public var name: String
    /// Contacts: whose. Agents: the client to whom they are assigned, if any.
    public var client: Slug?
    /// One of the languages of templates/words/; nil: the client's, or else the agency's.
    public var language: String?
    /// What a contact may see; nil: everything.
    public var sees: Rights?
    /// Nil: the person is invited later.
    public var password: String?
    /// Whether somebody with the address who was erased may come back.
    public var isReturning = false

    /// Who is to sign in; whether it can be is said when they are added.
    public init(
        email: String, role: Role, name: String = "", client: Slug? = nil, language: String? = nil, sees: Rights? = nil,
        password: String? = nil
    ) {
        (self.email, self.role, self.name, self.client) = (email, role, name, client)
        (self.language, self.sees, self.password) = (language, sees, password)
    }
}

extension OpenAgency {
    /// Adds a person. A contact who is one of another client already becomes one of this client too. Owners are told of staff whom the
    /// operator adds.
    /// - Throws: `Refusal(.invalid)` for an e-mail, language or password that cannot be; `.usage` when the client is missing or
    ///   out of place; `.notFound` when there is no such client; `.conflict` when the person is there already.
    public func addPerson(_ new: NewPerson, by actor: Actor = .operator) async throws -> Person {
        let email = try Email.checked(new.email)
        let agency = try await agency()
        try check(new)
        var hash: String?
        if let password = new.password {
            try PasswordRules.check(password, email: email, names: [agency.name, slug.text, new.name])
            hash = try await entrance.passwords.hash(password, lane: .known)
        }
        let (world, guardian) = (world, ReturnGuard(keys: keys, isMeant: new.isReturning))
        return try await change { [hash] connection, journal in
            let client = try new.client.map { try connection.client(named: $0) }
            let known = try connection.person(email: email)
            if let known { try OpenAgency.checkMayJoin(known, new, client, connection) }
            if let client, new.role == .contact { try connection.mustBeFree(.client(client.id)) }
            if let known { try connection.mustBeFree(.person(known.id)) }
            var person = known ?? Person(id: world.id(), email: email, name: new.name.isEmpty ? email : new.name, role: new.role)
            if known == nil {
                guard try !guardian.refuses(email, connection) else {
                    throw Refusal(.invalid, "refusal.erased.returns", hint: "hint.erased.returns")
                }
                person.language = new.language ?? ""
                try connection.tellOwners(.added, of: person, by: actor, at: world.now(), &journal)
                try connection.insert(person)
                if let hash { try connection.setPassword(hash, of: person.id) }
                journal.audit(
                    actor: actor, action: "person.add", subject: person.id.text, detail: "\(email) \(new.role.rawValue)")
            }
            if let client {
                try OpenAgency.join(person, client, new, agency: agency, world: world, connection)
                journal.audit(
                    actor: actor, action: new.role == .contact ? "contact.add" : "assignment.add", subject: person.id.text,
                    detail: client.id.text)
                if new.role == .contact { journal.changed(.client(client.id)) }
            }
            return try connection.person(person.id) ?? person
        }
    }

    private func check(_ new: NewPerson) throws {
        if let language = new.language, !site.languages.contains(language) {
            throw Refusal(
                .invalid, "refusal.person.language",
                ["language": Email.shown(language), "languages": site.languages.sorted().joined(separator: ", ")])
        }
        switch new.role {
        case .contact where new.client == nil: throw Refusal(.usage, "refusal.person.client-missing")
        case .owner where new.client != nil, .admin where new.client != nil:
            throw Refusal(.usage, "refusal.person.client-needless", ["role": new.role.rawValue])
        default: break
        }
        if new.role != .contact, new.sees != nil { throw Refusal(.usage, "refusal.person.sees-needless") }
    }

    /// A person who is there already can only become contact of another client, or be assigned to one.
    private static func checkMayJoin(
        _ known: Person, _ new: NewPerson, _ client: Client?, _ connection: any Connection
    ) throws {
        let there = Refusal(.conflict, "refusal.person.exists", ["email": known.email])
        guard let client, known.role == new.role, new.password == nil else { throw there }
        let isJoined =
            known.role == .contact
            ? try connection.contact(of: client.id, person: known.id) != nil
            : try connection.isAssigned(known.id, to: client.id)
        if isJoined { throw there }
    }

    private static func join(
        _ person: Person, _ client: Client, _ new: NewPerson, agency: Agency, world: World, _ connection: any Connection
    ) throws {
        guard person.role == .contact else { return try connection.assign(person.id, to: client.id) }
        let language = [new.language ?? "", person.language, client.language].first { !$0.isEmpty } ?? agency.language
        try connection.insert(
            Contact(id: world.id(), client: client.id, person: person.id, language: language, sees: new.sees ?? .all))
    }
}

extension Connection {
    /// The client of that slug.
    /// - Throws: `Refusal(.notFound)`.
    func client(named slug: Slug) throws -> Client {
        guard let client = try client(slug: slug) else {
            throw Refusal(.notFound, "refusal.client.none", ["client": slug.text])
        }
        return client
    }
}
