public import Model

private let select: SQL = """
    SELECT id, policy, language, state, source, digest, material, reason, announced, announced_on, in_force_from, began, ended
    FROM policy_version
    """

extension PolicyVersion {
    fileprivate init(_ row: any Row) throws {
        self.init(
            id: try row.id(0), policy: try row.word(1), language: try row.text(2), state: try row.word(3),
            source: try row.text(4), digest: try row.text(5), isMaterial: try row.flag(6), reason: try row.text(7),
            announced: try row.instant(8), announcedOn: try row.day(9), from: try row.day(10),
            began: try row.instantIfAny(11), ended: try row.instantIfAny(12))
    }
}

extension Connection {
    /// Every version, the newest first.
    public func policyVersions() throws -> [PolicyVersion] {
        try all(select + " ORDER BY announced DESC, id DESC") { try PolicyVersion($0) }
    }

    /// The one of a policy and language that is in force, or announced; nil: there is none.
    public func policyVersion(
        _ policy: Policy, language: String, _ state: PolicyVersion.State
    ) throws -> PolicyVersion? {
        try one(
            select + " WHERE policy = \(policy) AND language = \(language) AND state = \(state) ORDER BY announced DESC, id DESC"
        ) { try PolicyVersion($0) }
    }

    /// The versions of which an entry of the audit log has another SHA-256. (Details may be shortened: then there is none to compare.)
    public func policyVersionsLoggedOtherwise() throws -> Set<ID<PolicyVersion>> {
        Set(
            try all(
                """
                SELECT DISTINCT policy_version.id AS version FROM policy_version JOIN audit ON audit.subject = policy_version.id
                    JOIN audit_detail ON audit_detail.seq = audit.seq
                WHERE audit.action IN ('policy.adopt', 'policy.announce', 'policy.activate')
                    AND instr(audit_detail.detail, policy_version.digest) = 0
                ORDER BY version
                """
            ) { try $0.id(0) })
    }

    /// Adds a version.
    public func insert(_ version: PolicyVersion) throws {
        try run(
            """
            INSERT INTO policy_version (
                id, policy, language, state, source, digest, material, reason, announced, announced_on, in_force_from,
                began, ended
            ) VALUES (
                \(version.id), \(version.policy), \(version.language), \(version.state), \(version.source), \(version.digest),
                \(version.isMaterial), \(version.reason), \(version.announced), \(version.announcedOn), \(version.from),
                \(version.began), \(version.ended)
            )
            """)
    }

    /// Keeps how far a version has come. Nothing else of it ever changes.
    public func update(_ version: PolicyVersion) throws {
        try run(
            """
            UPDATE policy_version SET state = \(version.state), began = \(version.began), ended = \(version.ended)
            WHERE id = \(version.id)
            """)
    }

    /// A person is told of a version by a letter.
    public func insertPolicyNotice(of version: ID<PolicyVersion>, to person: ID<Person>, mail: ID<Mail>) throws {
        try run(
            "INSERT INTO policy_notice (version, person, mail, shown) VALUES (\(version), \(person), \(mail), NULL)")
    }

    /// The versions that a person was shown in the portal.
    public func policiesShown(to person: ID<Person>) throws -> Set<ID<PolicyVersion>> {
        Set(
            try all(
                "SELECT version FROM policy_notice WHERE person = \(person) AND shown IS NOT NULL ORDER BY version"
            ) { try $0.id(0) })
    }

    /// A person was shown a version in the portal.
    public func setPolicyShown(_ version: ID<PolicyVersion>, to person: ID<Person>, at now: Instant) throws {
        let changed = try run(
            "UPDATE policy_notice SET shown = \(now) WHERE version = \(version) AND person = \(person) AND shown IS NULL")
        if changed == 0, try !policiesShown(to: person).contains(version) {
            try run(
                "INSERT INTO policy_notice (version, person, mail, shown) VALUES (\(version), \(person), NULL, \(now))")
        }
    }

    /// Who may sign in and has not been told of a version: neither shown in the portal, nor by a letter that was sent. One
    /// that waits has told nobody.
    public func peopleNotTold(of version: ID<PolicyVersion>) throws -> [Person] {
        let told = Set(
            try all(
                """
                SELECT policy_notice.person FROM policy_notice LEFT JOIN mail ON mail.id = policy_notice.mail
                WHERE version = \(version) AND (shown IS NOT NULL OR mail.state = 'sent')
                ORDER BY policy_notice.person
                """
            ) { try $0.id(0, of: Person.self) })
        return try people().filter { !$0.isDisabled && !told.contains($0.id) }
    }

    /// Those to whom a letter about a version was written, whatever became of it.
    public func peopleWritten(of version: ID<PolicyVersion>) throws -> Set<ID<Person>> {
        Set(
            try all("SELECT person FROM policy_notice WHERE version = \(version) AND mail IS NOT NULL ORDER BY person") {
                try $0.id(0)
            })
    }
}

extension Row {
    fileprivate func id<Owner>(_ column: Int, of _: Owner.Type) throws -> ID<Owner> { try id(column) }
}
