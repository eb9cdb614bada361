import Actions
import Model
import Records

extension Sabotage {
    /// What would keep data longer, or shorter, than promised.
    static let inRetention = [
        Sabotage(
            "a-rule-that-takes-too-much", breaks: ["kept-while-used"], in: .a,
            sql: """
                CREATE TRIGGER taking AFTER DELETE ON device
                BEGIN DELETE FROM event WHERE visibility = 'internal'; END
                """),
        Sabotage(
            "a-hold-that-holds-nothing", breaks: ["legal-keeping"], in: .b,
            sql: """
                CREATE TRIGGER holding AFTER INSERT ON legal_hold
                BEGIN UPDATE legal_hold SET lifted = since + 1 WHERE id = NEW.id; END
                """),
        Sabotage(
            "invoices-that-vanish", breaks: ["legal-keeping"], in: .b,
            sql: """
                CREATE TRIGGER vanishing_lines AFTER UPDATE OF erased ON client
                BEGIN DELETE FROM invoice_line WHERE invoice IN (SELECT id FROM invoice WHERE client = NEW.id); END
                """),
        Sabotage(
            "an-archive-left-open", breaks: ["inactive-archived"], in: .b,
            sql: """
                CREATE TRIGGER opening BEFORE UPDATE OF email ON person WHEN NEW.email GLOB '*@away.invalid'
                BEGIN INSERT INTO setting (key, value) VALUES ('was-' || OLD.id, OLD.email); END
                """),
        Sabotage(
            "a-letter-too-few", breaks: ["inactive-archived"], in: .b,
            sql: """
                CREATE TRIGGER skipping_warning AFTER UPDATE OF at ON inactivity WHEN NEW.warnings = 1
                BEGIN UPDATE inactivity SET warnings = 2 WHERE person = NEW.person; END
                """),
        Sabotage(
            "a-table-that-says-less", breaks: ["retention-table"], on: "/proof-a/privacy/retention/",
            tamper: { $0.replacing("90 days", "30 days") }),
    ]
}
