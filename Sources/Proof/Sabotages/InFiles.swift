import Actions
import Foundation
import Model

extension Sabotage {
    /// What somebody who can write to the disk might do.
    static let inFiles = [
        Sabotage(
            "unsealed-document",
            breaks: ["agency-export", "audit-entries", "copy-by-link", "documents-sealed", "export-round-trip"],
            apply: { lab in
                let folder = lab.a.agency.folder + "/documents"
                guard let file = Lab.files(below: folder).first(where: { $0.hasSuffix(lab.a.published.text) }) else {
                    throw Failing("there is no file of the document")
                }
                try Data(Synthetic.pdf(lab.a.sealed)).write(to: URL(filePath: file))
            }),
        Sabotage(
            "keys-for-everybody", breaks: ["keys-apart"],
            apply: { lab in
                try chmod(0o644, lab.workspace.settings.keys + "/\(lab.a.slug).sqlite")
            }),
        Sabotage(
            "a-key-among-the-data", breaks: ["keys-apart"],
            apply: { lab in
                let key = try String(contentsOfFile: lab.workspace.settings.keys + "/root.key", encoding: .utf8)
                try overwrite(lab.a.agency.folder + "/spare", key)
            }),
        Sabotage(
            "page-of-another-agency-for-everybody", breaks: ["pages-gated"],
            apply: { lab in
                guard let file = Lab.files(below: lab.b.agency.pageFolder).first else { throw Failing("there is no page") }
                try chmod(0o644, file)
            }),
        Sabotage(
            "page-for-everybody", breaks: ["pages-gated"],
            apply: { lab in
                guard let file = Lab.files(below: lab.a.agency.pageFolder).first else { throw Failing("there is no page") }
                try chmod(0o644, file)
            }),
        Sabotage(
            "internal-note-in-a-page", breaks: ["published-only", "pages-match-records"],
            apply: { lab in
                let path = lab.b.agency.pageFolder + "/clients/two"
                guard let file = Lab.files(below: lab.a.agency.pageFolder + "/clients/two").first, !path.isEmpty else {
                    throw Failing("there is no page")
                }
                let text = try String(contentsOfFile: file, encoding: .utf8)
                try overwrite(file, text.replacing("</main>", with: "<p>\(lab.a.hiddenWord)</p></main>"))
                lab.a.agency.forgetPages()
            }),
        Sabotage(
            "page-that-outlived-its-record", breaks: ["pages-match-records"],
            apply: { lab in
                let folder = lab.b.agency.pageFolder + "/clients/one/en.cid/cases/gone"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try overwrite(folder + "/index.html", "<!doctype html><title>Gone</title>")
            }),
        Sabotage(
            "a-second-store", breaks: ["agencies-apart"],
            apply: { lab in
                try overwrite(lab.a.agency.folder + "/shared.sqlite", "everything of everybody")
            }),
        Sabotage(
            "a-store-by-another-name", breaks: ["agencies-apart"],
            apply: { lab in
                // As every database begins (https://www.sqlite.org/fileformat.html, 1.3).
                try overwrite(lab.a.agency.folder + "/everything.dat", "SQLite format 3\0 of everybody")
            }),
        Sabotage(
            "document-without-bytes", breaks: ["records-whole"],
            apply: { lab in
                let files = Lab.files(below: lab.b.agency.folder + "/documents").filter { $0.hasSuffix(lab.b.hidden.text) }
                for file in files { try FileManager.default.removeItem(atPath: file) }
            }),
        Sabotage(
            "backup-that-is-too-old", breaks: ["backups-kept"],
            apply: { lab in
                let old = try await lab.workspace.plantOldBackups(below: lab.a.agency.folder, days: 100)
                var one = BackupState.Repository(folder: old.repository)
                // Tried like the others: only its age is wrong.
                one.drill = lab.backups?.drill
                lab.backups?.repositories.insert(one, at: 0)
            }),
        Sabotage(
            "key-backup-that-is-too-old", breaks: ["backups-kept"],
            apply: { lab in
                let old = try await lab.workspace.plantOldBackups(below: lab.a.agency.folder, days: 30)
                lab.backups?.keys.append(BackupState.Keys(folder: old.keys))
            }),
        Sabotage(
            "backup-that-nobody-tried", breaks: ["backups-tried"],
            apply: { lab in
                let other = try await lab.workspace.plantOldBackups(below: lab.a.agency.folder, days: 1)
                lab.backups?.repositories.insert(BackupState.Repository(folder: other.repository), at: 0)
            }),
        Sabotage(
            "backup-that-cannot-be-restored", breaks: ["backups-tried"],
            apply: { lab in
                guard let last = lab.backups?.repositories.indices.last else { throw Failing("no backup was made yet") }
                lab.backups?.repositories[last].drill?.problems = ["problem.backup.different"]
            }),
        Sabotage(
            "backup-in-the-clear", breaks: ["backups-sealed"],
            apply: { lab in
                // A repository like the one there is, with a chunk that anybody reads.
                let (place, chunk) = (lab.workspace.settings.root + "/backups-in-the-clear", "/chunks/ab")
                if let kept = lab.backups?.repository, !FileManager.default.fileExists(atPath: place) {
                    try FileManager.default.copyItem(atPath: kept, toPath: place)
                }
                try FileManager.default.createDirectory(atPath: place + chunk, withIntermediateDirectories: true)
                try overwrite(place + chunk + "/ab" + String(repeating: "0", count: 62), "\u{1}everything of everybody")
                var one = BackupState.Repository(folder: place)
                // Tried like the one there is: only its bytes are wrong. And not the last one: all of them are looked at.
                one.drill = lab.backups?.drill
                lab.backups?.repositories.insert(one, at: 0)
            }),
        Sabotage(
            "letters-in-the-clear", breaks: ["letters-closed"],
            apply: { lab in
                lab.mail.server = MailSettings.Server(
                    host: "mail.example", port: 25, security: .none, user: "", password: "", trusted: "")
            }),
        Sabotage(
            "a-way-that-stays-open", breaks: ["letters-closed"],
            apply: { lab in
                lab.way = { server in
                    var server = server
                    server.security = .none
                    return server
                }
            }),
        Sabotage(
            "letters-that-lie-open", breaks: ["letters-closed"],
            apply: { lab in
                let folder = lab.b.agency.folder + "/mail"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try chmod(0o755, folder)
            }),
    ]

    private static func chmod(_ mode: Int, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private static func overwrite(_ path: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        try chmod(0o600, path)
    }
}
