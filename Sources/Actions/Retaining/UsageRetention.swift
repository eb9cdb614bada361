import Model
import Records

/// What the rules say of figures of use, which are counted by days.
extension RetentionRun {
    /// - Parameter day: what is of days before it has had its time.
    func usage(_ rule: RetentionRule, before day: Day) async throws -> RetentionOutcome {
        let found = try await agency.records.read { connection in
            switch rule.subject {
            case .usageAddress: try connection.wholeAddresses(before: day).count
            case .usageEvent: try connection.usageEventCount(before: day)
            default: try connection.usageFigureCount(before: day)
            }
        }
        var outcome = RetentionOutcome(rule: rule, found: found)
        if isDry || found == 0 { return outcome }
        try await agency.records.write { connection in
            switch rule.subject {
            case .usageAddress:
                for address in try connection.wholeAddresses(before: day) {
                    try connection.shorten(address, to: AddressBlock.shortened(address), before: day)
                }
            case .usageEvent: try connection.deleteUsageEvents(before: day)
            default: try connection.deleteUsageFigures(before: day)
            }
        }
        outcome.done = found
        return outcome
    }
}
