import Foundation
import Model
import Records
import TestKit
import Testing

/// The repository's folder: the one above Tests/.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// The worked entries of docs/audit.md.
struct WorkedAudit {
    let text: String
    let agency: ID<Agency>
    var entries: [AuditEntry]

    static func read() throws -> WorkedAudit {
        let text = try String(contentsOf: repository.appending(path: "docs/audit.md"), encoding: .utf8)
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("{\"seq\"") }
        let named = try #require(text.firstMatch(of: /The agency is `([0-9a-f-]{36})`/))
        return WorkedAudit(
            text: text, agency: ID(String(named.1)),
            entries: try lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)).entry() })
    }
}

/// One line of an export.
struct Line: Codable {
    var seq: Int64
    var at: Int64
    var actor: String
    var action: String
    var subject: String
    var outcome: String
    var sealed: String
    var hash: String
    var salt: String?
    var detail: String?

    init(_ entry: AuditEntry) {
        (seq, at, actor, action) = (entry.seq, entry.at.milliseconds, entry.actor, entry.action)
        (subject, outcome, sealed, hash) = (entry.subject, entry.outcome, Hex.text(entry.sealed), Hex.text(entry.hash))
        (salt, detail) = (entry.salt.map { Hex.text($0) }, entry.detail)
    }

    func entry() throws -> AuditEntry {
        AuditEntry(
            seq: seq, at: Instant(milliseconds: at), actor: actor, action: action, subject: subject, outcome: outcome,
            sealed: try #require(Hex.bytes(sealed)), hash: try #require(Hex.bytes(hash)), salt: salt.flatMap(Hex.bytes),
            detail: detail)
    }
}

/// scripts/verify_audit.py, run as anyone would.
enum Script {
    struct Answer: Equatable {
        let code: Int32
        let words: String
    }

    static func run(_ entries: [AuditEntry], agency: ID<Agency>, kept: AuditHead? = nil) throws -> Answer {
        let encoder = JSONEncoder()
        var input = Data()
        for entry in entries { input += try encoder.encode(Line(entry)) + Data("\n".utf8) }
        // The system's own where there is one: what stands first in PATH may be a slow wrapper.
        let system = "/usr/bin/python3"
        let hasSystem = FileManager.default.isExecutableFile(atPath: system)
        var arguments = hasSystem ? [] : ["python3"]
        arguments += [repository.appending(path: "scripts/verify_audit.py").path, agency.text]
        if let kept { arguments.append("\(kept.seq):\(Hex.text(kept.hash))") }
        let answer = try OtherProgram.run(hasSystem ? system : "/usr/bin/env", arguments, input: input)
        return Answer(code: answer.code, words: answer.text)
    }
}
