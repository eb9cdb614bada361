import Model
import Records
import Site

/// Builds the pages of one client: marks and values from one read, files by rename, then rows and marks in one write.
struct ClientBuild: Sendable {
    let tools: BuildTools
    let client: ID<Client>

    /// What one read found.
    private struct Found: Sendable {
        let agency: Agency
        let records: ClientRecords
        let marks: [StaleMark]
        let files: [PageFile]
    }

    /// - Parameter isFull: whether every page is rendered, whatever the marks say.
    func run(isFull: Bool) async throws -> BuildReport {
        let client = client
        let found = try await tools.records.read { connection -> Found? in
            guard let records = try connection.clientRecords(client) else { return nil }
            return Found(
                agency: try connection.agency(), records: records, marks: try connection.marks(of: client),
                files: try connection.pageFiles(below: ClientBuild.folder(records.client)))
        }
        guard let found else { return try await forget() }
        let work = try await render(found, isFull: isFull)
        return try await PageWork(tools: tools).apply(work, marks: found.marks)
    }

    static func folder(_ client: Client) -> String { "clients/\(client.slug)/" }

    private func render(_ found: Found, isFull: Bool) async throws -> PageWork.Work {
        let tools = tools
        return try await Blocking.run {
            let now = tools.world.now()
            let today = Day(now, in: found.agency.zone)
            let folders = Set(
                tools.site.views(of: found.records, agency: found.agency)
                    .map { ClientBuild.folder(found.records.client) + $0.name + "/" })
            var only: Set<Page>?
            // A view that nobody held before has no pages yet: then everything is made.
            let isWhole = isFull || found.marks.contains { $0.page == .whole(found.records.client.id) }
            if !isWhole, folders.allSatisfy({ folder in found.files.contains { $0.path.hasPrefix(folder) } }) {
                only = Set(found.marks.map(\.page) + found.files.filter { $0.freshUntil.map { $0 <= now } ?? false }.map(\.page))
            }
            let rendered = try tools.site.render(found.records, agency: found.agency, today: today, only: only)
            let made = Set(rendered.map(\.path))
            let gone = found.files.filter { file in
                if made.contains(file.path) { return false }
                let isAsked = only?.contains(file.page) ?? true
                return isAsked || !folders.contains { file.path.hasPrefix($0) }
            }
            return PageWork.Work(
                rendered: rendered, known: found.files, gone: gone.map(\.path), zone: found.agency.zone)
        }
    }

    /// The client is no more: so are its pages and marks.
    private func forget() async throws -> BuildReport {
        let client = client
        let (paths, marks) = try await tools.records.read { connection in
            var paths: [String] = []
            try connection.eachPageFile { if $0.page.client == client { paths.append($0.path) } }
            return (paths, try connection.marks(of: client))
        }
        let report = try await tools.remove(paths)
        try await tools.records.write { connection in
            for mark in marks { try connection.dropMark(mark.page, gen: mark.gen) }
        }
        return report
    }
}
