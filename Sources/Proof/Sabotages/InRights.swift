import Actions
import Model
import Records

extension Sabotage {
    /// What would take rights over one's data away.
    static let inRights = [
        Sabotage(
            "own-copy-cut-short", breaks: ["own-data"],
            tamper: { request, answer in
                request.path == "/proof-b/me/data/export/" && request.method == "POST" ? answer.cutShort() : answer
            }),
        Sabotage(
            "export-cut-short", breaks: ["agency-export"],
            tamper: { request, answer in
                request.path == "/proof-a/staff/settings/export/" && request.method == "POST" ? answer.cutShort() : answer
            }),
        Sabotage(
            "schema-that-nobody-else-knows", breaks: ["export-round-trip"],
            apply: { lab in
                try await lab.a.agency.sabotage { connection in
                    _ = try connection.run(
                        """
                        INSERT INTO migration (position, name, digest)
                        SELECT max(position) + 1, '9999 of another program', min(digest) FROM migration
                        """)
                }
            }),
        Sabotage(
            "correction-without-effect", breaks: ["correction"], in: .a,
            sql: """
                CREATE TRIGGER stubborn AFTER UPDATE OF phone ON client WHEN NEW.slug = 'one' AND NEW.phone <> OLD.phone
                BEGIN UPDATE client SET phone = OLD.phone WHERE id = NEW.id; END
                """),
        Sabotage(
            "link-that-proves-twice", breaks: ["public-request"],
            tamper: { request, answer in
                let isSpent = request.path.hasPrefix("/proof-a/privacy/request/confirm?token=") && answer.status == 404
                return isSpent ? answer.with(status: 200) : answer
            }),
        Sabotage(
            "form-that-nothing-leads-to", breaks: ["public-request"], on: "/proof-a/privacy/",
            tamper: { $0.replacing("request/\"", "requests/\"") }),
        Sabotage(
            "copy-for-ever", breaks: ["copy-by-link"],
            tamper: { request, answer in
                let isSpent = request.path.hasPrefix("/proof-a/privacy/request/copy?token=") && answer.status == 404
                return isSpent ? answer.with(status: 200) : answer
            }),
        Sabotage(
            "request-left-lying", breaks: ["requests-in-time"], in: .b,
            sql: """
                INSERT INTO data_request (id, number, kind, channel, person, name, email, words, received, due, state,
                    outcome, reminded, closed)
                VALUES ('00000000-0000-7000-8000-000000000000', 9999, 'access', 'staff', NULL, 'Otto', '', '', 0, 1, 'open',
                    '', 0, NULL)
                """),
        Sabotage(
            "an-answer-that-came-late", breaks: ["requests-in-time"],
            apply: { lab in
                let (id, now) = (lab.workspace.world.uuid(), lab.workspace.world.now())
                let asked = now.adding(seconds: -40 * 86_400)
                try await lab.a.agency.sabotage {
                    _ = try $0.run(
                        """
                        INSERT INTO data_request (id, number, kind, channel, name, email, words, received, due, state, outcome,
                            reminded, closed)
                        VALUES (\(id), 901, 'access', 'staff', '', '', '', \(asked), \(asked.adding(seconds: 30 * 86_400)), 'done',
                            '', 0, \(now))
                        """)
                }
            }),
        Sabotage(
            "rights-by-country", breaks: ["rights-everywhere"], in: .a,
            sql: """
                CREATE TRIGGER abroad AFTER UPDATE OF country ON client WHEN NEW.country = 'US'
                BEGIN INSERT OR IGNORE INTO objection (person, purpose, at)
                SELECT person, 'usage', 0 FROM contact WHERE client = NEW.id; END
                """),
    ]
}

extension Wire.Answer {
    /// Without its last hundred bytes.
    fileprivate func cutShort() -> Wire.Answer {
        var answer = self
        answer.body = Array(body.dropLast(100))
        return answer
    }
}
