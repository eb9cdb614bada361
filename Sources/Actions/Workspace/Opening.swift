import Documents
import Logging
import Model
import Records
import Site

/// Opens one agency: records and keys, documents and pages; then looks whether its data can be believed. An error shuts
/// this agency only.
struct Opening: Sendable {
    let settings: WorkspaceSettings
    let site: Site
    let engines: Engines
    let world: World
    let mode: Workspace.Mode
    let shared: Parts
    let log: Logger

    func open(_ slug: Slug) async throws -> AgencyRoom {
        let records = try await engines.records(settings.records(of: slug.text))
        do {
            return try await open(slug, records)
        } catch {
            try? await records.close()
            throw error
        }
    }

    private func open(_ slug: Slug, _ records: any RecordsEngine) async throws -> AgencyRoom {
        let agency = try await records.read { try $0.agency() }
        // A folder of another name would answer at another path than links, cookies and keys are made for.
        guard agency.slug == slug else {
            throw Refusal(.configuration, "refusal.agency.renamed", ["agency": slug.text, "name": agency.slug.text])
        }
        try AgencySettings.check(agency, languages: site.languages)
        let keys = try await engines.keys(settings.keys, slug, agency.id, false)
        do {
            var log = log
            log[metadataKey: "agency"] = "\(slug)"
            let opened = AgencyRoom.Opened(
                records: records, documents: try documents(of: agency, keys), keys: keys, pages: try pages(of: slug))
            let room = AgencyRoom(
                slug: slug, id: agency.id, opened: opened, site: site, world: world, settings: settings, mode: mode,
                shared: shared, log: log)
            if AgencyRoom.mustReplay(slug, settings), mode == .looking || !TombstoneLedger(settings, agency.id).exists {
                throw Refusal(.unavailable, "refusal.agency.replay", ["agency": slug.text], hint: "hint.replay")
            }
            if mode != .looking {
                try await believe(room)
                try await room.finishErasures()
                if AgencyRoom.mustReplay(slug, settings) { try await room.replayErasures() }
            }
            try await room.takeUp()
            let now = world.now()
            room.parts.part { OpenAccess() }.keep(try await records.read { try $0.openGrant(at: now) })
            room.builder.wake()
            return room
        } catch {
            try? keys.close()
            throw error
        }
    }

    private func documents(of agency: Agency, _ keys: any AgencyKeys) throws -> DocumentStore {
        try DocumentStore(
            folder: settings.documents(of: agency.slug.text), agency: agency.id, keys: keys, limits: settings.limits,
            world: world)
    }

    private func pages(of slug: Slug) throws -> FilePageStore {
        let folder = settings.pages(of: slug.text)
        try Disk.makeFolders(folder)
        return try FilePageStore(folder: folder)
    }

    /// After a stop that was not clean, marks are not believed: every file is compared with its row. Then the program is
    /// compared with the one that made the pages.
    private func believe(_ room: AgencyRoom) async throws {
        let wasClean = try await room.records.read { try $0.isClean() }
        if !wasClean {
            room.dirty.settleAfterCrash()
        } else if mode == .serving {
            // Now, so that no change has to wait for it.
            try await room.dirty.raise()
        }
        let hasPages = try !Disk.names(in: settings.pages(of: room.slug.text)).isEmpty
        if !(wasClean && hasPages) {
            try await Blocking.run { [pages = room.pages] in try pages.clear() }
            let found = try await PageAudit(tools: room.builder.tools).mend()
            if !found.isEmpty {
                room.log.notice("pages did not fit their rows and are made again", metadata: ["pages": "\(found.count)"])
            }
        }
        if !wasClean { try await room.sweep(olderThan: 0) }
        if mode == .serving { try await room.sweepResumables() }
        try await room.compareDigest()
    }
}
