import Actions
import Records

extension Sabotage {
    /// What would make figures of use, and announcements of policies, other than promised.
    static let inFigures = [
        Sabotage(
            "usage-column", breaks: ["data-map", "usage-counted"], in: .b,
            sql: "ALTER TABLE usage_event ADD COLUMN query TEXT"),
        Sabotage(
            "letters-that-vanish", breaks: ["policy-announced", "erasure-own"], in: .b,
            sql: """
                CREATE TRIGGER vanishing AFTER INSERT ON mail WHEN NEW.kind = 'policy-announced'
                BEGIN DELETE FROM mail WHERE id = NEW.id; END
                """),
    ]
}
