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
            "look-that-is-not-shown", breaks: ["operator-asks"],
            tamper: { request, answer in
                request.path == "/proof-a/staff/settings/access/" ? answer.replacing("document get", "") : answer
            }),
        Sabotage(
            "emergency-untold", breaks: ["operator-in-an-emergency"], in: .a,
            sql: """
                CREATE TRIGGER untold AFTER INSERT ON mail WHEN NEW.kind = 'operator-access'
                BEGIN DELETE FROM mail WHERE id = NEW.id; END
                """),
        Sabotage(
            "opening-untold", breaks: ["operator-opens-told"], in: .a,
            sql: """
                CREATE TRIGGER opening_untold AFTER INSERT ON mail WHEN NEW.kind = 'staff-opened'
                BEGIN DELETE FROM mail WHERE id = NEW.id; END
                """),
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
        Sabotage(
            "owners-untold", breaks: ["incident-told"], in: .a,
            sql: """
                CREATE TRIGGER owners_untold AFTER INSERT ON mail WHEN NEW.kind = 'incident'
                BEGIN DELETE FROM mail WHERE id = NEW.id; END
                """),
        Sabotage(
            "incident-hushed-up", breaks: ["incident-told"],
            tamper: { request, answer in
                request.path == "/proof-a/privacy/security/" ? answer.replacing("A drill", "") : answer
            }),
        Sabotage(
            "security-text-of-last-year", breaks: ["security-txt"],
            tamper: { request, answer in
                request.path == "/.well-known/security.txt" ? answer.replacing("Expires: 2", "Expires: 1") : answer
            }),
        Sabotage(
            "nobody-to-tell", breaks: ["security-txt"],
            tamper: { request, answer in
                request.path == "/.well-known/security.txt" ? answer.replacing("Contact:", "Nobody:") : answer
            }),
        Sabotage(
            "client-for-no-reason", breaks: ["basis-answered"],
            tamper: { request, answer in
                request.path == "/proof-b/staff/new-client/" && answer.status == 422 ? answer.with(status: 303) : answer
            }),
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
        Sabotage(
            "answer-untold", breaks: ["operator-reached"], in: .a,
            sql: """
                CREATE TRIGGER answer_untold AFTER INSERT ON mail WHEN NEW.kind = 'support-answer'
                BEGIN DELETE FROM mail WHERE id = NEW.id; END
                """),
        Sabotage(
            "one-is-enough", breaks: ["disclosure-by-two"], in: .a,
            sql: """
                CREATE TRIGGER agreeing AFTER INSERT ON disclosure_step WHEN NEW.kind = 'approve' AND NEW.name = 'One'
                BEGIN
                    INSERT INTO disclosure_step (disclosure, position, at, kind, name, sha256)
                    VALUES (NEW.disclosure, NEW.position + 1, NEW.at, 'approve', 'Nobody', '');
                END
                """),
        Sabotage(
            "disclosure-untold", breaks: ["disclosure-told"], in: .a,
            sql: """
                CREATE TRIGGER disclosure_untold AFTER INSERT ON mail WHEN NEW.kind = 'disclosure'
                BEGIN DELETE FROM mail WHERE id = NEW.id; END
                """),
        Sabotage(
            "disclosures-uncounted", breaks: ["disclosure-told"],
            tamper: { request, answer in
                request.path == "/proof-a/privacy/platform/" ? answer.replacing("class=\"title num\"", "class=\"title\"") : answer
            }),
    ]
}
