import Foundation
import Model

/// The files that come with the program, each replaced by the workspace's file at the same path where there is one.
struct Resources: Sendable {
    /// Path such as `templates/portal/case.mustache` → what it holds.
    let files: [String: [UInt8]]
    /// Whether the workspace has promises of its own.
    let ownClaims: Bool

    /// - Parameter workspace: the workspace's folder, or nil for the program's own files only.
    /// - Throws: `Refusal(.configuration)`.
    init(workspace: String?) throws {
        var files: [String: [UInt8]] = [:]
        for root in ["templates", "content"] {
            guard let own = Bundle.module.resourceURL?.appending(path: root).path, Resources.isFolder(own) else {
                throw Refusal(.configuration, "refusal.site.missing", ["name": root])
            }
            try Resources.read(own, as: root, into: &files)
            if let workspace, Resources.isFolder(workspace + "/" + root) {
                try Resources.read(workspace + "/" + root, as: root, into: &files)
            }
        }
        self.files = files
        ownClaims = workspace.map { FileManager.default.fileExists(atPath: $0 + "/content/claims.yaml") } ?? false
    }

    /// The text of a file, or nil when there is none.
    /// - Throws: `Refusal(.configuration)` when it is not UTF-8.
    func text(_ path: String) throws -> String? {
        guard let bytes = files[path] else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Refusal(.configuration, "refusal.site.unreadable", ["file": path])
        }
        return text
    }

    /// The paths below a folder that end so, sorted.
    func paths(below folder: String, ending: String) -> [String] {
        files.keys.filter { $0.hasPrefix(folder) && $0.hasSuffix(ending) }.sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func read(_ folder: String, as root: String, into files: inout [String: [UInt8]]) throws {
        // The folder itself may be a link (an installed program's resources), so it is resolved before it is walked.
        let real = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        guard let walk = FileManager.default.enumerator(atPath: real) else { return }
        for case let name as String in walk {
            let path = real + "/" + name
            let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
            guard !isHidden, !isFolder(path) else { continue }
            guard let data = FileManager.default.contents(atPath: path) else {
                throw Refusal(.configuration, "refusal.site.unreadable", ["file": path])
            }
            files[root + "/" + name] = Array(data)
        }
    }
}
