import Actions
import Model
import Records

extension Sabotage {
    /// What would break the promises about whoever runs the program.
    static let inOversight = [
        Sabotage(
            "leave-without-end", breaks: ["operator-asks", "operator-looks-counted"], in: .a,
            sql: """
                CREATE TRIGGER staying AFTER INSERT ON access_grant WHEN NEW.person IS NOT NULL
                BEGIN UPDATE access_grant SET until = NEW.until + 864000000 WHERE id = NEW.id; END
                """),
        Sabotage(
            "look-that-is-not-shown", breaks: ["operator-asks"], on: "/proof-a/staff/settings/access/",
            tamper: { $0.replacing("document get", "") }),
        Sabotage("emergency-untold", breaks: ["operator-in-an-emergency"], in: .a, losing: "operator-access"),
        Sabotage("opening-untold", breaks: ["operator-opens-told"], in: .a, losing: "staff-opened"),
        Sabotage(
            "look-without-leave", breaks: ["operator-looks-counted"],
            apply: { lab in
                lab.b.agency.note(Noted(.operator, "operator.read", subject: lab.b.agency.id.text, detail: "document get"))
            }),
        Sabotage(
            "processor-untold", breaks: ["processors-listed"],
            apply: { lab in
                lab.egress.append(EgressLine(host: "tracker.example:443", processor: "Tracker", setting: "tracker"))
            }),
        Sabotage(
            "processor-without-a-contract", breaks: ["processors-bound"],
            apply: { lab in
                lab.processors.append(
                    Processor(
                        name: "Tracker", purpose: ["en": "None"], data: [.trace], place: "Nowhere", hosts: [], contract: nil))
            }),
        Sabotage(
            "a-way-out", breaks: ["processors-listed"],
            apply: { lab in
                lab.egress.append(EgressLine(host: "tracker.example:443", processor: nil, setting: "tracker"))
            }),
        Sabotage(
            "letters-that-leave", breaks: ["undeclared-refused"], in: .a,
            sql: """
                CREATE TRIGGER leaving AFTER INSERT ON audit WHEN NEW.action = 'egress.refuse'
                BEGIN UPDATE mail SET state = 'sent'; END
                """),
        Sabotage(
            "letter-to-somebody-else", breaks: ["letters-lean"], in: .a,
            sql: """
                CREATE TRIGGER astray AFTER INSERT ON mail WHEN NEW.address LIKE 'ben@%'
                BEGIN UPDATE mail SET address = 'spy@tracker.example' WHERE id = NEW.id; END
                """),
        Sabotage(
            "letter-that-tells-too-much", breaks: ["letters-lean"], in: .a,
            sql: """
                CREATE TRIGGER telling_more AFTER INSERT ON mail WHEN NEW.kind = 'invitation'
                BEGIN
                    UPDATE mail SET body = NEW.body || (SELECT body FROM event WHERE visibility = 'internal' LIMIT 1)
                    WHERE id = NEW.id;
                END
                """),
        Sabotage("owners-untold", breaks: ["incident-told"], in: .a, losing: "incident"),
        Sabotage(
            "incident-hushed-up", breaks: ["incident-told"], on: "/proof-a/privacy/security/",
            tamper: { $0.replacing("A drill", "") }),
        Sabotage(
            "security-text-of-last-year", breaks: ["security-txt"], on: "/.well-known/security.txt",
            tamper: { $0.replacing("Expires: 2", "Expires: 1") }),
        Sabotage(
            "nobody-to-tell", breaks: ["security-txt"], on: "/.well-known/security.txt",
            tamper: { $0.replacing("Contact:", "Nobody:") }),
        Sabotage("client-for-no-reason", breaks: ["basis-answered"], on: "/proof-b/staff/new-client/", turning: 422, into: 303),
        Sabotage(
            "basis-that-changes", breaks: ["basis-answered"], in: .b,
            sql: """
                CREATE TRIGGER rebasing AFTER INSERT ON client WHEN NEW.basis = 'consent'
                BEGIN UPDATE client SET basis = 'contract' WHERE id = NEW.id; END
                """),
        Sabotage(
            "question-that-vanishes", breaks: ["operator-reached"], in: .a,
            sql: """
                CREATE TRIGGER unheard AFTER INSERT ON support_message WHEN NEW.side = 'agency'
                BEGIN DELETE FROM support_message WHERE id = NEW.id; END
                """),
        Sabotage("answer-untold", breaks: ["operator-reached"], in: .a, losing: "support-answer"),
        Sabotage(
            "one-is-enough", breaks: ["disclosure-by-two"], in: .a,
            sql: """
                CREATE TRIGGER agreeing AFTER INSERT ON disclosure_step WHEN NEW.kind = 'approve' AND NEW.name = 'One'
                BEGIN
                    INSERT INTO disclosure_step (disclosure, position, at, kind, name, sha256)
                    VALUES (NEW.disclosure, NEW.position + 1, NEW.at, 'approve', 'Nobody', '');
                END
                """),
        Sabotage("disclosure-untold", breaks: ["disclosure-told"], in: .a, losing: "disclosure"),
        Sabotage(
            "disclosures-uncounted", breaks: ["disclosure-told"], on: "/proof-a/privacy/platform/",
            tamper: { $0.replacing("class=\"title num\"", "class=\"title\"") }),
    ]
}
