import Actions
import Hummingbird
import Model

/// What witnesses of the audit logs keep; by any host, and the same for all agencies.
enum CheckpointHandlers {
    /// GET `/.well-known/audit-checkpoint`: the newest note, as it was signed.
    static func note(_ request: Request, _ incoming: Incoming) async throws -> Response {
        guard let checkpoint = try await incoming.parts.workspace.newestCheckpoint() else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return .text(checkpoint.note)
    }

    /// GET `/.well-known/audit-key`: nothing is made for whoever asks, so it is there with the first checkpoint.
    static func key(_ request: Request, _ incoming: Incoming) async throws -> Response {
        guard try await incoming.parts.workspace.newestCheckpoint() != nil else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return .text(try await incoming.parts.workspace.checkpointKeyText() + "\n")
    }
}
