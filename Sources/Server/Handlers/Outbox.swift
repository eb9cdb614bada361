import Actions
import Hummingbird
import Model
import Site
import Templates

/// The outbox, for owners and admins.
enum OutboxHandlers {
    /// GET `/AGENCY/staff/mail/`.
    static func show(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let done = staff.query["done"] == "again" ? "outbox.done.again" : nil
        return .page(try await page(staff, done: done))
    }

    /// POST `/AGENCY/staff/mail/ID/again`.
    static func again(_ request: Request, _ staff: StaffSession) async throws -> Response {
        try await staff.agency.sendAgain(mail: staff.visitor.path.segments[3], staff.session)
        return .redirect(to: home(staff) + "?done=again")
    }

    /// POST `/AGENCY/staff/mail/test`: one mail to oneself, and what was said with the server.
    static func test(_ request: Request, _ staff: StaffSession) async throws -> Response {
        let trial = try await staff.agency.testMail(staff.session)
        let words = staff.site.words(staff.signedIn.ownLanguage)
        let sentence =
            if let spool = trial.spool, trial.isTaken {
                words.text("outbox.trial.spool", ["file": spool.split(separator: "/").suffix(4).joined(separator: "/")])
            } else if trial.isTaken {
                words.text("outbox.trial.taken", ["email": staff.session.person.email, "reply": trial.reply])
            } else {
                words.text("outbox.trial.refused", ["reply": trial.reply])
            }
        let shown = OutboxPage.Trial(isTaken: trial.isTaken, sentence: sentence, dialogue: trial.dialogue)
        return .page(try await page(staff, trial: shown))
    }

    private static func home(_ staff: StaffSession) -> String { staff.visitor.home + "staff/mail/" }

    private static func page(
        _ staff: StaffSession, done: String? = nil, trial: OutboxPage.Trial? = nil
    ) async throws -> [UInt8] {
        let part = staff.query["part"].flatMap(Outbox.Part.init(rawValue:)) ?? .all
        let outbox = try await staff.agency.outbox(staff.session, part: part, before: staff.query["before"])
        let maker = OutboxPageMaker(staff)
        return try maker.page(outbox, part: part, done: done, trial: trial)
            .bytes(site: staff.site, language: staff.signedIn.ownLanguage)
    }
}

/// Makes the page from the letters.
private struct OutboxPageMaker {
    let staff: StaffSession
    let words: Words
    let formats: Formats
    let home: String

    init(_ staff: StaffSession) {
        self.staff = staff
        words = staff.site.words(staff.signedIn.ownLanguage)
        formats = staff.site.formats(language: staff.signedIn.ownLanguage, agency: staff.settings)
        home = staff.visitor.home + "staff/mail/"
    }

    func page(_ outbox: Outbox, part: Outbox.Part, done: String?, trial: OutboxPage.Trial?) -> OutboxPage {
        OutboxPage(
            frame: staff.site.frame(
                agency: staff.settings, language: staff.signedIn.ownLanguage, signedIn: true,
                nav: StaffPages.navigation(staff, at: .mail)),
            lead: outbox.server.map { words.text("outbox.lead", ["server": $0]) } ?? words.text("outbox.lead.spool"),
            parts: Outbox.Part.allCases.map { item($0, outbox, isCurrent: $0 == part) },
            entries: outbox.entries.map(entry),
            older: outbox.older.map { "\(home)?part=\(part.rawValue)&before=\($0)" },
            done: done.map { words.text($0) }, test: home + "test", trial: trial)
    }

    private func item(_ part: Outbox.Part, _ outbox: Outbox, isCurrent: Bool) -> Frame.Item {
        let label =
            switch part {
            case .all: words.text("outbox.part.all")
            case .waiting: words.text("outbox.part.waiting")
            case .sent: words.text("outbox.part.sent")
            case .failed: words.text("outbox.part.failed")
            }
        let failed = outbox.counts[.failed] ?? 0
        return Frame.Item(
            label: part == .failed && failed > 0 ? "\(label) (\(failed))" : label, href: "\(home)?part=\(part.rawValue)",
            current: isCurrent ? "page" : nil)
    }

    private func entry(_ entry: Outbox.Entry) -> OutboxPage.Entry {
        let mail = entry.mail
        var about = [formats.moment(mail.finished ?? mail.created)]
        if mail.tries > 1 { about.append(words.text("outbox.tries", count: Int(mail.tries))) }
        if mail.state == .waiting, mail.tries > 0 {
            about.append(words.text("outbox.next", ["moment": formats.moment(mail.due)]))
        }
        return OutboxPage.Entry(
            subject: mail.subject.isEmpty ? words.text("outbox.purged") : mail.subject,
            to: [entry.name, mail.address].filter { !$0.isEmpty }.joined(separator: " · "),
            about: about.joined(separator: " · "), state: mail.state.rawValue, status: status(mail.state),
            reply: reply(mail), doubt: mail.isDoubtful ? words.text("outbox.doubtful") : nil,
            again: entry.mayRepeat ? "\(home)\(mail.id)/again" : nil)
    }

    private func status(_ state: Mail.State) -> String {
        switch state {
        case .waiting: words.text("outbox.state.waiting")
        case .sending: words.text("outbox.state.sending")
        case .sent: words.text("outbox.state.sent")
        case .failed: words.text("outbox.state.failed")
        case .skipped: words.text("outbox.state.skipped")
        }
    }

    /// Our own reasons in words, a server's as they are.
    private func reply(_ mail: Mail) -> String? {
        switch mail.reply {
        case "": nil
        case "expired": words.text("outbox.reason.expired")
        case "disabled": words.text("outbox.reason.disabled")
        case "interrupted": words.text("outbox.reason.interrupted")
        default: mail.reply
        }
    }
}
