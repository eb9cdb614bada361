import Actions
import ArgumentParser
import Foundation
import Model
import Records

/// `portico audit …`
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Read and verify an agency's audit log.",
        subcommands: [List.self, Verify.self, CheckpointNote.self, Proof.self])

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List entries, oldest first. With --json an export that scripts/verify_audit.py verifies.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var access: AccessOptions
        @Argument(help: "The agency.") var agency: String
        @Option(help: "Only the newest so many.") var last: Int?
        var isLooking: Bool { access.breakGlass == nil }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let agency = try await workspace.agency(try agency.asSlug("agency"))
            try await agency.operatorLooks("audit list", emergency: access.breakGlass)
            if let last {
                for entry in try await agency.latestAuditEntries(limit: max(0, last)).reversed() {
                    try await io.line(common.json ? try entry.json() : entry.line)
                }
            } else if common.json {
                try await agency.exportAudit { try await io.line($0) }
            } else {
                var after: Int64 = 0
                while case let entries = try await agency.auditEntries(after: after, limit: 1000), let end = entries.last {
                    for entry in entries { try await io.line(entry.line) }
                    after = end.seq
                }
            }
            return .done
        }
    }

    struct Verify: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Compute every hash again, and name the first entry that was altered.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Option(help: "A file with something kept elsewhere: a checkpoint, a proof, or SEQ:HASH.") var against: String?
        var isLooking: Bool { true }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let agency = try await workspace.agency(try agency.asSlug("agency"))
            let kept: AuditHead?
            var isTyped = false
            if let against {
                let text = try await io.text(common.path(against), limit: 1 << 20)
                isTyped = AuditHead(text.trimmingCharacters(in: .whitespacesAndNewlines)) != nil
                kept = try await agency.keptHead(text, in: workspace)
            } else {
                // The newest checkpoint is an end of the log that somebody signed.
                kept = try await workspace.checkpointHead(of: agency)
            }
            let book = try await workspace.checkCheckpoints()
            let verdict = try await agency.verifyAudit(kept: kept)
            // A head that somebody typed proves nothing against the log: only what was signed, and the log itself, do.
            let proved = isTyped ? try await agency.verifyAudit(kept: try await workspace.checkpointHead(of: agency)) : verdict
            if let problem = proved.problem { await agency.tellAltered(problem) }
            struct Line: Encodable {
                let whole: Bool
                let entries: Int64
                let head: String
                let altered: Int64?
                let detail: String?
                /// What is wrong with the checkpoints.
                let checkpoints: String?
            }
            if common.json {
                try await io.json(
                    Line(
                        whole: verdict.problem == nil, entries: verdict.head.seq, head: Hex.text(verdict.head.hash),
                        altered: verdict.problem?.seq, detail: verdict.problem.map { "\($0.what)" },
                        checkpoints: book.first.map { Complaint.text($0.word, $0.arguments) }))
            } else if let problem = verdict.problem {
                try await io.complain(Complaint.text("problem.audit.\(problem.what.rawValue)", ["seq": "\(problem.seq)"]))
            } else if book.isEmpty {
                let entries = counted(verdict.head.seq, "entry", "entries")
                try await io.line("Whole: \(entries), head \(verdict.head.text).")
            }
            if !common.json {
                for problem in book { try await io.complain(Complaint.text(problem.word, problem.arguments)) }
            }
            return verdict.problem == nil && book.isEmpty ? .done : .failed
        }
    }
}

extension AuditEntry {
    /// As `audit list` prints it: tabs between, controls in the detail as spaces.
    fileprivate var line: String {
        let when = Date(timeIntervalSince1970: Double(at.milliseconds) / 1000).ISO8601Format(
            .init(includingFractionalSeconds: true))
        let detail = String((self.detail ?? "").map { $0.isNewline || $0 == "\t" ? " " : $0 })
        return "\(seq)\t\(when)\t\(actor)\t\(action)\t\(subject)\t\(outcome)\t\(detail)"
    }
}
