import Actions
import ArgumentParser
import Foundation
import Glibc
import Logging
import Model
import NIOCore
import Server
import ServiceLifecycle
import UnixSignals

/// `portico serve`: the server, owner of the workspace.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the portals. Other commands then run in this process.")
    @OptionGroup var common: CommonOptions
    @Option(help: "The address to listen on.") var host: String?
    @Option(help: "The port to listen on; 0 takes any free one.") var port: Int?
    @Option(help: "Addresses of the reverse proxies whose X-Forwarded-* headers count, separated by commas.") var behindProxy:
        String?

    func run() async throws {
        let folder = try WorkspaceFolder(common.root)
        var flags: [String: String] = [:]
        flags["host"] = host
        flags["port"] = port.map(String.init)
        flags["behind_proxy"] = behindProxy
        try await Service(folder: folder, settings: try folder.settings(flags: flags)).run { port in
            say("Portico serves \(folder.path) on port \(port).")
        }
    }
}

/// The server's process: workspace, HTTP, the socket for commands, the background, until a signal ends it.
struct Service {
    let folder: WorkspaceFolder
    let settings: Settings

    /// - Parameter onListening: called once, when the port is open.
    func run(onListening: @escaping @Sendable (_ port: Int) async -> Void) async throws {
        let log = logger()
        let workspace = try folder.open(settings, mode: .serving, log: log)
        if let refusal = workspace.mailRefusal {
            log.error("\(Complaint.text(refusal.word, refusal.arguments)) \(Complaint.text("hint.egress.declare"))")
        }
        // This very program, also when another has taken its place on the disk.
        workspace.usePasswords(in: "/proc/self/exe")
        let commands = try ControlServer(path: folder.socket, log: log) { request, io in
            await RemoteCommand.run(request, on: workspace, io: io)
        }
        let server: PorticoServer
        do {
            server = try PorticoServer(workspace: workspace, settings: settings.server, log: log) { port in
                commands.start()
                await onListening(port)
                await FirstRun(workspace: workspace, origin: settings.text("base_url")).tell()
            }
        } catch {
            commands.stop()
            await workspace.stop()
            throw error
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: Promises(workspace: workspace, every: settings.number("prove_every")),
                        successTerminationBehavior: .ignore),
                    .init(service: Background(workspace: workspace), successTerminationBehavior: .gracefullyShutdownGroup),
                    .init(service: server, failureTerminationBehavior: .gracefullyShutdownGroup),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: log))
        var failure: (any Error)?
        do {
            try await group.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE || error.errnoCode == EADDRNOTAVAIL {
            failure = Refusal(
                .configuration, error.errnoCode == EADDRINUSE ? "refusal.server.port" : "refusal.server.address",
                ["host": settings.text("host"), "port": settings.text("port")], cause: error)
        } catch {
            failure = error
        }
        commands.stop()
        await workspace.stop()
        if let failure { throw failure }
    }

    private func logger() -> Logger {
        var log = Logger(label: "portico") { _ in LineLog() }
        log.logLevel = Logger.Level(rawValue: settings.text("log_level")) ?? .info
        return log
    }
}

/// Midnight, audit counts, old receipts.
private struct Background: ServiceLifecycle.Service {
    let workspace: Workspace

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await workspace.run() }
    }
}

/// The promises of the privacy texts, checked from time to time.
private struct Promises: ServiceLifecycle.Service {
    let workspace: Workspace
    let every: Int64

    func run() async throws {
        await cancelWhenGracefulShutdown { await Proving.run(workspace, every: every) }
    }
}

/// A command that came over the socket.
enum RemoteCommand {
    static func run(_ request: Frame.Request, on workspace: Workspace, io: RemoteIO) async -> Int32 {
        do {
            guard request.version == Portico.version else {
                throw Refusal(
                    .conflict, "refusal.control.version", ["here": Portico.version, "there": request.version])
            }
            guard let command = try Portico.parseAsRoot(request.arguments) as? any WorkspaceCommand else {
                throw Refusal(.usage, "refusal.control.command")
            }
            return try await command.run(on: workspace, io: io).rawValue
        } catch {
            let complaint = Complaint(error)
            await complaint.show(on: io)
            return complaint.exit.rawValue
        }
    }
}
