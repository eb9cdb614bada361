import Model
import Records
import Site

/// Builds the pages of a few clients together: marks and values from one read, files by rename, then rows and marks in
/// one write. A disk flush for each client would take longer than its pages.
struct ClientsBuild: Sendable {
    let tools: BuildTools
    /// Whether every page is rendered, whatever the marks say.
    let isFull: Bool

    /// What came of it. One client's trouble is not the others'.
    struct Outcome: Sendable {
        var report = BuildReport()
        var failure: (any Error)?
    }

    /// What one read found of a client.
    fileprivate struct Found: Sendable {
        let records: ClientRecords
        let marks: [StaleMark]
        let files: [PageFile]
    }

    /// What one read found.
    struct Reading: Sendable {
        fileprivate let agency: Agency
        fileprivate let age: PageCache.Age
        fileprivate var found: [Found] = []
        /// Clients that are no more.
        fileprivate var gone: [ID<Client>] = []
    }

    func run(_ clients: [ID<Client>]) async -> Outcome {
        do {
            let age = tools.pages.age
            return await run(try await tools.records.read { try ClientsBuild.read(clients, age, $0) })
        } catch {
            return Outcome(failure: error)
        }
    }

    func run(_ reading: Reading) async -> Outcome {
        var outcome = Outcome()
        do {
            for client in reading.gone { outcome.report += try await forget(client) }
            let (report, failure) = try await PageWork(tools: tools).apply { render(reading) }
            outcome.report += report
            outcome.failure = failure
        } catch {
            outcome.failure = outcome.failure ?? error
        }
        return outcome
    }

    private static func folder(_ client: Client) -> String { "clients/\(client.slug)/" }

    /// - Parameter age: of the pages, asked for before this read.
    static func read(
        _ clients: [ID<Client>], _ age: PageCache.Age, _ connection: any Connection
    ) throws -> Reading {
        var reading = Reading(agency: try connection.agency(), age: age)
        for client in clients {
            guard let records = try connection.clientRecords(client), records.client.erased == nil else {
                reading.gone.append(client)
                continue
            }
            reading.found.append(
                Found(
                    records: records, marks: try connection.marks(of: client),
                    files: try connection.pageFiles(below: ClientsBuild.folder(records.client))))
        }
        return reading
    }

    /// The pages of all of them, but of those that cannot be rendered, whose marks stay.
    private func render(_ reading: Reading) -> PageWork.Work {
        var work = PageWork.Work(zone: reading.agency.zone, age: reading.age)
        for found in reading.found {
            do {
                let (rendered, gone) = try render(found, of: reading.agency)
                work.rendered += rendered
                work.known += found.files
                work.gone += gone
                work.marks += found.marks
            } catch {
                work.failure = work.failure ?? error
            }
        }
        return work
    }

    /// A client's pages, as far as they are wanted, and the paths that should be no more.
    private func render(_ found: Found, of agency: Agency) throws -> (rendered: [RenderedPage], gone: [String]) {
        let now = tools.world.now()
        let today = Day(now, in: agency.zone)
        let folders = Set(
            tools.site.views(of: found.records, agency: agency)
                .map { ClientsBuild.folder(found.records.client) + $0.name + "/" })
        var only: Set<Page>?
        // A view that nobody held before has no pages yet: then everything is made.
        let isWhole = isFull || found.marks.contains { $0.page == .whole(found.records.client.id) }
        if !isWhole, folders.allSatisfy({ folder in found.files.contains { $0.path.hasPrefix(folder) } }) {
            only = Set(found.marks.map(\.page) + found.files.filter { $0.freshUntil.map { $0 <= now } ?? false }.map(\.page))
        }
        let rendered = try tools.site.render(found.records, agency: agency, today: today, only: only)
        let made = Set(rendered.map(\.path))
        let gone = found.files.filter { file in
            if made.contains(file.path) { return false }
            let isAsked = only?.contains(file.page) ?? true
            return isAsked || !folders.contains { file.path.hasPrefix($0) }
        }
        return (rendered, gone.map(\.path))
    }

    /// The client is no more: so are its pages and marks.
    private func forget(_ client: ID<Client>) async throws -> BuildReport {
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
