import Actions
import ArgumentParser
import Foundation
import Model
import SQLiteRecords
import Site

/// `portico init`: a new workspace.
struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a workspace: portico.yaml, keys/root.key, and content/ to edit.")

    @Argument(help: "The folder; made when it is not there.")
    var folder = "."

    func run() async throws {
        try Init.make(URL(filePath: folder).standardizedFileURL.path)
        say(
            """
            A workspace was made in \(folder).
            keys/ opens every document: whoever loses it loses them all. Back it up, and not beside data/.
            Next: portico agency add SLUG --name NAME --country LT --time-zone Europe/Vilnius --root \(folder)
            """)
    }

    /// Makes the workspace's files; what is there already is never overwritten.
    static func make(_ root: String, settings: String = standardSettings) throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: root + "/portico.yaml") else {
            throw Refusal(.conflict, "refusal.init.exists", ["folder": root])
        }
        for folder in ["/data", "/keys", "/public", "/content"] { try Disk.makeFolders(root + folder) }
        if !files.fileExists(atPath: root + "/keys/root.key") { _ = try RootKey.create(root + "/keys/root.key") }
        for (name, text) in try Site.editableContent() where !files.fileExists(atPath: root + "/content/" + name) {
            try Data(text.utf8).write(to: URL(filePath: root + "/content/" + name))
        }
        // Last: a folder with portico.yaml is a workspace.
        let writer = try LocalWriter(root + "/portico.yaml")
        try writer.put(Array(settings.utf8))
        try writer.keep()
    }

    static let standardSettings = """
        # The settings of this workspace. `portico config show` lists all of them with where each value came from.

        # The origin by which browsers reach the portal. Links, cookies and origin checks come from it.
        base_url: http://127.0.0.1:8080

        """
}
