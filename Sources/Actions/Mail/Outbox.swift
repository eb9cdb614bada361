public import Model
import Records
import Site
import Synchronization
import Templates

/// The outbox as owners and admins see it.
public struct Outbox: Sendable {
    /// One letter, without its text.
    public struct Entry: Sendable {
        /// The letter, without its text.
        public let mail: Mail
        /// Of the recipient.
        public let name: String
        /// Whether it may be sent again.
        public let mayRepeat: Bool
    }

    /// What of the outbox is wanted.
    public enum Part: String, Sendable, CaseIterable {
        case all, waiting, sent, failed

        var states: [Mail.State] {
            switch self {
            case .all: []
            case .waiting: [.waiting, .sending]
            case .sent: [.sent]
            case .failed: [.failed, .skipped]
            }
        }
    }

    /// The newest first.
    public let entries: [Entry]
    /// From where on there are older ones; nil: there are none.
    public let older: ID<Mail>?
    /// How many letters are at each step.
    public let counts: [Mail.State: Int]
    /// The mail server, or nil when letters are files.
    public let server: String?
}

extension OpenAgency {
    static let outboxPage = 50

    /// The letters of the agency, the newest first.
    /// - Parameter before: only those older than this one.
    /// - Throws: `Refusal(.notFound)` for whoever is neither owner nor admin.
    public func outbox(_ session: Session, part: Outbox.Part = .all, before: String? = nil) async throws -> Outbox {
        try session.mustRun()
        note(Noted(session.actor, "outbox.read", subject: id.text, group: .session(session.tokenHash)))
        let (now, size) = (world.now(), OpenAgency.outboxPage)
        let before = before.flatMap { ID<Mail>(checking: $0) }
        let server = settings.mail.server.map { "\($0.host):\($0.port)" }
        return try await records.read { connection in
            let found = try connection.latestMail(in: part.states, before: before, limit: size + 1)
            let entries = try found.prefix(size).map { mail in
                Outbox.Entry(
                    mail: mail, name: try mail.person.flatMap { try connection.person($0) }?.name ?? "",
                    mayRepeat: mail.mayRepeat(at: now))
            }
            return Outbox(
                entries: entries, older: found.count > size ? entries.last?.mail.id : nil,
                counts: try connection.mailCounts(), server: server)
        }
    }

    /// Sends a letter again that failed or was skipped; twice is harmless.
    /// - Throws: `Refusal(.notFound)` when there is no such letter, `.conflict` when its text is gone or its link over.
    public func sendAgain(mail text: String, _ session: Session) async throws {
        try session.mustRun()
        let now = world.now()
        let isQueued = try await change { connection, journal in
            guard let id = ID<Mail>(checking: text), var mail = try connection.mail(id) else {
                throw Refusal(.notFound, "refusal.not-found")
            }
            if mail.state == .waiting || mail.state == .sending { return false }
            guard mail.mayRepeat(at: now) else { throw Refusal(.conflict, "refusal.mail.gone") }
            (mail.state, mail.due, mail.finished) = (.waiting, now, nil)
            try connection.update(mail)
            journal.audit(actor: session.actor, action: "mail.again", subject: id.text)
            return true
        }
        if isQueued { room.schedule.wake(slug, at: now) }
        try await countTrouble()
    }

    /// Sends one mail to the session's own person, to see whether mail works.
    public func testMail(_ session: Session) async throws -> MailTrial {
        try session.mustRun()
        let agency = try await agency()
        let words = site.words(session.person.language.isEmpty ? agency.language : session.person.language)
        let sender = MailMessage.Sender(
            name: agency.name, address: settings.mail.sender(settings.baseURL), replyTo: agency.email)
        let message = MailMessage(
            id: world.uuid(), sender: sender, name: session.person.name, address: session.person.email,
            subject: words.text("mail.test.subject"),
            body: words.text("mail.test.body", ["origin": room.postOffice.home(agency)]) + "\n", date: world.now())
        let trial = try await Courier(settings.mail, egress).trial(message, spool: settings.spool(of: slug.text))
        note(
            Noted(session.actor, "mail.test", subject: session.person.id.text, outcome: trial.isTaken ? "ok" : "failed"))
        return trial
    }

    /// How many letters failed, as far as it is known without asking the records.
    public var failedMail: Int { trouble.count }

    var trouble: MailTrouble { parts.part { MailTrouble() } }

    /// Counts the letters that failed.
    func countTrouble() async throws {
        trouble.count = try await records.read { try $0.mailCounts()[.failed] ?? 0 }
    }
}

/// How many letters of an agency failed: kept, because every page of the staff may show it.
final class MailTrouble: Sendable {
    private let kept = Mutex(0)

    var count: Int {
        get { kept.withLock { $0 } }
        set { kept.withLock { $0 = newValue } }
    }
}

extension Session {
    /// - Throws: `Refusal(.notFound)` for whoever is neither owner nor admin.
    func mustRun() throws {
        guard person.role == .owner || person.role == .admin else { throw Refusal(.notFound, "refusal.not-found") }
    }
}

extension Mail {
    /// Whether it may be sent again: it was not sent, its text is there, and it is still worth something.
    func mayRepeat(at now: Instant) -> Bool {
        [.failed, .skipped].contains(state) && !body.isEmpty && expires.map { now < $0 } ?? true
    }
}
