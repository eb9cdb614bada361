import Actions
import Crypto
import HTTPTypes
import Hummingbird
import Model

/// What machines ask; by any host.
enum Health {
    /// Ages in seconds; absent: there is none.
    private struct Backups: Encodable {
        let newest: Int64?
        let drill: Int64?
        let restorable: Bool?
    }

    private struct State: Encodable {
        var status: String
        var agencies: [String]?
        var backup: Backups?
    }

    /// GET `/livez`: the process answers.
    static func live(_ request: Request, _ incoming: Incoming) async throws -> Response {
        .json(try JSONText.bytes(State(status: "ok")))
    }

    /// GET `/readyz`: which agencies are shut because they could not be opened, and how old the newest backup and the last
    /// restore drill are. The others go on, so it is 200 all the same.
    static func ready(_ request: Request, _ incoming: Incoming) async throws -> Response {
        let workspace = incoming.parts.workspace
        let shut = await workspace.health().map(\.agency.text)
        let (state, now) = (workspace.backupState(), workspace.world.now())
        let backups = state.map {
            Backups(newest: $0.age(at: now), drill: $0.drillAge(at: now), restorable: $0.drill?.isGood)
        }
        return .json(
            try JSONText.bytes(State(status: shut.isEmpty ? "ok" : "degraded", agencies: shut, backup: backups)))
    }

    /// GET `/metrics`: only with its token; without, there is no such page.
    static func metrics(_ request: Request, _ incoming: Incoming) async throws -> Response {
        guard let token = incoming.parts.settings.metricsToken, !token.isEmpty,
            let sent = request.headers[.authorization], isSame(sent, "Bearer " + token)
        else { throw Refusal(.notFound, "refusal.not-found") }
        let workspace = incoming.parts.workspace
        let text = incoming.parts.metrics.text(connections: incoming.parts.connections.total)
        var response = Response.text(text + backups(workspace.backupState(), at: workspace.world.now()))
        response.headers[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
        return response
    }

    private static func backups(_ state: BackupState?, at now: Instant) -> String {
        var lines: [String] = []
        func gauge(_ name: String, _ value: Int64?) {
            if let value { lines += ["# TYPE portico_\(name) gauge", "portico_\(name) \(value)"] }
        }
        gauge("backup_age_seconds", state?.age(at: now))
        gauge("backup_snapshots", state.map { Int64($0.snapshots) })
        gauge("restore_drill_age_seconds", state?.drillAge(at: now))
        gauge("restore_drill_ok", state?.drill.map { $0.isGood ? 1 : 0 })
        return lines.map { $0 + "\n" }.joined()
    }

    /// Compares digests, so that the time tells nothing of the token.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        SHA256.hash(data: Array(one.utf8)) == SHA256.hash(data: Array(other.utf8))
    }
}
