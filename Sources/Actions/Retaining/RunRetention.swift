import Documents
import Foundation
import Logging
public import Model
import Records
import Site

/// What a rule of retention found and did.
public struct RetentionOutcome: Sendable, Hashable {
    /// Which rule it was.
    public let rule: RetentionRule
    /// What was overdue.
    public let found: Int
    /// What of it was done.
    public var done = 0
    /// What a hold keeps.
    public var held = 0
}

extension OpenAgency {
    /// The rules of this agency: what works, and what its public page shows.
    public func retentionRules() async throws -> [RetentionRule] {
        RetentionRule.table(settings, try await agency(), today: try await today())
    }

    /// Does what the rules say; each by itself, so that one that fails keeps no other from being done. What they do cannot be undone, so
    /// they go by the machine's clock only while the records follow it.
    /// - Parameters:
    ///   - isDry: only says what would be done.
    ///   - hasRested: that nothing tells of the last weeks is as it should be, and the clock is right.
    /// - Throws: `Refusal(.conflict)` when the clock is far ahead of what the records tell; what the first rule that failed threw, after
    ///   all had their turn.
    @discardableResult
    public func runRetention(isDry: Bool = false, hasRested: Bool = false) async throws -> [RetentionOutcome] {
        // Not the sessions' clock, which never goes back: one that was ahead and was set right would be ahead here for ever.
        let now = world.now()
        if !isDry {
            if !hasRested { try await checkClock() }
            try await records.write { try $0.setRetained(at: now) }
        }
        let run = RetentionRun(agency: self, now: now, settings: try await agency(), isDry: isDry)
        var (outcomes, failure): ([RetentionOutcome], (any Error)?) = ([], nil)
        for rule in try await retentionRules() {
            do { outcomes.append(try await run.keep(rule)) } catch { failure = failure ?? error }
        }
        let done = outcomes.filter { $0.done > 0 && $0.rule.subject.isTold }
        if !done.isEmpty {
            let detail = done.map { "\($0.rule.subject.rawValue) \($0.done)" }.joined(separator: ", ")
            try await change { [id = id.text] _, journal in
                journal.audit(actor: .system, action: "retention.run", subject: id, detail: detail)
            }
        }
        if let failure { throw failure }
        return outcomes
    }

    /// Days of which an agency in use never says nothing: a server's rules of retention have their turn every day.
    static let silence: Int64 = 40

    /// - Throws: `Refusal(.conflict)` when the clock is far ahead of what the records tell.
    func checkClock() async throws {
        guard let last = try await lastBeforeSilence() else { return }
        throw Refusal(
            .conflict, "refusal.retention.clock",
            ["now": Day(world.now(), in: .gmt).text, "last": Day(last, in: .gmt).text, "days": "\(OpenAgency.silence)"],
            hint: "hint.retention.rested")
    }

    /// When the records told of the time for the last time, if that is longer ago than they ever are silent: whether the clock or the rest
    /// is right, somebody must say.
    func lastBeforeSilence() async throws -> Instant? {
        let (id, now) = (id, world.now())
        return try await records.read {
            try $0.lastBeforeSilence(of: OpenAgency.silence * 86_400, agency: id, until: now)
        }
    }

    /// How much each rule finds overdue now, for whoever checks that they are kept.
    public func overdue() async throws -> [RetentionOutcome] { try await runRetention(isDry: true) }
}

extension RetentionRule {
    /// The table with this workspace's sessions, this agency's settings and its country's law.
    static func table(_ settings: WorkspaceSettings, _ agency: Agency, today: Day) -> [RetentionRule] {
        let times = [settings.sessions.times(.owner), settings.sessions.times(.contact)]
        return table(
            idle: Int((times.map(\.idle).max() ?? 0) / 60), absolute: Int((times.map(\.absolute).max() ?? 0) / 86_400),
            closedCases: Int(agency.retentionCases), invoices: InvoiceKeeping(agency, today: today).years)
    }
}

extension RetentionRule.Subject {
    /// Whether what was done with it stands in the audit log. What goes by the hour by the thousand does not.
    fileprivate var isTold: Bool { [.auditDetail, .closedCase, .inactive, .erasedInvoice].contains(self) }
}

extension Connection {
    /// Whether no rule may erase somebody: a hold keeps them, or their data is restricted.
    /// - Parameter former: whose contact a person was whose account is put away.
    func mustStay(_ subject: DataMap.Subject, former: [ID<Client>] = []) throws -> Bool {
        if try holdAgainstErasing(subject, former: former) != nil { return true }
        switch subject {
        case .client(let client): return try restriction(of: .client(client)) != nil
        case .person(let person): return try restriction(of: .person(person)) != nil
        case .caseRecord: return false
        }
    }
}

/// The rules at work.
struct RetentionRun: Sendable {
    let agency: OpenAgency
    let now: Instant
    let settings: Agency
    let isDry: Bool

    func keep(_ rule: RetentionRule) async throws -> RetentionOutcome {
        let today = Day(now, in: settings.zone)
        guard let cutoff = rule.cutoff(now, today: today, start: { $0.start(in: settings.zone) }) else {
            return RetentionOutcome(rule: rule, found: 0)
        }
        switch rule.subject {
        case .upload: return try await uploads(rule)
        case .letterFile: return try await letterFiles(rule)
        case .closedCase: return try await cases(rule, Day(cutoff, in: settings.zone))
        case .inactive: return try await InactiveAccounts(run: self, rule: rule, cutoff: cutoff).work()
        case .usageAddress, .usageEvent, .usageFigure: return try await usage(rule, before: Day(cutoff, in: settings.zone))
        case .erasedInvoice: return try await invoices(rule, InvoiceKeeping(settings, today: today).from)
        default:
            let found = try await agency.records.read { try $0.overdue(rule.subject, before: cutoff) } ?? 0
            var outcome = RetentionOutcome(rule: rule, found: found)
            if isDry || found == 0 { return outcome }
            try await agency.records.write { try $0.keepRule(rule.subject, before: cutoff) }
            outcome.done = found
            return outcome
        }
    }

    /// Each upload knows itself when its time is over.
    private func uploads(_ rule: RetentionRule) async throws -> RetentionOutcome {
        let found = try await agency.records.read { [now] in try $0.resumables().count { $0.expires <= now } }
        var outcome = RetentionOutcome(rule: rule, found: found)
        if isDry { return outcome }
        try await agency.room.sweepResumables()
        outcome.done = found
        return outcome
    }

    /// A file goes with the text of its letter.
    private func letterFiles(_ rule: RetentionRule) async throws -> RetentionOutcome {
        let (spool, isDry) = (agency.settings.spool(of: agency.slug.text), isDry)
        let files = try await Blocking.run {
            try SpoolCarrier.letters(spool).compactMap { ID<Mail>(checking: String($0.dropLast(4))) }
        }
        guard !files.isEmpty else { return RetentionOutcome(rule: rule, found: 0) }
        let kept = try await agency.records.read { Set(try $0.mailWithAddress()) }
        var outcome = RetentionOutcome(rule: rule, found: files.count { !kept.contains($0) })
        if isDry { return outcome }
        try await Blocking.run { try SpoolCarrier.purge(spool, keeping: kept) }
        outcome.done = outcome.found
        return outcome
    }

    private func cases(_ rule: RetentionRule, _ day: Day) async throws -> RetentionOutcome {
        let found = try await agency.records.read { try $0.cases(closedBefore: day) }
        var outcome = RetentionOutcome(rule: rule, found: found.count)
        for (id, client) in found {
            if try await agency.records.read({ try $0.mustStay(.client(client)) }) {
                outcome.held += 1
            } else if !isDry {
                try await agency.room.eraseCase(id, of: client)
                outcome.done += 1
            }
        }
        return outcome
    }

    private func invoices(_ rule: RetentionRule, _ day: Day) async throws -> RetentionOutcome {
        let found = try await agency.records.read { try $0.erasedInvoices(issuedBefore: day) }
        var outcome = RetentionOutcome(rule: rule, found: found.count)
        if isDry || found.isEmpty { return outcome }
        _ = try await agency.change { connection, _ in try connection.deleteErased(found) }
        try await agency.records.scrub()
        outcome.done = found.count
        return outcome
    }
}
