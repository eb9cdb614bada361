public import Model

extension Connection {
    /// The purposes to which a person objects, and since when.
    public func objections(of person: ID<Person>) throws -> [Objection] {
        try all("SELECT person, purpose, at FROM objection WHERE person = \(person) ORDER BY purpose") { row in
            Objection(person: try row.id(0), purpose: try row.word(1), at: try row.instant(2))
        }
    }

    /// Who objects to a purpose.
    public func objectors(to purpose: Objection.Purpose) throws -> Set<ID<Person>> {
        Set(try all("SELECT person FROM objection WHERE purpose = \(purpose) ORDER BY person") { try $0.id(0) })
    }

    /// Whose visits are not counted: those who object, and those whose data is restricted.
    public func uncounted() throws -> Set<ID<Person>> { try objectors(to: .usage).union(restrictedPeople()) }

    /// A person objects; tells whether that is new.
    @discardableResult public func insert(_ objection: Objection) throws -> Bool {
        if try objections(of: objection.person).contains(where: { $0.purpose == objection.purpose }) { return false }
        try run(
            "INSERT INTO objection (person, purpose, at) VALUES (\(objection.person), \(objection.purpose), \(objection.at))")
        return true
    }

    /// A person objects no longer; tells whether they did.
    @discardableResult public func removeObjection(of person: ID<Person>, to purpose: Objection.Purpose) throws -> Bool {
        try run("DELETE FROM objection WHERE person = \(person) AND purpose = \(purpose)") > 0
    }
}
