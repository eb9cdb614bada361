extension Check {
    /// Every check, in the order in which they run: what looks comes before what changes.
    public static let all: [Check] = [
        passwords, schema, sealing, pages, policies, isolation, routes, headers, cookies, documents, work, invoices, accounts,
        signIns, consents, usage, rights, dataRequests, operators, processors, incidents, bases, support, audit, checkpoints,
        backups, erasures, retention, restrictions,
    ].flatMap { $0 }
    public static let all: [Check] =
        passwords + schema + sealing + pages + policies + isolation + routes + headers + cookies + documents + work + invoices
        + accounts + signIns + consents + usage + audit + checkpoints + backups + erasures + retention + restrictions + archives
        + accounts + signIns + consents + usage + audit + checkpoints + backups + operators + processors + incidents + bases
        + support + disclosures

    /// The check of that name.
    static func named(_ name: String) -> Check? { all.first { $0.name == name } }
}
