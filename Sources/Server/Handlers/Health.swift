import Actions
import Crypto
import HTTPTypes
import Hummingbird
import Model

/// What machines ask; by any host.
enum Health {
    private struct State: Encodable {
        var status: String
        var agencies: [String]?
    }

    /// GET `/livez`: the process answers.
    static func live(_ request: Request, _ incoming: Incoming) async throws -> Response {
        .json(try JSONText.bytes(State(status: "ok")))
    }

    /// GET `/readyz`: which agencies are shut because they could not be opened. The others go on, so it is 200 all the same.
    static func ready(_ request: Request, _ incoming: Incoming) async throws -> Response {
        let shut = await incoming.parts.workspace.health().map(\.agency.text)
        return .json(try JSONText.bytes(State(status: shut.isEmpty ? "ok" : "degraded", agencies: shut)))
    }

    /// GET `/metrics`: only with its token; without, there is no such page.
    static func metrics(_ request: Request, _ incoming: Incoming) async throws -> Response {
        guard let token = incoming.parts.settings.metricsToken, !token.isEmpty,
            let sent = request.headers[.authorization], isSame(sent, "Bearer " + token)
        else { throw Refusal(.notFound, "refusal.not-found") }
        var response = Response.text(incoming.parts.metrics.text(connections: incoming.parts.connections.total))
        response.headers[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
        return response
    }

    /// Compares digests, so that the time tells nothing of the token.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        SHA256.hash(data: Array(one.utf8)) == SHA256.hash(data: Array(other.utf8))
    }
}
