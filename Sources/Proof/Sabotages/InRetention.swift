import Actions
import Model
import Records

extension Sabotage {
    /// What would keep data longer, or shorter, than promised.
    static let inRetention = [
        Sabotage(
            "a-rule-that-takes-too-much", breaks: ["kept-while-used"],
            apply: { lab in
                try await lab.a.agency.sabotage {
                    _ = try $0.run(
                        """
                        CREATE TRIGGER taking AFTER DELETE ON device
                        BEGIN DELETE FROM event WHERE visibility = 'internal'; END
                        """)
                }
            }),
        Sabotage(
            "a-hold-that-holds-nothing", breaks: ["legal-keeping"],
            apply: { lab in
                try await lab.b.agency.sabotage {
                    _ = try $0.run(
                        """
                        CREATE TRIGGER holding AFTER INSERT ON legal_hold
                        BEGIN UPDATE legal_hold SET lifted = since + 1 WHERE id = NEW.id; END
                        """)
                }
            }),
        Sabotage(
            "invoices-that-vanish", breaks: ["legal-keeping"],
            apply: { lab in
                try await lab.b.agency.sabotage {
                    _ = try $0.run(
                        """
                        CREATE TRIGGER vanishing_lines AFTER UPDATE OF erased ON client
                        BEGIN DELETE FROM invoice_line WHERE invoice IN (SELECT id FROM invoice WHERE client = NEW.id); END
                        """)
                }
            }),
        Sabotage(
            "a-table-that-says-less", breaks: ["retention-table"],
            tamper: { request, answer in
                request.path == "/proof-a/privacy/retention/" ? answer.replacing("90 days", "30 days") : answer
            }),
    ]
}
