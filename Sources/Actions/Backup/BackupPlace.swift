import Foundation
import Model

/// Where a backup must not go.
enum BackupPlace {
    /// - Parameter kind: of the refusal: a command's words, or the settings.
    /// - Throws: a refusal when the keys would lie beside the data, or either where the workspace keeps its own.
    static func check(_ data: String, keys: String?, workspace: WorkspaceSettings, kind: Refusal.Kind = .usage) throws {
        let places = [data, keys].compactMap { $0 }.map(parts)
        if places.count == 2, isInside(places[0], places[1]) || isInside(places[1], places[0]) {
            throw Refusal(kind, "refusal.backup.together", ["folder": data])
        }
        for own in [workspace.root, workspace.data, workspace.keys, workspace.pages] {
            guard places.allSatisfy({ !isInside($0, parts(own)) }) else {
                throw Refusal(kind, "refusal.backup.inside", ["folder": own])
            }
        }
    }

    /// - Throws: `Refusal(.usage)` when backups of keys lie where the data would go, or a repository where the keys would.
    static func checkContent(_ folder: any RepositoryFolder, keys: (any RepositoryFolder)?) async throws {
        for name in try await folder.folders() where SnapshotName(name) != nil {
            throw Refusal(.usage, "refusal.backup.keys-there", ["folder": folder.path])
        }
        if let keys, try await keys.size(of: BackupRepository.configuration) != nil {
            throw Refusal(.usage, "refusal.backup.data-there", ["folder": keys.path])
        }
    }

    /// The folders on the way to it, links followed as far as it exists.
    private static func parts(_ path: String) -> [String] {
        URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().pathComponents
    }

    private static func isInside(_ path: [String], _ other: [String]) -> Bool { path.starts(with: other) }
}
