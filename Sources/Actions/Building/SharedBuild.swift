import Model
import Records
import Site

/// Builds the pages that everybody may read: the two privacy policies, how their promises stand, and the cookies.
struct SharedBuild: Sendable {
    let tools: BuildTools

    func run() async throws -> BuildReport {
        let age = tools.pages.age
        let archive = ProofArchive(tools.settings)
        let runs = try await Blocking.run { try archive.files() }
        let (agency, marks, known, versions, incidents, disclosures, proofs) = try await tools.records.read { connection in
            var files: [PageFile] = []
            for name in Gate.shared { files += try connection.pageFiles(below: name + "/") }
            let marks = try connection.marks().filter { if case .shared = $0.page { true } else { false } }
            return (
                try connection.agency(), marks, files, try connection.policyVersions(), try connection.incidents(),
                try connection.disclosures().filter(\.isTold).compactMap(\.exported),
                // The page says that the log names them: nothing else is evidence.
                try runs.filter { try connection.hasProofRun($0.sha256) }.compactMap(\.kept)
            )
        }
        let tools = tools
        let (report, _) = try await PageWork(tools: tools).apply {
            let today = Day(tools.world.now(), in: agency.zone)
            let rendered = try tools.site.renderShared(
                agency: agency, content: tools.content, today: today, proofs: proofs,
                versions: versions, retention: RetentionRule.table(tools.settings, agency, today: today),
                incidents: incidents.map { $0.asPublic(in: agency) },
                disclosures: disclosures.map { Day($0, in: agency.zone) })
            let made = Set(rendered.map(\.path))
            return PageWork.Work(
                rendered: rendered, known: known, gone: known.map(\.path).filter { !made.contains($0) }, marks: marks,
                zone: agency.zone, age: age)
        }
        return report
    }
}

extension Incident {
    /// What everybody may know of it.
    fileprivate func asPublic(in agency: Agency) -> PublicIncident {
        PublicIncident(discovered: Day(discovered, in: agency.zone), kind: kind, shown: shown, isClosed: isClosed)
    }
}
