import Actions
import ArgumentParser
import Foundation
import Model

/// `portico demo`: a workspace with two agencies, made at the first run, served at every run.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a demo workspace with two agencies, build their portals and serve them.")
    @OptionGroup var common: CommonOptions
    @Option(help: "The port to listen on; 0 takes any free one.") var port = 8080
    @Flag(help: "Make the workspace and stop.") var onlyMake = false

    func run() async throws {
        let root = URL(filePath: common.root ?? "demo").standardizedFileURL.path
        let settings = "base_url: http://127.0.0.1:\(port)\nport: \(port)\nlog_level: warning\n"
        let signIns = root + "/sign-ins.txt"
        if !FileManager.default.fileExists(atPath: signIns) {
            if !FileManager.default.fileExists(atPath: root + "/portico.yaml") { try Init.make(root, settings: settings) }
            try await make(in: WorkspaceFolder(root), signIns)
        }
        if onlyMake { return say(try String(contentsOfFile: signIns, encoding: .utf8)) }
        let folder = try WorkspaceFolder(root)
        let service = Service(folder: folder, settings: try folder.settings(flags: ["port": String(port)]))
        let lines = try String(contentsOfFile: signIns, encoding: .utf8)
        try await service.run { port in
            say("\nThe demo is served on http://127.0.0.1:\(port) (Ctrl-C ends it). Sign in as one of these:\n\n\(lines)")
        }
    }

    /// Agencies, records, people, pages. The list of sign-ins is written last: with it, the demo is whole.
    private func make(in folder: WorkspaceFolder, _ signIns: String) async throws {
        let workspace = try folder.open(try folder.settings(), mode: .command, log: .quiet)
        do {
            var lines = ""
            for agency in DemoAgency.all { lines += try await agency.make(in: workspace) }
            await workspace.stop()
            try Data(lines.utf8).write(to: URL(filePath: signIns), options: .atomic)
        } catch {
            await workspace.stop()
            throw error
        }
    }
}
