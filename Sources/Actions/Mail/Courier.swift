import Model
import Threads

/// Takes letters to the mail server, or to the spool, off the threads that serve requests: one at a time, over one
/// connection as long as the batch lasts.
///
/// Unchecked: `carrier` is touched in the one place of the lane only.
final class Courier: @unchecked Sendable {
    private let settings: MailSettings
    private let egress: Egress
    private let lane = Lane("mail", width: 1)
    private var carrier: SMTPCarrier?

    init(_ settings: MailSettings, _ egress: Egress) {
        (self.settings, self.egress) = (settings, egress)
    }

    /// Why the mail server may not be asked; nil when it may, or none is set.
    func refusal() -> Refusal? {
        guard let server = settings.server else { return nil }
        do {
            _ = try egress.permit(server.host, server.port)
            return nil
        } catch {
            return error as? Refusal
        }
    }

    /// - Parameter spool: the folder for letters while no server is set.
    func carry(_ message: MailMessage, spool: String) async throws -> MailOutcome {
        try await lane.run { [self] in
            guard let server = settings.server else { return SpoolCarrier(spool).carry(message) }
            let carrier = try carrier ?? SMTPCarrier(server, egress.permit(server.host, server.port))
            self.carrier = carrier
            let outcome = carrier.carry(message)
            if outcome.kind == .closed { self.carrier = nil }
            return outcome
        }
    }

    /// The same over a connection of its own, with every line of the dialogue.
    func trial(_ message: MailMessage, spool: String) async throws -> MailTrial {
        try await lane.run { [settings, egress] in
            guard let server = settings.server else {
                let carrier = SpoolCarrier(spool)
                let outcome = carrier.carry(message)
                return MailTrial(
                    isTaken: outcome.kind == .taken, reply: outcome.reply, dialogue: [], spool: carrier.path(of: message))
            }
            let carrier = SMTPCarrier(server, try egress.permit(server.host, server.port))
            let outcome = carrier.carry(message)
            return MailTrial(
                isTaken: outcome.kind == .taken, reply: outcome.reply, dialogue: carrier.dialogue.lines, spool: nil)
        }
    }

    /// Ends the connection, if there is one.
    func rest() {
        lane.add { [self] in carrier = nil }
    }
}

/// What became of a mail that was only sent to see whether mail works.
public struct MailTrial: Sendable, Hashable {
    /// Whether the server took it. Whether it arrives, only its recipient can tell.
    public let isTaken: Bool
    /// The server's last reply, or why there was none.
    public let reply: String
    /// Every line that was said: `> ` ours, `< ` the server's. Passwords are not among them.
    public let dialogue: [String]
    /// The file, when no server is set.
    public let spool: String?
}
