import Actions
import Records

extension Sabotage {
    /// What somebody who can write to the records might do.
    static let inRecords = [
        Sabotage(
            "plain-password", breaks: ["password-hashed", "password-nowhere"],
            apply: { lab in
                let password = lab.a.password
                try await lab.a.agency.sabotage {
                    _ = try $0.run("UPDATE person SET password = \(password) WHERE role = 'admin' OR email LIKE 'ben@%'")
                }
            }),
        Sabotage(
            "a-password-that-only-looks-hashed", breaks: ["password-hashed"], in: .a,
            sql: "UPDATE person SET password = '$argon2id$' || hex(email) WHERE email LIKE 'ben@%'"),
        Sabotage(
            "words-of-a-document-that-was-removed", breaks: ["search-words"], in: .a,
            sql: """
                CREATE TRIGGER outliving_words AFTER INSERT ON search_due
                WHEN (SELECT removed_at FROM document WHERE id = NEW.subject) IS NOT NULL
                BEGIN DELETE FROM search_due WHERE subject = NEW.subject; END
                """),
        Sabotage(
            "unmapped-column", breaks: ["data-map"], in: .a,
            sql: "ALTER TABLE client ADD COLUMN favourite_colour TEXT"),
        Sabotage(
            "account-column", breaks: ["account-fields", "data-map"], in: .a,
            sql: "ALTER TABLE person ADD COLUMN birthday TEXT"),
        Sabotage(
            "edited-audit-entry", breaks: ["agency-export", "audit-chain", "export-round-trip"], in: .a,
            sql: "UPDATE audit SET subject = 'nobody' WHERE seq = 2"),
        Sabotage(
            "two-documents-one-key", breaks: ["keys-apart"],
            apply: { lab in
                let (one, other) = (lab.b.published, lab.b.hidden)
                try await lab.b.agency.sabotage {
                    _ = try $0.run(
                        "UPDATE document SET wrapped_key = (SELECT wrapped_key FROM document WHERE id = \(one)) WHERE id = \(other)"
                    )
                }
            }),
        Sabotage(
            "a-client-of-another-agency", breaks: ["agencies-apart"],
            apply: { lab in
                let name = lab.b.canary
                try await lab.a.agency.sabotage { _ = try $0.run("UPDATE client SET phone = \(name) WHERE slug = 'two'") }
            }),
        Sabotage(
            "history-rewritten", breaks: ["history-kept"], in: .b,
            sql: """
                CREATE TRIGGER rewriting AFTER INSERT ON event WHEN NEW.corrects IS NOT NULL
                BEGIN UPDATE event SET title = 'Nothing' WHERE id = NEW.corrects; END
                """),
        Sabotage(
            "case-that-stays", breaks: ["case-status"], in: .b,
            sql: """
                CREATE TRIGGER staying AFTER UPDATE OF status ON client_case WHEN NEW.status = 'waiting'
                BEGIN UPDATE client_case SET status = 'open' WHERE id = NEW.id; END
                """),
        Sabotage(
            "number-with-a-gap", breaks: ["invoice-numbers"], in: .b,
            sql: """
                CREATE TRIGGER skipping AFTER UPDATE OF number ON invoice WHEN NEW.number LIKE 'INV-%-0003'
                BEGIN UPDATE invoice SET number = replace(NEW.number, '0003', '0007') WHERE id = NEW.id; END
                """),
        Sabotage(
            "payment-lost", breaks: ["payments-kept"], in: .a,
            sql: "CREATE TRIGGER losing AFTER INSERT ON payment BEGIN DELETE FROM payment WHERE id = NEW.id; END"),
        Sabotage(
            "letter-not-written", breaks: ["security-mail"], in: .b,
            sql: """
                CREATE TRIGGER silent AFTER INSERT ON mail
                WHEN NEW.kind IN ('password-changed', 'second-factor-on', 'second-factor-off', 'address-changed')
                BEGIN DELETE FROM mail WHERE id = NEW.id; END
                """),
        Sabotage(
            "letter-that-tells", breaks: ["letters-plain"], in: .a,
            sql: """
                CREATE TRIGGER telling AFTER INSERT ON mail
                BEGIN UPDATE mail SET body = NEW.body || ' https://tracker.example/opened?by=' || NEW.id WHERE id = NEW.id; END
                """),
    ]
}
