import Logging
import Model
import Records

/// Why a letter was not sent, or is sent again, where no server said so. The outbox's page says it in words.
enum MailReason: String, Sendable, CaseIterable {
    /// Its link had had its time.
    case expired
    /// The person may no longer sign in.
    case disabled
    /// The program ended while the server was asked: it may have arrived twice.
    case interrupted
}

extension OpenAgency {
    /// Sends what is due, one letter after the other. At least once: before a server is asked the records say so, and what
    /// was in hand when the program ended goes out again, marked as doubtful, under the same Message-ID.
    /// - Returns: when there is something to send next, nil when nothing waits; and whether the way is open.
    func deliver(by courier: Courier) async throws -> (next: Instant?, isOpen: Bool) {
        if try await records.read({ try $0.latestMail(in: [.sending], limit: 1) }).first != nil {
            let lost = try await records.write { try $0.doubtMail(reply: MailReason.interrupted.rawValue) }
            log.warning("mail was in hand when the program ended and goes out again", metadata: ["letters": "\(lost)"])
        }
        let reminder = try await remindOfPapers()
        try await writeDigests()
        var isOpen = true
        delivering: while !Task.isCancelled {
            let now = world.now()
            let batch = try await records.read { try $0.dueMail(at: now, limit: 50) }
            if batch.isEmpty { break }
            if let refusal = courier.refusal() {
                refuse(refusal)
                isOpen = false
                break
            }
            for mail in batch {
                guard !Task.isCancelled else { break delivering }
                isOpen = try await send(mail, by: courier)
                if !isOpen { break delivering }
            }
        }
        try await countTrouble()
        let next = [try await records.read { try $0.nextMail() }, reminder]
        return (next.compactMap { $0 }.min(), isOpen)
    }

    /// Letters wait: their server is in no register, or the contract does not hold. Said once an hour.
    private func refuse(_ refusal: Refusal) {
        let host = refusal.arguments["host"] ?? ""
        log.error("letters wait: their server may not be asked", metadata: ["why": "\(refusal.word)", "host": "\(host)"])
        note(
            Noted(
                .system, "egress.refuse", subject: "mail", outcome: "refused", detail: "\(host): \(refusal.word)",
                group: .session(Array(host.utf8))))
    }

    /// Sends one letter; false when no other can be sent now either.
    private func send(_ mail: Mail, by courier: Courier) async throws -> Bool {
        let (person, choice) = try await records.read { connection in
            (
                try mail.person.flatMap { try connection.person($0) },
                try mail.person.flatMap { try connection.mailChoice(of: $0) }
            )
        }
        if mail.person != nil, person?.isDisabled ?? true { return try await skip(mail, .disabled) }
        if let expires = mail.expires, expires <= world.now() { return try await skip(mail, .expired) }
        guard try await records.write({ try $0.beginSending(mail.id) }) else { return true }
        let message = try await message(mail, to: person?.name ?? "", token: choice?.token)
        let outcome = try await courier.carry(message, spool: settings.spool(of: slug.text))
        try await note(outcome, of: mail)
        return outcome.kind != .closed
    }

    private func message(_ mail: Mail, to name: String, token: String?) async throws -> MailMessage {
        let agency = try await agency()
        return MailMessage(
            id: mail.id.text,
            sender: MailMessage.Sender(
                name: agency.name, address: settings.mail.sender(settings.baseURL), replyTo: agency.email),
            name: name, address: mail.address, subject: mail.subject, body: mail.body, date: world.now(),
            decline: mail.isSecurity ? nil : token.map { "\(room.postOffice.home(agency))mail?token=\($0)" })
    }

    private func skip(_ mail: Mail, _ reason: MailReason) async throws -> Bool {
        var mail = mail
        (mail.state, mail.reply, mail.finished) = (.skipped, reason.rawValue, world.now())
        if mail.isSecurity { mail.body = "" }
        if mail.kind == MailLetter.lastKind { mail.address = "" }
        try await records.write { [mail] in try $0.update(mail) }
        if mail.kind == MailLetter.lastKind { try await records.scrub() }
        return true
    }

    /// Writes down what became of an attempt.
    private func note(_ outcome: MailOutcome, of mail: Mail) async throws {
        let (now, world) = (world.now(), world)
        var mail = mail
        mail.reply = String(outcome.reply.prefix(500))
        mail.isDoubtful = mail.isDoubtful || outcome.isDoubtful
        switch outcome.kind {
        case .taken:
            (mail.state, mail.finished) = (.sent, now)
            // Its link is a secret that has left the house.
            if mail.isSecurity { mail.body = "" }
        case .refused: (mail.state, mail.finished) = (.failed, now)
        case .later, .closed:
            mail.state = .waiting
            mail.due = now.adding(seconds: OpenAgency.pause(after: mail.tries + 1))
            if now >= mail.created.adding(seconds: settings.mail.patience) { (mail.state, mail.finished) = (.failed, now) }
        }
        // Whoever is erased is known here by nothing but this letter.
        if mail.kind == MailLetter.lastKind, mail.state != .waiting { (mail.address, mail.body, mail.reply) = ("", "", "") }
        try await records.write { [mail] in
            try $0.update(mail)
            guard mail.state == .failed else { return }
            var journal = Journal()
            journal.audit(
                actor: .system, action: "mail.send", subject: mail.id.text, outcome: "failed", detail: mail.reply)
            try $0.write(journal, world: world)
        }
        if mail.kind == MailLetter.lastKind, mail.state != .waiting { try await records.scrub() }
        if mail.state == .failed { log.warning("a letter was given up", metadata: ["mail": "\(mail.id)"]) }
    }

    /// Seconds until the next attempt: a minute at first, four hours in the end.
    static func pause(after tries: Int64) -> Int64 {
        let pauses: [Int64] = [60, 300, 900, 3600]
        return tries >= 1 && tries <= pauses.count ? pauses[Int(tries) - 1] : 4 * 3600
    }
}

extension WorkspaceSettings {
    /// Where an agency's letters lie while no mail server is set.
    func spool(of agency: String) -> String { folder(of: agency) + "/mail" }
}
