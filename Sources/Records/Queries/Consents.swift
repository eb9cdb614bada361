public import Model

extension Connection {
    /// Adds a decision. None is ever changed.
    public func insert(_ consent: Consent) throws {
        try run(
            """
            INSERT INTO consent (id, reference, person, purpose, decision, notice, how, at)
            VALUES (
                \(consent.id), \(consent.reference), \(consent.person), \(consent.purpose), \(consent.decision),
                \(consent.notice), \(consent.how), \(consent.at)
            )
            """)
    }

    /// The decisions of a reference, the oldest first.
    public func consents(of reference: String) throws -> [Consent] {
        try consents(" WHERE reference = \(reference) ORDER BY at, id")
    }

    /// What a person has decided while signed in, the oldest first.
    public func consents(by person: ID<Person>) throws -> [Consent] {
        try consents(" WHERE person = \(person) ORDER BY at, id")
    }

    private func consents(_ which: SQL) throws -> [Consent] {
        try all("SELECT id, reference, person, purpose, decision, notice, how, at FROM consent" + which) { row in
            Consent(
                id: try row.id(0), reference: try row.text(1), person: try row.idIfAny(2), purpose: try row.word(3),
                decision: try row.word(4), notice: try row.text(5), how: try row.text(6), at: try row.instant(7))
        }
    }
}
