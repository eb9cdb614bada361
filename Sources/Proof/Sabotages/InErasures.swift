import Actions
import Model
import Records

extension Sabotage {
    /// What would make an erasure less than promised.
    static let inErasures = [
        Sabotage(
            "a-name-that-stays", breaks: ["erasure-granted", "erasure-client"], in: .b,
            sql: """
                CREATE TRIGGER staying_name BEFORE DELETE ON client
                BEGIN INSERT INTO setting (key, value) VALUES ('kept-' || OLD.id, OLD.name); END
                """),
        Sabotage(
            "words-of-documents-that-stay",
            breaks: ["erasure-granted", "erasure-client", "erasure-own", "inactive-archived"], in: .b,
            sql: """
                CREATE TRIGGER staying_words AFTER DELETE ON search_row WHEN OLD.kind = 'document' BEGIN
                    INSERT OR REPLACE INTO setting (key, value) VALUES ('words-' || OLD.subject, OLD.body);
                END
                """),
        Sabotage(
            "a-receipt-that-was-changed", breaks: ["erasure-own"],
            tamper: { request, answer in
                guard request.path == "/proof-b/me/data/erase/", request.method == "POST" else { return answer }
                return answer.replacing("&quot;number&quot; : ", "&quot;number&quot; : 1")
            }),
        Sabotage(
            "a-slip-that-erases", breaks: ["erasure-client"],
            tamper: { request, answer in
                request.path.hasSuffix("/erase/") && request.path.contains("/staff/clients/") && answer.status == 422
                    ? answer.with(status: 303) : answer
            }),
        Sabotage(
            "a-mark-that-is-lost", breaks: ["erasure-client"], in: .b,
            sql: "CREATE TRIGGER losing_mark AFTER INSERT ON erased_address BEGIN DELETE FROM erased_address; END"),
        Sabotage(
            "an-erasure-that-came-late", breaks: ["erasures-in-time", "requests-in-time"],
            apply: { lab in
                let (id, now) = (lab.workspace.world.uuid(), lab.workspace.world.now())
                let asked = now.adding(seconds: -40 * 86_400)
                try await lab.a.agency.sabotage {
                    _ = try $0.run(
                        """
                        INSERT INTO data_request (id, number, kind, channel, name, email, words, received, due, state, outcome,
                            reminded, closed)
                        VALUES (\(id), 900, 'erase', 'staff', '', '', '', \(asked), \(asked.adding(seconds: 30 * 86_400)), 'done',
                            '', 0, \(now))
                        """)
                }
            }),
    ]
}
