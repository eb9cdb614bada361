import Documents
import Logging
import Model
import Records

extension AgencyRoom {
    /// Takes away uploads whose time is over, what is left of those that ended or were given up, and the rows of those that
    /// have lost their bytes (their bytes are not backed up).
    func sweepResumables() async throws {
        let store = documents
        let now = world.now()
        // Before and after the rows: each file had its row before, and each row that says it has bytes its file.
        let files = try await Blocking.run { try store.uploadsWithPieces() }
        let uploads = try await records.read { try $0.resumables() }
        let held = Set(try await Blocking.run { try store.uploadsWithPieces() })
        let over = uploads.filter { $0.expires <= now || $0.receipt == nil && $0.received > 0 && !held.contains($0.id) }
        let kept = Set(uploads.filter { $0.receipt == nil }.map(\.id)).subtracting(over.map(\.id))
        let left = files.filter { !kept.contains($0) }
        if !over.isEmpty {
            try await records.write { connection in
                for upload in over { try connection.delete(upload.id) }
            }
        }
        guard !left.isEmpty else { return }
        try await Blocking.run {
            for upload in left { try store.removePieces(of: upload) }
        }
        log.info("what was left of uploads is gone", metadata: ["uploads": "\(left.count)"])
    }
}
