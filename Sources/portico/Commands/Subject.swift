import Actions
import ArgumentParser
import Foundation
import Model
import Records

/// `portico subject …`: what the records have of somebody, and their erasure.
struct SubjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subject", abstract: "Find, erase and hold what the records have of a client or person.",
        subcommands: [Find.self, Erase.self, Hold.self, Release.self])

    /// Of which agency, and who.
    struct Who: ParsableArguments {
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "An e-mail address, a client's name in addresses, or an id.") var who: String

        func open(_ workspace: Workspace) async throws -> OpenAgency {
            try await workspace.agency(try agency.asSlug("agency"))
        }
    }

    struct Find: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "find", abstract: "List by table how many rows are about somebody, and what an erasure makes of them.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var who: Who
        @OptionGroup var access: AccessOptions
        var isLooking: Bool { access.breakGlass == nil }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let agency = try await who.open(workspace)
            try await agency.operatorLooks("subject find", emergency: access.breakGlass)
            try await agency.findSubject(who.who).show(common, io)
            return .done
        }
    }

    struct Erase: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "erase", abstract: "Erase somebody: rows, documents, pages, letters, keys, and every trace of them.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var who: Who
        @OptionGroup var access: AccessOptions
        @Flag(help: "Say what would go and what would stay; change nothing.") var dryRun = false

        func validate() throws {
            guard access.breakGlass == nil || dryRun else {
                throw ValidationError("--break-glass goes with --dry-run: only looking needs a grant.")
            }
        }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let agency = try await who.open(workspace)
            if dryRun {
                try await agency.operatorLooks("subject erase --dry-run", emergency: access.breakGlass)
                try await agency.findSubject(who.who).show(common, io)
                return .done
            }
            let receipt = try await agency.eraseSubject(try await agency.subject(who.who))
            if common.json {
                try await io.line(try receipt.json())
            } else {
                for line in receipt.lines { try await io.line(line) }
            }
            let behind = await workspace.ledgersBehind()
            for folder in behind { try await io.complain(Complaint.text("problem.backup.ledger", ["folder": folder])) }
            guard receipt.left == 0 else { return .failed }
            return behind.isEmpty ? .done : .partly
        }
    }

    struct Hold: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "hold", abstract: "Keep somebody from being erased, whoever asks.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var who: Who
        @Option(help: "Why their data must stay.") var reason: String

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let agency = try await who.open(workspace)
            try await agency.hold(try await agency.subject(who.who), reason: reason)
            if !common.json { try await io.line("Nobody can erase \(who.who) until `portico subject release` lifts that.") }
            return .done
        }
    }

    struct Release: WorkspaceCommand {
        static let configuration = CommandConfiguration(commandName: "release", abstract: "Lift the holds of somebody.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var who: Who

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let agency = try await who.open(workspace)
            try await agency.liftHold(try await agency.subject(who.who))
            if !common.json { try await io.line("No hold keeps \(who.who) any more.") }
            return .done
        }
    }
}

/// `portico erasure …`: the receipts, and the ledger.
struct ErasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erasure", abstract: "List erasures, and repeat them after a restore.",
        subcommands: [List.self, Replay.self])

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the receipts of all erasures.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        var isLooking: Bool { true }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            for receipt in try await workspace.agency(try agency.asSlug("agency")).erasures() {
                try await io.line(common.json ? try receipt.json() : receipt.line)
            }
            return .done
        }
    }

    struct Replay: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay", abstract: "Erase again whoever was erased since the backup that was restored.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Option(help: "A ledger that was kept elsewhere; its lines are added to the one here.") var ledger: String?

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            var text: String?
            if let ledger {
                guard let reader = try await io.files.open(common.path(ledger)) else {
                    throw Refusal(.usage, "refusal.file.none", ["file": ledger])
                }
                var bytes: [UInt8] = []
                for try await piece in FileBytes(reader) { bytes += piece }
                text = String(decoding: bytes, as: UTF8.self)
            }
            let count = try await workspace.replayErasures(try agency.asSlug("agency"), ledger: text)
            if common.json {
                try await io.json(["erased": count])
            } else {
                try await io.line("\(counted(count, "erasure", "erasures")) replayed; the agency may be seen.")
            }
            return .done
        }
    }
}

extension SubjectReport {
    /// A line a table, then what stands in the way and what else is theirs.
    func show(_ common: CommonOptions, _ io: any CommandIO) async throws {
        struct Line: Encodable {
            let table, way, fate: String
            let rows: Int
        }
        for row in rows {
            if common.json {
                try await io.json(Line(table: row.table, way: row.way.rawValue, fate: row.fate.rawValue, rows: row.rows))
            } else {
                try await io.line("\(row.table)\t\(row.rows)\t\(row.fate.rawValue)")
            }
        }
        if common.json { return }
        if !persons.isEmpty { try await io.line("With the client go \(counted(persons.count, "contact", "contacts")).") }
        for client in clients { try await io.line("The same person is the client \(client), which is erased by itself.") }
        if let keptUntil { try await io.line("Invoices stay until \(keptUntil), because the law asks for it.") }
        if let hold { try await io.line("A hold keeps them: \(hold.reason)") }
    }
}

extension ErasureReceipt {
    /// The receipt in one line.
    var line: String {
        let rows = tables.reduce(0) { $0 + $1.deleted }
        let when = Date(timeIntervalSince1970: Double(asked) / 1000).ISO8601Format()
        return "\(when)\t\(kind) \(subject)\t\(counted(rows, "row", "rows"))\t\(done == nil ? "under way" : "done")\t\(erasure)"
    }

    /// The receipt as people read it.
    var lines: [String] {
        var lines = tables.map { table in
            let parts = [
                (table.deleted, "deleted"), (table.emptied, "emptied"), (table.kept, "kept"), (table.orphaned, "name nobody now"),
            ]
            return table.table + "\t" + parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        }
        lines += mentions.sorted { $0.key < $1.key }.map { "\($0.key)\t\($0.value) named them" }
        lines += kept.map { "\($0.table)\t\($0.rows) kept until \($0.until): \($0.rule)" }
        lines.append(
            "Outside: \(outside.documents) documents, \(outside.uploads) uploads, \(outside.letters) letters, "
                + "\(outside.pages) pages, \(outside.keys) keys.")
        lines.append(
            left == 0 ? "Nothing of theirs is left. Receipt \(erasure)." : "\(left ?? 0) rows are left. Receipt \(erasure).")
        return lines
    }
}
