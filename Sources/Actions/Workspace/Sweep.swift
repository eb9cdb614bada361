import Documents
import Logging
import Model
import Records

extension AgencyRoom {
    /// Takes away what a crash left of uploads: bytes that no row names and that are too old to be on their way.
    /// - Parameter age: seconds that such a file must have. At the opening nothing is on its way, so any age will do.
    @discardableResult
    func sweep(olderThan age: Int64 = 24 * 3600) async throws -> SweepResult {
        let (rows, made) = try await records.read { try (Set($0.documentPlaces()), Set($0.derivedPlaces())) }
        let known = rows.union(made)
        let (documents, log) = (documents, log)
        let limit = world.now().adding(seconds: -age)
        let (result, lost) = try await Blocking.run {
            let result = try documents.sweep(
                known: { known.contains(DocumentPlace(client: $0, document: $1)) }, olderThan: limit)
            let stored = try Set(documents.list().map { DocumentPlace(client: $0.0, document: $0.1) })
            return (result, rows.subtracting(stored))
        }
        // Must never happen: bytes are on the disk before their row is. Removed ones may be gone since the rows were read.
        if !lost.isEmpty {
            let ids = lost.prefix(5).map(\.document.text).joined(separator: " ")
            log.critical("documents have lost their bytes", metadata: ["documents": "\(lost.count)", "first": "\(ids)"])
        }
        if result.heldBack > 0 {
            log.warning("files that no record names are left alone: too many", metadata: ["files": "\(result.heldBack)"])
        }
        return result
    }
}

extension OpenAgency {
    /// Hourly: what has had its time goes, and what a crash left.
    /// - Throws: `Refusal(.conflict)`, before anything is done, when the clock is far ahead of what the records tell.
    func tidy() async throws {
        try await checkClock()
        try await sumUpUsage()
        try await runRetention()
        try await advancePolicies()
        try await remindOfRequests()
        try await tellDisclosures()
        try await room.sweep()
        try await room.sweepResumables()
    }
}
