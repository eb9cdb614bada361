import Actions
import Records

extension Sabotage {
    /// What would make figures of use other than promised.
    static let inFigures = [
        Sabotage(
            "usage-column", breaks: ["data-map", "usage-counted"], in: .b,
            sql: "ALTER TABLE usage_event ADD COLUMN query TEXT"),
        Sabotage(
            "usage-that-keeps-words", breaks: ["usage-counted"], in: .b,
            sql: """
                CREATE TRIGGER keeping_words AFTER INSERT ON usage_event
                BEGIN UPDATE usage_event SET page = NEW.page || (SELECT name FROM client WHERE slug = 'one')
                WHERE rowid = NEW.rowid; END
                """),
        Sabotage(
            "a-wish-that-is-lost", breaks: ["usage-counted", "consent-asked"],
            alter: { request in
                var request = request
                request.headers.removeAll { ["Sec-GPC", "DNT"].contains($0.name) }
                return request
            }),
        Sabotage(
            "usage-for-ever", breaks: ["usage-counted"], in: .b,
            sql: "CREATE TRIGGER staying_usage BEFORE DELETE ON usage_event BEGIN SELECT RAISE(IGNORE); END"),
    ]
}
