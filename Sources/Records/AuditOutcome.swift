/// How what an audit log tells of has ended.
public enum AuditOutcome {
    /// Those that are no trouble; every other one was refused, or failed. What was counted has its count behind it: `ok, again 12`.
    static let good = ["ok", "code", "done", "repeated", "own", "unowned", "addressed"]

    /// Whether something was neither refused nor failed.
    public static func isGood(_ outcome: String) -> Bool {
        good.contains { outcome == $0 || outcome.hasPrefix($0 + ", again ") }
    }

    /// The same as a condition.
    static let isBad = SQL(
        stringLiteral: good.map { " AND outcome <> '\($0)' AND outcome NOT LIKE '\($0), again %'" }.joined())
}
