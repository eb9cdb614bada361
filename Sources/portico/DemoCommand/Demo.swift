import Actions
import ArgumentParser
import Foundation
import Model

/// `portico demo`: a workspace with two agencies, made at the first run, served at every run.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Make a demo workspace with two agencies, build their portals and serve them.")
    @OptionGroup var common: CommonOptions
    @Option(help: "The port to listen on; 0 takes any free one.") var port = 8080
    @Flag(help: "Make the workspace and stop.") var onlyMake = false

    func run() async throws {
        let root = URL(filePath: common.root ?? "demo").standardizedFileURL.path
        let signIns = root + "/sign-ins.txt"
        if !FileManager.default.fileExists(atPath: signIns) {
            try prepare(root)
            try await make(in: WorkspaceFolder(root), signIns)
        }
        let port = port == 0 ? try FreePort.find() : port
        let origin = "http://127.0.0.1:\(port)"
        let lines = try String(contentsOfFile: signIns, encoding: .utf8).replacing("ORIGIN", with: origin)
        if onlyMake { return say(lines) }
        let folder = try WorkspaceFolder(root)
        let settings = try folder.settings(flags: ["port": String(port), "base_url": origin])
        try await Service(folder: folder, settings: settings).run { _ in
            say("\nThe demo is served on \(origin) (Ctrl-C ends it). Sign in as one of these:\n\n\(lines)")
        }
    }

    /// The first line of the settings of a demo: nothing else is filled with invented agencies.
    private static let mark = "# The workspace of `portico demo`."

    /// A new workspace, or one of an earlier demo that was not finished.
    private func prepare(_ root: String) throws {
        guard let text = try? String(contentsOfFile: root + "/portico.yaml", encoding: .utf8) else {
            return try Init.make(root, settings: Demo.mark + "\nlog_level: warning\noperator_is_agency: true\n")
        }
        guard text.hasPrefix(Demo.mark) else { throw Refusal(.conflict, "refusal.demo.other", ["folder": root]) }
    }

    /// Agencies, records, people, pages. The list of sign-ins is written last: with it, the demo is whole.
    private func make(in folder: WorkspaceFolder, _ signIns: String) async throws {
        let workspace = try folder.open(try folder.settings(), mode: .command, log: .quiet)
        do {
            var lines = ""
            for agency in DemoAgency.all { lines += try await agency.make(in: workspace) }
            await workspace.stop()
            let writer = try LocalWriter(signIns)
            try writer.put(Array(lines.utf8))
            try writer.keep()
        } catch {
            await workspace.stop()
            throw error
        }
    }
}
