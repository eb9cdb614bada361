import Documents
import Foundation
public import Model
import Records
import Site
import Synchronization

/// What came of an import of an archive.
public struct TakenIn: Sendable {
    /// What the archive said of itself, and what was found in it.
    public let report: ExportReport
    /// How many the ledger of erasures here named and the archive still had: they were erased again before anybody saw the agency.
    public let erasedAgain: Int
    /// Who is owner or admin there: whoever wrote the archive decided that.
    public let managers: [Person]
}

extension Workspace {
    /// Makes an agency of an export of one: its records, its documents sealed anew, its audit log with its chain. The export is
    /// verified first, and every value of it is read as the program reads its own; the agency appears whole or not at all, without
    /// whoever was erased here since. Nobody is signed in there, and nobody has a password yet: what opens something is in no export.
    /// - Parameters:
    ///   - slug: its name in addresses; there must be no such agency yet.
    ///   - reader: the archive.
    /// - Throws: `Refusal(.conflict)` when there is an agency of that name, or that very agency under another; `.invalid` when the
    ///   name can be no agency's, or the export is not whole, not that of an agency, or has a value that cannot be; `.newer` when a
    ///   newer program wrote it.
    public func takeIn(_ slug: Slug, from reader: any FileReader, by actor: Actor = .operator) async throws -> TakenIn {
        try slug.mustBeFreeForAgencies()
        return try await takeIn(anyName: slug, from: reader, by: actor)
    }

    /// The same for any name.
    func takeIn(anyName slug: Slug, from reader: any FileReader, by actor: Actor) async throws -> TakenIn {
        guard Disk.status(settings.folder(of: slug.text)) == nil else {
            throw Refusal(.conflict, "refusal.agency.exists", ["agency": slug.text])
        }
        let folder = settings.data + "/.import-" + world.uuid()
        defer { try? Disk.removeTree(folder) }
        let path = folder + "/export.zip"
        try await spool(reader, to: path)
        let (archive, manifest) = try await Blocking.run {
            let archive = try ZipReader(path)
            return (archive, try ExportManifest.read(from: archive))
        }
        guard manifest.scope == "agency", let id = ID<Agency>(checking: manifest.agency) else {
            throw Refusal(.invalid, "refusal.export.scope")
        }
        let verdict = try await Blocking.run { try ExportCheck(archive, manifest).run() }
        if let problem = verdict.problems.first { throw Refusal(.invalid, problem.word, problem.arguments) }
        // Two imports at once of one agency must not both find that it is not here.
        let taking = parts.part { TakingIn() }
        guard taking.begin(id) else { throw Refusal(.conflict, "refusal.import.twice", ["agency": slug.text]) }
        defer { taking.end(id) }
        try await mustBeNew(id)
        let hadKeys = Disk.status(settings.keys + "/\(slug).sqlite") != nil
        let before = try await TakeInRun(
            workspace: self, slug: slug, archive: archive, manifest: manifest, actor: actor, hadKeys: hadKeys
        ).run()
        return try await open(slug, verdict.report, erasedBefore: before, hadKeys: hadKeys)
    }

    /// One agency under two names would have one ledger of erasures, and one place in every checkpoint.
    private func mustBeNew(_ id: ID<Agency>) async throws {
        for slug in try slugs {
            // One that cannot be opened may be the very one: its records say which it is.
            let open = try? await agency(slug)
            let other = if let open { open.id } else { try await peek(slug).0 }
            guard other != id else { throw Refusal(.conflict, "refusal.import.here", ["agency": slug.text]) }
        }
    }

    /// Opens what was taken in, which erases again whom the ledger names. Of one that cannot be opened nothing stays.
    private func open(_ slug: Slug, _ report: ExportReport, erasedBefore: Int, hadKeys: Bool) async throws -> TakenIn {
        do {
            let (erased, people) = try await agency(slug).records.read { connection in
                (try connection.erasures().count, try connection.activeStaff())
            }
            return TakenIn(
                report: report, erasedAgain: erased - erasedBefore,
                managers: people.filter { [.owner, .admin].contains($0.role) })
        } catch {
            pool.forgetProblem(of: slug)
            let settings = settings
            try await Blocking.run { try TakeInRun.undo(slug, settings, hadKeys: hadKeys) }
            throw error
        }
    }

    private func spool(_ reader: any FileReader, to path: String) async throws {
        let writer = try await Blocking.run { try LocalWriter(path) }
        while case let bytes = try await reader.next(), !bytes.isEmpty { try await writer.write(bytes) }
        await reader.close()
        try await writer.finish()
    }
}

/// The agencies that are being taken in at this moment.
private final class TakingIn: Sendable {
    private let ids = Mutex<Set<String>>([])

    func begin(_ id: ID<Agency>) -> Bool { ids.withLock { $0.insert(id.text).inserted } }

    func end(_ id: ID<Agency>) { _ = ids.withLock { $0.remove(id.text) } }
}
