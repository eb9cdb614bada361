extension Check {
    /// Every check, in the order in which they run: what looks comes before what changes.
    public static let all: [Check] = [
        passwords, schema, sealing, pages, policies, isolation, routes, headers, cookies, documents, work, typed, invoices,
        accounts, letters, signIns, consents, usage, policyVersions, processors, rights, dataRequests, operators, incidents,
        bases, support,
        disclosures, audit, checkpoints, backups, erasures, retention, restrictions, archives,
    ].flatMap { $0 }

    /// The check of that name.
    static func named(_ name: String) -> Check? { all.first { $0.name == name } }
}
