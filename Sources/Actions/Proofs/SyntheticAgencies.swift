import Logging
public import Model
package import Records

/// The agencies with which the promises are proved. They are there while that goes on, and in no list.
extension Workspace {
    /// Makes one of them anew; what an earlier run left of it goes first.
    /// - Parameter slug: one of `Slug.synthetic`.
    public func makeSynthetic(_ slug: Slug, locale: String = "en") async throws -> OpenAgency {
        try await removeSynthetic(slug)
        _ = try await add(
            NewAgency(slug: slug, name: slug.text, country: "IE", timeZone: "Europe/Dublin", locale: locale), by: .system)
        return try await agency(slug)
    }

    /// Takes both of them away.
    public func removeSynthetic() async {
        for slug in Slug.synthetic {
            do { try await removeSynthetic(slug) } catch {
                log.error("an agency of the proofs stays", metadata: ["agency": "\(slug)", "error": "\(error)"])
            }
        }
    }

    /// Takes one of them away: records, documents, keys, pages; also from a check that hangs and will not let go.
    public func removeSynthetic(_ slug: Slug) async throws {
        guard slug.isSynthetic else { return }
        try await pool.shut(slug, evenInUse: true)
        let settings = settings
        try await Blocking.run { try Workspace.removeFiles(ofSynthetic: slug, settings) }
    }

    /// What a killed proof left, before anybody can ask for it. Only the owner of the lock calls this, before it opens anything.
    static func clearSynthetic(_ settings: WorkspaceSettings) throws {
        for slug in Slug.synthetic { try removeFiles(ofSynthetic: slug, settings) }
    }

    private static func removeFiles(ofSynthetic slug: Slug, _ settings: WorkspaceSettings) throws {
        try Disk.removeTree(settings.folder(of: slug.text))
        try Disk.removeTree(settings.pages(of: slug.text))
        for name in try Disk.names(in: settings.keys) where name.hasPrefix(slug.text + ".") {
            try Disk.remove(settings.keys + "/" + name)
        }
    }
}

extension OpenAgency {
    /// Reads the records as they lie, for checks.
    package func inspect<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try? await room.audit.settled()
        return try await records.read(work)
    }

    /// Changes the records past every rule, for sabotage of the agencies that are there for that.
    /// - Throws: `Refusal(.notFound)` for any other agency.
    package func sabotage<T: Sendable>(_ work: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        guard slug.isSynthetic else { throw Refusal(.notFound, "refusal.not-found") }
        try? await room.audit.settled()
        return try await records.writeAlone(work)
    }

    /// Reads documents and brings what has changed into the search: what does so for agencies in use does not come by here.
    /// - Returns: whether documents can be read here at all.
    @discardableResult package func indexAll() async throws -> Bool {
        do {
            try await workOff()
            return true
        } catch let refusal as Refusal where refusal.kind == .unavailable {
            while try await IndexWork(room: room).step() {}
            return false
        }
    }

    /// Sends what waits as files, as a workspace without a mail server does: nobody has these addresses.
    package func sendToFiles() async throws {
        guard slug.isSynthetic else { throw Refusal(.notFound, "refusal.not-found") }
        _ = try await deliver(by: Courier(MailSettings(), Egress(processors: [], root: settings.root, world: world)))
    }

    /// What is wrong with the structure of the records, in the engine's words.
    package func structure() async throws -> [String] { try await records.check() }

    /// The folder of its records and documents.
    package var folder: String { settings.folder(of: slug.text) }

    /// The folder of its pages.
    package var pageFolder: String { settings.pages(of: slug.text) }

    /// Forgets pages in demand, so that the next reader is given what lies on the disk.
    package func forgetPages() { pages.forgetAll() }
}

extension OpenAgency {
    /// How many pages there are, and how many files of pages are not what their rows say. What is being rebuilt is waited for.
    package func pageMisfits() async throws -> (pages: Int, misfits: Int) {
        var found = 0
        for _ in 0..<5 {
            try await settled()
            found = try await PageAudit(tools: room.builder.tools).look().count
            if found == 0 { break }
            try await Task.sleep(for: .milliseconds(200))
        }
        let pages = try await records.read { connection in
            var count = 0
            try connection.eachPageFile { _ in count += 1 }
            return count
        }
        return (pages, found)
    }
}
