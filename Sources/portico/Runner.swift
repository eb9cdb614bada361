import Actions
import ArgumentParser
import Foundation
import Logging
import Model
import Site

/// A command that works on a workspace: in this process when it may own the workspace, otherwise in the process that
/// does, through its socket. Either way it is the same code.
protocol WorkspaceCommand: AsyncParsableCommand, Sendable {
    var common: CommonOptions { get }
    /// Whether it only looks: nothing is mended, no marks are left.
    var isLooking: Bool { get }
    /// How it has the workspace, when no server does.
    var mode: Workspace.Mode { get }

    /// Does the work. Files are opened through `io` alone.
    func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit
}

extension WorkspaceCommand {
    var isLooking: Bool { false }
    var mode: Workspace.Mode { isLooking ? .looking : .command }

    mutating func run() async throws {
        let exit = try await Runner.run(self)
        if exit != .done { throw exit.code }
    }
}

enum Runner {
    /// Runs a command here or there.
    static func run(_ command: some WorkspaceCommand) async throws -> Exit {
        let folder = try WorkspaceFolder(command.common.root)
        let settings = try folder.settings()
        let watched = isatty(2) == 1
        do {
            let workspace = try folder.open(settings, mode: command.mode, log: .quiet)
            do {
                let exit = try await command.run(on: workspace, io: LocalIO(watched: watched))
                await workspace.stop()
                return exit
            } catch {
                await workspace.stop()
                throw error
            }
        } catch let refusal as Refusal where refusal.kind == .locked {
            return try await there(folder, refusal, watched)
        }
    }

    /// Asks the owner of the workspace. It may be on its way up or down, so a second is waited for its socket.
    private static func there(_ folder: WorkspaceFolder, _ refusal: Refusal, _ watched: Bool) async throws -> Exit {
        for _ in 0..<20 {
            if let client = ControlClient(path: folder.socket) {
                let arguments = absolute(Array(CommandLine.arguments.dropFirst()))
                let code = try client.run(arguments, version: Portico.version, watched: watched)
                return Exit(rawValue: code) ?? .failed
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw refusal
    }

    /// The arguments as they are, with the folder in which they were typed, so that paths mean the same there.
    private static func absolute(_ arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        return arguments[..<end] + ["--from", FileManager.default.currentDirectoryPath] + arguments[end...]
    }
}

extension Logger {
    /// For commands, which tell what went wrong themselves.
    static var quiet: Logger {
        var log = Logger(label: "portico") { _ in LineLog() }
        log.logLevel = .critical
        return log
    }
}
