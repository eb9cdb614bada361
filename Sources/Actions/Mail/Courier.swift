import Model
import Threads

/// Takes letters to the mail server, or to the spool, off the threads that serve requests: one at a time, over one
/// connection as long as the batch lasts.
///
/// Unchecked: `carrier` is touched in the one place of the lane only.
final class Courier: @unchecked Sendable {
    private let settings: MailSettings
    private let lane = Lane("mail", width: 1)
    private var carrier: SMTPCarrier?

    init(_ settings: MailSettings) {
        self.settings = settings
    }

    /// - Parameter spool: the folder for letters while no server is set.
    func carry(_ message: MailMessage, spool: String) async throws -> MailOutcome {
        try await lane.run { [self] in
            guard let server = settings.server else { return SpoolCarrier(spool).carry(message) }
            let carrier = carrier ?? SMTPCarrier(server)
            self.carrier = carrier
            let outcome = carrier.carry(message)
            if outcome.kind == .closed { self.carrier = nil }
            return outcome
        }
    }

    /// The same over a connection of its own, with every line of the dialogue.
    func trial(_ message: MailMessage, spool: String) async throws -> MailTrial {
        try await lane.run { [settings] in
            guard let server = settings.server else {
                let carrier = SpoolCarrier(spool)
                let outcome = carrier.carry(message)
                return MailTrial(
                    isTaken: outcome.kind == .taken, reply: outcome.reply, dialogue: [], spool: carrier.path(of: message))
            }
            let carrier = SMTPCarrier(server)
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
