extension Check {
    /// Every check, in the order in which they run: what looks comes before what changes.
    public static let all: [Check] =
        passwords + schema + sealing + pages + policies + isolation + routes + headers + cookies + documents + work + invoices
        + accounts + signIns + consents + usage + audit + checkpoints + backups + erasures + retention + restrictions
        + accounts + signIns + consents + usage + rights + dataRequests + audit + checkpoints + backups
        + accounts + signIns + consents + usage + audit + checkpoints + backups + operators + processors + incidents + bases
        + support

    /// The check of that name.
    static func named(_ name: String) -> Check? { all.first { $0.name == name } }
}
