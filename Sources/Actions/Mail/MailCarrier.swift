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

    /// Forgets the letters that are not to be kept. What is no letter stays.
    static func purge(_ folder: String, keeping kept: Set<ID<Mail>>) throws {
        for name in try letters(folder) {
            guard let id = ID<Mail>(checking: String(name.dropLast(4))), !kept.contains(id) else { continue }
            try Disk.remove(folder + "/" + name)
        }
    }

    /// The files in it that may be letters.
    static func letters(_ folder: String) throws -> [String] {
        Disk.isFolder(folder) ? try Disk.names(in: folder).filter { $0.hasSuffix(".eml") } : []
    }

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
