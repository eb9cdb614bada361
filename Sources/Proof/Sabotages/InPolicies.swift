import Actions
import Model
import Records

extension Sabotage {
    /// What would hide a change of a policy, or bring one into force before everybody knows of it.
    static let inPolicies = [
        Sabotage("letters-that-vanish", breaks: ["policy-announced"], in: .b, losing: "policy-announced"),
        Sabotage(
            "a-platform-that-tells-nobody", breaks: ["policy-announced"], in: .b,
            sql: """
                CREATE TRIGGER untold_platform AFTER INSERT ON policy_notice
                WHEN (SELECT policy FROM policy_version WHERE id = NEW.version) = 'platform'
                BEGIN
                    DELETE FROM mail WHERE id = NEW.mail;
                    DELETE FROM policy_notice WHERE version = NEW.version AND person = NEW.person;
                END
                """),
        Sabotage(
            "a-letter-that-failed-and-counts", breaks: ["policy-announced"], in: .b,
            sql: """
                CREATE TRIGGER counting AFTER UPDATE OF state ON mail
                WHEN NEW.kind = 'policy-announced' AND NEW.state = 'failed'
                BEGIN UPDATE mail SET state = 'sent' WHERE id = NEW.id; END
                """),
        Sabotage(
            "an-announced-text-that-is-served", breaks: ["policy-announced"],
            tamper: { request, answer in
                // Who reads the page finds the text of which people are told only now.
                guard request.path == "/proof-b/privacy/platform/" else { return answer }
                return answer.replacing(/Until now it was so [\w-]+\./, "")
            }),
        Sabotage(
            "an-earlier-text-that-is-gone", breaks: ["policy-history"], on: "/proof-a/privacy/history/",
            tamper: { $0.replacing(/(?s)<div class="prose".*?<\/div>/, "") }),
        Sabotage(
            "a-change-that-nobody-shows", breaks: ["policy-history"], on: "/proof-a/privacy/history/",
            tamper: { $0.replacing(/<(ins|del)>.*?<\/(ins|del)>/, "") }),
        Sabotage(
            "a-change-without-a-reason", breaks: ["policy-history"], on: "/proof-a/privacy/history/",
            tamper: { $0.replacing(/<bdi>A proof.*?<\/bdi>/, "") }),
        Sabotage(
            "a-history-that-nothing-leads-to", breaks: ["policy-history"], on: "/proof-a/privacy/platform/",
            tamper: { $0.replacing("privacy/history/\"", "\"") }),
    ]
}

extension Wire.Answer {
    func replacing(_ pattern: Regex<some Any>, _ other: String) -> Wire.Answer {
        var answer = self
        answer.body = Array(text.replacing(pattern, with: other).utf8)
        return answer
    }
}
