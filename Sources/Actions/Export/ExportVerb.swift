import Foundation
public import Model
import Records

extension OpenAgency {
    /// Writes an export of all of the agency's data, or of what it has of one client, as a ZIP: tables as JSON and CSV with their
    /// meaning, documents as they came, invoices as pages, the audit log, and a manifest with the SHA-256 of each file. What is
    /// in it is of one instant; the agency goes on meanwhile. Memory: some 400 bytes a document for the manifest, whatever
    /// their size.
    /// - Parameters:
    ///   - client: one client only.
    ///   - sink: where to; nothing appears there before all of it is written.
    /// - Throws: `Refusal(.notFound)` without such a client; `.full`; what the sink throws.
    public func export(
        client slug: Slug? = nil, to sink: any FileWriter, by actor: Actor = .operator,
        progress: @escaping @Sendable (ExportReport) async -> Void = { _ in }
    ) async throws -> ExportReport {
        let client = try await records.read { connection in try slug.map { try connection.client(named: $0).id } }
        let scope: ExportScope = client.map { .client($0) } ?? .agency
        return try await export(scope, subject: client?.text ?? id.text, language: nil, to: sink, by: actor, progress)
    }

    /// Writes what there is of one person, for themselves: their own data, and of their clients as much as they may see.
    func exportPerson(_ person: Person, to sink: any FileWriter, by actor: Actor) async throws -> ExportReport {
        try await export(
            try await ownScope(person.id), subject: person.id.text, language: person.language, to: sink, by: actor)
    }

    /// What belongs into somebody's own export. An archived client's pages are shut for its contacts; its data is not theirs to take
    /// along either.
    func ownScope(_ person: ID<Person>) async throws -> ExportScope {
        try await records.read { connection in
            let open = try connection.contacts(of: person).filter { try connection.client($0.client)?.archived == nil }
            return .person(person, ExportScope.PersonSees(open))
        }
    }

    /// - Parameters:
    ///   - isLogged: whether its entry is written now; a disclosure has one of its own, when it may be told.
    ///   - files: what else is put into it, by path.
    func export(
        _ scope: ExportScope, subject: String, language: String?, to sink: any FileWriter, by actor: Actor, isLogged: Bool = true,
        also files: [String: [UInt8]] = [:],
        _ progress: @escaping @Sendable (ExportReport) async -> Void = { _ in }
    ) async throws -> ExportReport {
        // Before the data leaves; the entry is in the log that leaves.
        try? await room.audit.settled()
        if isLogged {
            try await change { _, journal in
                journal.audit(actor: actor, action: "data.export", subject: subject, detail: scope.name)
            }
        }
        let folder = settings.data + "/.export-" + world.uuid()
        try await Blocking.run { try Disk.makeFolders(folder) }
        do {
            let files = try await files.merging(accountsPutAway(scope)) { $1 }
            let dump = try await records.read { try ExportDump.write(scope, to: folder, $0) }
            var run = ExportRun(agency: self, scope: scope, dump: dump, language: language, sink: sink, progress: progress)
            let report = try await run.run(with: files)
            try? await Blocking.run { try Disk.removeTree(folder) }
            return report
        } catch {
            await sink.discard()
            try? await Blocking.run { try Disk.removeTree(folder) }
            throw error
        }
    }

    /// Of a client's contacts whose accounts are put away the records say nothing: who they were, and what they could see of this
    /// client, stand in a file besides.
    private func accountsPutAway(_ scope: ExportScope) async throws -> [String: [UInt8]] {
        guard case .client(let client) = scope, let rows = scope.rows(of: "person") else { return [:] }
        let (away, contacts) = try await records.read { connection in
            let contacts = try connection.all("SELECT id FROM person WHERE " + rows + " ORDER BY id") { try $0.text(0) }
            return (try connection.putAway(), Set(contacts))
        }
        guard !away.isEmpty else { return [:] }
        let keys = keys
        let accounts = try await Blocking.run {
            try away.compactMap { one -> PutAwayContact? in
                let account = try ArchivedAccount(one, keys)
                guard contacts.contains(one.person.text) || account.clients.contains(client) else { return nil }
                return PutAwayContact(one, account, of: client)
            }
        }
        guard !accounts.isEmpty else { return [:] }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ["data/archived_accounts.json": Array(try encoder.encode(accounts))]
    }
}

/// A contact of a client whose account is put away, as the client's export has them: other clients of theirs, and what they asked
/// about their data, are not this client's.
private struct PutAwayContact: Encodable, Sendable {
    let person, email, name, language: String
    /// When it was put away, milliseconds since 1970 UTC.
    let at: Int64
    let places: [ArchivedAccount.Place]

    init(_ away: PutAway, _ account: ArchivedAccount, of client: ID<Client>) {
        (person, at) = (away.person.text, away.at.milliseconds)
        (email, name, language) = (account.email, account.name, account.language)
        places = account.places.filter { $0.client == client.text }
    }
}

extension ExportScope {
    /// As a manifest says it.
    var name: String {
        switch self {
        case .agency: "agency"
        case .client: "client"
        case .person: "person"
        }
    }

    /// The id of whom it is about; nil for a whole agency.
    var subject: String? {
        switch self {
        case .agency: nil
        case .client(let client): client.text
        case .person(let person, _): person.text
        }
    }
}
