import Actions
import Foundation
import Model

/// Where what leaves the workspace may go, an export or an answer to an authority: nothing that is there is written over, a typing
/// error makes no folders, and what is not sealed does not come to lie where the program keeps its own or serves it.
struct ExportTarget {
    private let path, folder: String
    private let workspace: Workspace
    private let io: any CommandIO

    init(_ path: String, _ workspace: Workspace, _ io: any CommandIO) {
        let url = URL(filePath: path).standardizedFileURL
        (self.path, folder) = (url.path, url.deletingLastPathComponent().path)
        (self.workspace, self.io) = (workspace, io)
    }

    /// - Throws: `Refusal(.usage)`.
    func checked() async throws -> String {
        guard try await io.files.names(in: folder) != nil else {
            throw Refusal(.usage, "refusal.export.folder", ["folder": folder])
        }
        let isFolder = try await io.files.names(in: path) != nil
        let isThere = try await io.files.size(of: path) != nil
        guard !isFolder, !isThere else { throw Refusal(.usage, "refusal.export.exists", ["path": path]) }
        let settings = workspace.settings
        let place = URL(filePath: folder).resolvingSymlinksInPath().path + "/"
        for own in [settings.data, settings.keys, settings.root + "/public"]
        where place.hasPrefix(URL(filePath: own).resolvingSymlinksInPath().path + "/") {
            throw Refusal(.usage, "refusal.export.inside", ["path": path, "folder": own])
        }
        return path
    }
}
