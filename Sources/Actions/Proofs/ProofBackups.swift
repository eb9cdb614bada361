import Foundation
import Model

/// What a look at a repository of backups found.
package struct BackupSeals: Sendable {
    /// Chunks and snapshots that there are, and how many of them were opened.
    package var files = 0, looked = 0
    /// Of those opened, how many are not sealed under the repository's key.
    package var open = 0
    /// Files that are no part of a repository.
    package var stray = 0

    package init() {}

    /// What was found in another one too.
    package mutating func add(_ other: BackupSeals) {
        (files, looked) = (files + other.files, looked + other.looked)
        (open, stray) = (open + other.open, stray + other.stray)
    }
}

extension Workspace {
    /// Looks whether what stands in a repository is sealed: every snapshot, and so many chunks, picked by chance.
    /// - Throws: `Refusal` when there is none, or its key is not ours.
    package func backupSeals(of folder: String, chunks most: Int) async throws -> BackupSeals {
        let repository = try await BackupRepository.open(LocalFolder(folder), root: try engines.root(settings.keys))
        let paths = try await Blocking.run { try Disk.files(below: folder) }
        var found = BackupSeals()
        var (chunks, snapshots): ([ChunkID], [SnapshotName]) = ([], [])
        for path in paths where !path.hasSuffix(".part") {
            let parts = path.split(separator: "/").map(String.init)
            if parts[0] == "chunks", let id = ChunkID(text: parts[parts.count - 1]), id.path == path {
                chunks.append(id)
            } else if parts[0] == BackupRepository.snapshots, let name = SnapshotName(parts[parts.count - 1]) {
                snapshots.append(name)
            } else if !["tombstones", "lock", BackupRepository.configuration].contains(parts[0]) {
                found.stray += 1
            }
        }
        found.files = chunks.count + snapshots.count
        for name in snapshots where (try? await repository.read(name)) == nil { found.open += 1 }
        // Names of chunks are random: those that follow one of them are as good as any.
        let start = world.random(4).reduce(0) { $0 << 8 | Int($1) }
        let picked = (0..<min(most, chunks.count)).map { chunks[(start + $0) % chunks.count] }
        for id in picked where (try? await repository.chunk(id)) == nil { found.open += 1 }
        found.looked = snapshots.count + picked.count
        return found
    }
}
