import Actions
import Model
import Records

extension Sabotage {
    /// What would use data that is restricted.
    static let inRestrictions = [
        Sabotage(
            "a-restriction-that-does-not-last", breaks: ["restriction-holds", "restriction-ends"], in: .b,
            sql: """
                CREATE TRIGGER passing AFTER INSERT ON restriction
                BEGIN UPDATE restriction SET told = since, lifted = since WHERE id = NEW.id; END
                """),
        Sabotage(
            "a-search-that-finds-everybody", breaks: ["restriction-holds"],
            tamper: { request, answer in
                let start = "/proof-b/staff/search?q="
                guard request.path.hasPrefix(start), answer.status == 200 else { return answer }
                let word = request.path.dropFirst(start.count)
                return answer.replacing("</main>", "<a href=\"/proof-b/staff/clients/\(word)/\">\(word)</a></main>")
            }),
        Sabotage(
            "an-end-without-a-word", breaks: ["restriction-ends"], in: .b,
            sql: """
                CREATE TRIGGER sending AFTER INSERT ON mail WHEN NEW.kind = 'data-request'
                BEGIN UPDATE mail SET state = 'sent' WHERE id = NEW.id; END
                """),
    ]
}
