import Documents
import Foundation
public import Model
import Records

extension OpenAgency {
    /// Writes what was asked for, and nothing else, into a sealed file; its key goes into another one, to be sent by another way. The
    /// owners are told as soon as that is allowed.
    /// - Throws: `Refusal(.notFound)` when there is none of that number; `.conflict` before two have agreed; what the files throw.
    @discardableResult public func exportDisclosure(
        _ number: Int64, to file: any FileWriter, key keyFile: any FileWriter, by name: String
    ) async throws -> Disclosure {
        let name = LetterText.line(name)
        guard !name.isEmpty else { throw Refusal(.invalid, "refusal.disclosure.unsaid") }
        let disclosure = try await records.read { try $0.disclosure(number) }
        guard disclosure.isApproved else {
            throw Refusal(
                .conflict, "refusal.disclosure.approvals",
                ["number": "\(number)", "count": "\(disclosure.approvers.count)", "needed": "\(Disclosure.approvals)"])
        }
        let key = world.random(32)
        let sealed = try SealedFile(file, key: key, context: disclosure.context(of: id), world: world)
        do {
            let (scope, files) = try await extent(of: disclosure)
            _ = try await export(
                scope, subject: disclosure.subject, language: nil, to: sealed, by: .operator, isLogged: false, also: files)
            let step = Disclosure.Step(at: world.now(), kind: .export, name: name, sha256: await sealed.sha256)
            try await change { connection, journal in
                let steps = try connection.disclosure(number).steps.count
                try connection.add(step, at: steps + 1, to: disclosure.id)
                journal.addsDocumentsOnly()
            }
            // Last: nobody can open what stands in no register.
            try await keyFile.write(Array((Hex.text(key) + "\n").utf8))
            try await keyFile.finish()
        } catch {
            await keyFile.discard()
            throw error
        }
        try await tellDisclosures()
        return try await records.read { try $0.disclosure(number) }
    }

    /// Whom it is about, and nobody else. Of an account that is put away the records say nothing: who it was, and what it could
    /// see, stand in a file besides.
    private func extent(of disclosure: Disclosure) async throws -> (scope: ExportScope, files: [String: [UInt8]]) {
        if disclosure.kind == "client" { return (.client(ID(disclosure.subject)), [:]) }
        let person: ID<Person> = ID(disclosure.subject)
        guard let (_, account) = try await room.archived(named: person.text) else { return (try await ownScope(person), [:]) }
        let places = account.places
        let sees = try await records.read { connection in
            let contacts = try places.compactMap { place -> Contact? in
                guard let client = try connection.client(ID(place.client)), client.erased == nil, client.archived == nil,
                    let sees = Rights(words: place.sees)
                else { return nil }
                return Contact(id: ID(place.id), client: client.id, person: person, language: place.language, sees: sees)
            }
            return ExportScope.PersonSees(contacts)
        }
        return (.person(person, sees), ["data/archived_account.json": Array(try JSONEncoder().encode(account))])
    }

    /// Tells the owners of what was given away, where nothing forbids it any more: a letter, an entry of the log, and the figures of
    /// the public page. Called after each disclosure, and hourly.
    func tellDisclosures() async throws {
        let (now, today) = (world.now(), try await today())
        let due = try await disclosures().filter { $0.isToBeTold(on: today) }
        guard !due.isEmpty else { return }
        try await change { connection, journal in
            let owners = try connection.people().filter { $0.role == .owner && !$0.isDisabled }
            for disclosure in due {
                guard let given = disclosure.exported else { continue }
                try connection.add(
                    Disclosure.Step(at: now, kind: .tell), at: disclosure.steps.count + 1, to: disclosure.id)
                let digests = disclosure.steps.filter { $0.kind == .export }.map(\.sha256).joined(separator: " ")
                journal.audit(
                    actor: .operator, action: "disclosure.tell", subject: disclosure.id.text,
                    detail: "\(disclosure.authority); \(disclosure.basis); \(given.rfc3339); \(digests)")
                for owner in owners {
                    journal.mail(
                        .disclosure(authority: disclosure.authority, basis: disclosure.basis, given: given), to: owner.id)
                }
            }
            journal.changed(.disclosures)
        }
    }
}

extension Disclosure {
    /// What the seal of its bundle is bound to: with another agency or disclosure it does not open.
    func context(of agency: ID<Agency>) -> [UInt8] { Array("portico disclosure 1 \(agency) \(id)".utf8) }
}
