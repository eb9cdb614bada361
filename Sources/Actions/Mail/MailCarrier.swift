import Model

/// What takes letters away, one after the other. Used on one thread at a time, and waits as long as it takes.
protocol MailCarrier: AnyObject {
    func carry(_ message: MailMessage) -> MailOutcome
}

/// What became of one attempt.
struct MailOutcome: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case taken
        /// Not now: this letter again later.
        case later
        /// Not now, and no other letter either.
        case closed
        /// Never.
        case refused
    }

    let kind: Kind
    /// The server's last reply, or why there was none; one line.
    let reply: String
    /// Whether the whole letter had been handed over when the answer failed to come.
    var isDoubtful = false
}

/// Puts letters as files into a folder.
final class SpoolCarrier: MailCarrier {
    private let folder: String

    init(_ folder: String) {
        self.folder = folder
    }

    func path(of message: MailMessage) -> String { folder + "/" + message.id + ".eml" }

    func carry(_ message: MailMessage) -> MailOutcome {
        let path = path(of: message)
        do {
            let writer = try LocalWriter(path)
            try writer.put(message.bytes)
            try writer.keep()
            return MailOutcome(kind: .taken, reply: "spool " + message.id + ".eml")
        } catch {
            return MailOutcome(kind: .closed, reply: "\(folder): \((error as? Refusal)?.word ?? "\(error)")")
        }
    }
}
