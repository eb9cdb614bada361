import Actions
import Foundation
import Logging
import Model
import Proof
import Server
import Site
import Synchronization

/// Runs the checks of the promises in the process that owns the workspace, against a server of this very program on a port of its
/// own: it listens to this machine alone and answers as the server of the workspace does, from the same records and pages.
enum Proving {
    /// The workspaces in which a run is under way.
    private static let running = Mutex<Set<String>>([])

    /// - Parameter body: is given the prover while the server answers.
    /// - Throws: `Refusal(.conflict)` while another run is under way.
    static func with<T: Sendable>(
        _ workspace: Workspace, _ body: @Sendable (Prover) async throws -> T
    ) async throws -> T {
        let root = workspace.settings.root
        guard running.withLock({ $0.insert(root).inserted }) else { throw Refusal(.conflict, "refusal.proof.running") }
        defer { running.withLock { _ = $0.remove(root) } }
        var settings = ServerSettings()
        (settings.port, settings.proxies, settings.baseURL) = (0, ["127.0.0.1"], workspace.settings.baseURL)
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = try PorticoServer(workspace: workspace, settings: settings, log: workspace.log) { listening.yield($0) }
        let task = Task {
            defer { listening.finish() }
            try await server.run()
        }
        defer { task.cancel() }
        guard let port = await ports.first(where: { _ in true }) else {
            try await task.value
            throw Refusal(.failed, "refusal.failed")
        }
        let routes = RouteList.rows.map { LabRoute(method: $0.method, path: $0.path, permission: $0.permission) }
        return try await body(
            Prover(
                workspace: workspace, place: Prover.Place(port: port, routes: routes),
                build: BuildID.text(version: Portico.version)))
    }

    /// Proves everything and keeps it.
    static func prove(
        _ workspace: Workspace, by actor: Actor, note: @escaping @Sendable (String) async -> Void = { _ in }
    ) async throws -> KeptProof {
        let run = try await with(workspace) { try await $0.run(note: note) }
        return try await workspace.keep(run, by: actor)
    }

    /// Goes on until it is cancelled: proves when the newest run is older than that.
    /// - Parameter every: seconds; 0: never.
    static func run(_ workspace: Workspace, every: Int64) async {
        guard every > 0 else { return }
        // A server that is just starting has other things to do.
        var pause: Int64 = 60
        while !Task.isCancelled {
            do { try await Task.sleep(for: .seconds(pause)) } catch { return }
            pause = min(every, 60)
            do {
                let newest = try await workspace.newestProof()?.run.instant
                guard try !workspace.slugs.isEmpty else { continue }
                if let newest, workspace.world.now() < newest.adding(seconds: every) { continue }
                let run = try await prove(workspace, by: .system).run
                let failing = run.verdicts.count { $0.result == .failing }
                workspace.log.notice(
                    "the promises were checked", metadata: ["promises": "\(run.verdicts.count)", "failing": "\(failing)"])
            } catch {
                workspace.log.error("the promises were not checked", metadata: ["error": "\(error)"])
                pause = min(every, 3600)
            }
        }
    }
}
