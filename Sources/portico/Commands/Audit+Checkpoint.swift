import Actions
import ArgumentParser
import Model

extension AuditCommand {
    /// `portico audit checkpoint`
    struct CheckpointNote: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "checkpoint", abstract: "Sign the ends of all audit logs as they are now, and print the note.")
        @OptionGroup var common: CommonOptions
        @Flag(help: "Print the public key instead, and sign nothing.") var key = false
        var isLooking: Bool { true }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            if key {
                let key = try await workspace.checkpointKeyText()
                if common.json { try await io.json(["key": key]) } else { try await io.line(key) }
                return .done
            }
            let note = try await workspace.makeCheckpoint().note
            if common.json { try await io.json(["note": note]) } else { try await io.bytes(Array(note.utf8)) }
            return .done
        }
    }

    /// `portico audit proof AGENCY`
    struct Proof: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "proof", abstract: "Print, as JSON, the proof that the newest checkpoint holds an agency's audit log.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        var isLooking: Bool { true }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let agency = try await workspace.agency(try agency.asSlug("agency"))
            try await io.json(try await agency.auditProof(in: workspace))
            return .done
        }
    }
}

extension CommandIO {
    /// A small file of whoever typed the command, as text.
    /// - Throws: `Refusal(.notFound)` when there is none; `.tooLarge` when it is longer than the limit, in bytes.
    func text(_ path: String, limit: Int) async throws -> String {
        guard let reader = try await files.open(path) else { throw Refusal(.notFound, "refusal.file.none", ["file": path]) }
        var bytes: [UInt8] = []
        while case let next = try await reader.next(), !next.isEmpty {
            bytes += next
            guard bytes.count <= limit else {
                await reader.close()
                throw Refusal(.tooLarge, "refusal.file.large", ["file": path, "limit": "\(limit)"])
            }
        }
        await reader.close()
        return String(decoding: bytes, as: UTF8.self)
    }
}
