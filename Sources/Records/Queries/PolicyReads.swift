public import Model

extension Connection {
    /// The digests of the texts that the person said they have read, by policy: `privacy`, `platform`.
    public func policiesRead(by person: ID<Person>) throws -> [String: String] {
        var read: [String: String] = [:]
        try each("SELECT policy, digest FROM policy_read WHERE person = \(person) ORDER BY policy") {
            read[try $0.text(0)] = try $0.text(1)
        }
        return read
    }

    /// The person has read a text; tells whether that is new.
    @discardableResult public func setPolicyRead(
        _ policy: String, digest: String, by person: ID<Person>, at now: Instant
    ) throws -> Bool {
        if try policiesRead(by: person)[policy] == digest { return false }
        let changed = try run(
            "UPDATE policy_read SET digest = \(digest), at = \(now) WHERE person = \(person) AND policy = \(policy)")
        if changed == 0 {
            try run(
                """
                INSERT INTO policy_read (person, policy, digest, at) VALUES (\(person), \(policy), \(digest), \(now))
                """)
        }
        return true
    }
}
