public import Model

private let select: SQL = """
    SELECT id, email, name, role, language, epoch, disabled, CASE WHEN password IS NULL THEN 0 ELSE 1 END, signed_in,
        CASE WHEN EXISTS (SELECT 1 FROM second_factor WHERE second_factor.person = person.id) THEN 1 ELSE 0 END
    FROM person
    """

extension Person {
    /// Reads the ten columns of the people's queries, beginning at `first`.
    init(_ row: any Row, from first: Int = 0) throws {
        self.init(
            id: try row.id(first), email: try row.text(first + 1), name: try row.text(first + 2),
            role: try row.word(first + 3))
        (language, epoch) = (try row.text(first + 4), try row.integer(first + 5))
        (isDisabled, hasPassword) = (try row.flag(first + 6), try row.flag(first + 7))
        (signedIn, hasSecondFactor) = (try row.instantIfAny(first + 8), try row.flag(first + 9))
    }
}

extension Connection {
    /// The person, or nil.
    public func person(_ id: ID<Person>) throws -> Person? {
        try one(select + " WHERE id = \(id)") { try Person($0) }
    }

    /// The person with that address (trimmed, lower case), or nil.
    public func person(email: String) throws -> Person? {
        try one(select + " WHERE email = \(email)") { try Person($0) }
    }

    /// Everyone who can sign in, by address; nobody who is erased.
    public func people() throws -> [Person] {
        try all(select + " WHERE erased IS NULL ORDER BY email, id") { try Person($0) }
    }

    /// The agency's own people who can sign in, by address.
    public func activeStaff() throws -> [Person] {
        try all(select + " WHERE role <> 'contact' AND disabled = 0 ORDER BY email, id") { try Person($0) }
    }

    /// The contacts' people of one client, by name.
    public func people(of client: ID<Client>) throws -> [Person] {
        try all(select + " WHERE id IN (SELECT person FROM contact WHERE client = \(client)) ORDER BY name, id") {
            try Person($0)
        }
    }

    /// How many owners can still sign in: the last one must stay.
    public func ownerCount() throws -> Int {
        Int(try one("SELECT count(*) FROM person WHERE role = 'owner' AND disabled = 0") { try $0.integer(0) } ?? 0)
    }

    /// Adds a person, without a password.
    public func insert(_ person: Person) throws {
        try run(
            """
            INSERT INTO person (id, email, name, role, language, epoch, disabled)
            VALUES (\(person.id), \(person.email), \(person.name), \(person.role), \(person.language), \(person.epoch),
                \(person.isDisabled))
            """)
    }

    /// Writes address, name, role and language; tells whether the person exists. Epoch, password and `isDisabled` have
    /// functions of their own, because they end sessions.
    @discardableResult public func update(_ person: Person) throws -> Bool {
        try run(
            """
            UPDATE person SET email = \(person.email), name = \(person.name), role = \(person.role),
                language = \(person.language)
            WHERE id = \(person.id)
            """) > 0
    }

    /// Notes the end of a sign-in.
    public func setSignedIn(_ person: ID<Person>, at now: Instant) throws {
        try run("UPDATE person SET signed_in = \(now) WHERE id = \(person)")
    }

    /// The PHC string of the person's password, or nil when none was set.
    public func passwordHash(of person: ID<Person>) throws -> String? {
        try one("SELECT password FROM person WHERE id = \(person)") { try $0.textIfAny(0) } ?? nil
    }

    /// Sets a new password and ends every session of the person (ASVS 7.4.3).
    ///
    /// - Parameter hash: a PHC string.
    public func setPassword(_ hash: String, of person: ID<Person>) throws {
        try run("UPDATE person SET password = \(hash), epoch = epoch + 1 WHERE id = \(person)")
    }

    /// Keeps the same password under higher parameters; sessions go on.
    public func replacePasswordHash(_ hash: String, of person: ID<Person>) throws {
        try run("UPDATE person SET password = \(hash) WHERE id = \(person)")
    }

    /// Ends every session of the person; the new epoch, or nil when there is no such person.
    @discardableResult public func bumpEpoch(of person: ID<Person>) throws -> Int64? {
        try one("UPDATE person SET epoch = epoch + 1 WHERE id = \(person) RETURNING epoch") { try $0.integer(0) }
    }

    /// Locks a person out, or lets them in again; ends their sessions (ASVS 7.4.2). Tells whether the person exists.
    @discardableResult public func setDisabled(_ isDisabled: Bool, of person: ID<Person>) throws -> Bool {
        try run("UPDATE person SET disabled = \(isDisabled), epoch = epoch + 1 WHERE id = \(person)") > 0
    }
}
