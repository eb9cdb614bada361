import Actions
import Foundation
import Model
import Records

extension Sabotage {
    /// What somebody might do who can write to data/ and to no key.
    static let inTheWorkspace = [
        Sabotage(
            "checkpoints-taken-away", breaks: ["audit-checkpoint"],
            apply: { lab in
                try await lab.workspace.makeCheckpoint()
                let book = lab.workspace.settings.data + "/checkpoints.jsonl"
                try FileManager.default.moveItem(atPath: book, toPath: book + ".aside")
            },
            mend: { lab in
                let book = lab.workspace.settings.data + "/checkpoints.jsonl"
                try? FileManager.default.removeItem(atPath: book)
                try FileManager.default.moveItem(atPath: book + ".aside", toPath: book)
            }),
        Sabotage(
            "run-that-never-was", breaks: ["policy-marked"],
            apply: { lab in
                let folder = lab.workspace.settings.data + "/.proof"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try Data("{}".utf8).write(to: URL(filePath: folder + "/" + neverRan))
            },
            mend: { lab in
                try FileManager.default.removeItem(atPath: lab.workspace.settings.data + "/.proof/" + neverRan)
            }),
        Sabotage(
            "text-changed-in-the-records", breaks: ["policy-dated", "policy-history"],
            apply: { lab in
                // Asking adopts what is first shown.
                _ = try await lab.a.agency.policyStandings()
                try await lab.a.agency.sabotage { connection in
                    // Whoever can write to the records can do this first, and put it back so that nobody sees.
                    let rule = try connection.one(
                        "SELECT sql FROM sqlite_schema WHERE name = 'policy_version_stays'"
                    ) { try $0.text(0) }
                    guard let rule else { throw Failing("there is no rule to break") }
                    try connection.run("DROP TRIGGER policy_version_stays")
                    let changed = try connection.run(
                        "UPDATE policy_version SET source = replace(source, 'We ', 'They ') WHERE policy = 'privacy'")
                    guard changed > 0 else { throw Failing("there is no text") }
                    try connection.run(SQL(stringLiteral: rule))
                }
            }),
    ]

    /// Named for an instant in the year 2099.
    private static let neverRan = "04070908800000.json"
}
