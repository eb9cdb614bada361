import Model

/// What was noted this hour (or minute) already: the first is an entry, later ones are counted, and one closing entry
/// with the count follows.
struct NotedCounts {
    /// More than this many at a time are closed early, so that nobody can fill the memory.
    static let bound = 20_000

    private struct Key: Hashable {
        let group: Noted.Group
        let actor: String
        let action: String
        let subject: String
        let outcome: String
    }

    private struct Count {
        let first: Noted
        let period: Int64
        var again = 0
    }

    private var counts: [Key: Count] = [:]
    /// The earliest instant at which a count is over.
    private var nextEnd = Int64.max

    /// Whether it is the first of its kind; otherwise it is counted.
    mutating func isFirst(_ noted: Noted, at: Instant) -> Bool {
        guard let length = noted.group.length else { return true }
        let key = Key(
            group: noted.group, actor: noted.actor.auditName, action: noted.action,
            subject: noted.group.hasSubject ? noted.subject : "", outcome: noted.outcome)
        if counts[key] != nil {
            counts[key]?.again += 1
            return false
        }
        let period = at.milliseconds / length
        counts[key] = Count(first: noted, period: period)
        nextEnd = min(nextEnd, (period + 1) * length)
        return true
    }

    /// Closing entries of the hours and minutes that are over.
    mutating func close(before at: Instant) -> [AuditQueue.Entry] {
        if counts.count > NotedCounts.bound { return closeAll(at: at) }
        guard at.milliseconds >= nextEnd else { return [] }
        return close(at) { count in
            count.first.group.length.map { at.milliseconds / $0 > count.period } ?? true
        }
    }

    mutating func close(session: [UInt8], at: Instant) -> [AuditQueue.Entry] {
        close(at) { $0.first.group == .session(session) }
    }

    mutating func closeAll(at: Instant) -> [AuditQueue.Entry] {
        close(at) { _ in true }
    }

    private mutating func close(_ at: Instant, where isOver: (Count) -> Bool) -> [AuditQueue.Entry] {
        var entries: [AuditQueue.Entry] = []
        nextEnd = .max
        for (key, count) in counts {
            if isOver(count) {
                counts[key] = nil
                if count.again > 0 { entries.append(AuditQueue.Entry(noted: count.first, at: at, again: count.again)) }
            } else if let length = count.first.group.length {
                nextEnd = min(nextEnd, (count.period + 1) * length)
            }
        }
        return entries.sorted { ($0.noted.action, $0.noted.subject) < ($1.noted.action, $1.noted.subject) }
    }
}

extension Noted.Group {
    /// Milliseconds for which repeats are only counted; nil: every one is an entry.
    fileprivate var length: Int64? {
        switch self {
        case .none: nil
        case .session: 3_600_000
        case .address: 60_000
        }
    }

    /// Whether another subject is another entry. A stranger's refusals are grouped by address and kind alone.
    fileprivate var hasSubject: Bool {
        if case .session = self { true } else { false }
    }
}
