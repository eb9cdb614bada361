public import Actions
import Foundation
import Hummingbird
import HummingbirdCore
public import Logging
import Model
import NIOPosix
public import ServiceLifecycle
import Site

/// The HTTP server of a workspace. It stops gracefully: requests in progress are finished, new ones not taken.
public struct PorticoServer: Service {
    private let parts: Parts
    private let front: Front
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// - Parameter onListening: called once the port is open, with its number.
    /// - Throws: `Refusal(.configuration)` for settings with which nothing would work or somebody could listen in, and for
    ///   templates that do not fit their pages.
    public init(
        workspace: Workspace, settings: ServerSettings, log: Logger,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws {
        _ = ProgramMetrics.install
        let base = try PorticoServer.checked(settings)
        try ServerPages.check(workspace.site)
        let connections = ConnectionRegistry(limit: settings.limits.connectionsOfAddress)
        parts = Parts(
            workspace: workspace, settings: settings, metrics: MetricsRegistry(), connections: connections, log: log)
        front = Front(
            parts: parts, table: .all, base: base, proxies: Proxies(settings.proxies), hosts: AgencyHosts(workspace),
            readyHeads: ReadyAnswer.Heads(isSecure: base.isSecure))
        self.onListening = onListening
    }

    /// Listens until the task is cancelled or the service group shuts down.
    public func run() async throws {
        let connection = HTTPConnection(limits: parts.settings.limits, registry: parts.connections, responder: front)
        let server = connection.server(
            configuration: ServerConfiguration(
                address: .hostname(parts.settings.host, port: parts.settings.port), backlog: 1024,
                availableConnectionsDelegate: .maximum(parts.settings.limits.connections, logger: parts.log)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? parts.settings.port) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: parts.log)
        try await server.run()
    }

    /// What can be wrong at boot is refused at boot.
    private static func checked(_ settings: ServerSettings) throws -> Origin {
        guard let base = Origin(settings.baseURL) else {
            throw Refusal(.configuration, "refusal.server.base-url", ["value": settings.baseURL])
        }
        let isLoopback = settings.host == "localhost" || settings.host == "::1" || settings.host.hasPrefix("127.")
        guard isLoopback || !settings.proxies.isEmpty else {
            throw Refusal(.configuration, "refusal.server.open", ["host": settings.host], hint: "hint.server.open")
        }
        guard !base.isSecure || !settings.proxies.isEmpty else {
            throw Refusal(.configuration, "refusal.server.https", ["value": settings.baseURL], hint: "hint.server.https")
        }
        if let bad = settings.proxies.first(where: { !Proxies.isAddress($0) }) {
            throw Refusal(.configuration, "refusal.server.proxy", ["value": bad])
        }
        return base
    }
}

/// Makes the HTTP server of a workspace.
/// - Throws: as `PorticoServer.init`.
public func makeServer(workspace: Workspace, settings: ServerSettings, log: Logger) throws -> some Service {
    try PorticoServer(workspace: workspace, settings: settings, log: log)
}
