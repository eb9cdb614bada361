import Model
import Records
import Site
import Templates

/// Contacts who do not sign in for long: three letters, then the account is put away, sealed, and at three years it is erased.
/// Whoever signs in before that has never been inactive.
struct InactiveAccounts: Sendable {
    /// Between two steps, seconds.
    static let pause: Int64 = 30 * 86_400
    static let warnings = 3

    let run: RetentionRun
    let rule: RetentionRule
    let cutoff: Instant

    private enum Step: Sendable { case warn, close, erase }

    func work() async throws -> RetentionOutcome {
        let (agency, cutoff, isDry) = (run.agency, cutoff, run.isDry)
        if !isDry { try await agency.records.write { try $0.forgetInactivity(signedInSince: cutoff) } }
        let found = try await agency.records.read { try $0.inactive(since: cutoff) }
        var due: [(Inactivity, Step)] = []
        var held = 0
        for one in found {
            guard let step = step(one) else { continue }
            let former = step == .erase ? try await agency.room.archived(.person(one.person))?.clients ?? [] : []
            let mustStay = try await agency.records.read { connection in
                if step == .close, try connection.awaitsAnswer(one.person) { return true }
                return try connection.mustStay(.person(one.person), former: former)
            }
            if mustStay {
                held += 1
            } else {
                due.append((one, step))
            }
        }
        var outcome = RetentionOutcome(rule: rule, found: due.count + held, held: held)
        if isDry { return outcome }
        for (one, step) in due {
            try await take(step, one)
            outcome.done += 1
        }
        // Nobody reads in what is left of the rows who they were.
        if due.contains(where: { $0.1 == .close }) { try await agency.records.scrub() }
        return outcome
    }

    /// What is due; nil while the last step is too young.
    private func step(_ one: Inactivity) -> Step? {
        let zone = run.settings.zone
        if let at = one.at, run.now < at.adding(seconds: InactiveAccounts.pause) { return nil }
        if !one.isClosed { return one.warnings < InactiveAccounts.warnings ? .warn : .close }
        let end = Day(run.now, in: zone).adding(months: -RetentionRule.inactiveErasedMonths).start(in: zone)
        return one.last < end ? .erase : nil
    }

    /// From now on who they were stands in sealed bytes alone.
    private func putAway(_ one: Inactivity) async throws {
        let (now, keys) = (run.now, run.agency.keys)
        let name = run.agency.site.words(run.settings.language).text("erased.contact")
        // What is in memory only would be written behind it.
        await run.agency.room.looks.write()
        await run.agency.room.audit.empty()
        let letters = try await run.agency.change { connection, journal -> [String] in
            guard let person = try connection.person(one.person) else { return [] }
            let contacts = try connection.contacts(of: one.person)
            let account = ArchivedAccount(person, contacts, try connection.asked(by: one.person))
            let letters = try connection.rowIDs("mail", about: .person(one.person)) + connection.mail(toStranger: person.email)
            for contact in contacts { journal.withdraws(.client(contact.client)) }
            try connection.save(
                Inactivity(person: one.person, last: one.last, warnings: one.warnings, at: now, isClosed: true))
            try connection.putAway(
                PutAway(person: one.person, at: now, sealed: try account.sealed(of: one.person, by: keys)), name: name)
            journal.audit(actor: .system, action: "inactive.close", subject: one.person.text)
            return letters
        }
        try await run.agency.room.removeLetters(letters)
    }

    private func take(_ step: Step, _ one: Inactivity) async throws {
        let now = run.now
        let left = Int64(InactiveAccounts.warnings - one.warnings)
        switch step {
        case .warn:
            try await run.agency.change { connection, journal in
                try connection.save(
                    Inactivity(person: one.person, last: one.last, warnings: one.warnings + 1, at: now, isClosed: false))
                journal.mail(.inactive(until: now.adding(seconds: left * InactiveAccounts.pause)), to: one.person)
                journal.audit(
                    actor: .system, action: "inactive.warn", subject: one.person.text, detail: "\(one.warnings + 1)")
            }
        case .close: try await putAway(one)
        case .erase: _ = try await run.agency.room.erase(.person(one.person), by: .system)
        }
    }
}

extension Connection {
    /// Whether somebody waits for an answer about their data: until then it must be known who they are.
    fileprivate func awaitsAnswer(_ person: ID<Person>) throws -> Bool {
        guard let email = try self.person(person)?.email else { return false }
        let asked = try dataRequests(of: person) + dataRequests(ofStranger: email)
        if asked.contains(where: { $0.state == .open }) { return true }
        return try requestTicketCount(email: email, since: Instant(milliseconds: 0)) > 0
    }
}
