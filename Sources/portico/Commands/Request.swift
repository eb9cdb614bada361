import Actions
import ArgumentParser
import Foundation
import Model

/// `portico request …`
struct RequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Requests of people about their data, and the receipts of these.",
        subcommands: [List.self, Verify.self])

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List requests, what is open first. Exits with 1 when one is overdue.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        var isLooking: Bool { true }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let agency = try await workspace.agency(try agency.asSlug("agency"))
            let (requests, now) = (try await agency.dataRequestList(), workspace.world.now())
            for request in requests {
                let line = Line(request, at: now)
                if common.json {
                    try await io.json(line)
                } else {
                    try await io.line("\(line.number)\t\(line.kind)\t\(line.state)\t\(line.received)\t\(line.due)")
                }
            }
            return requests.contains { $0.isOverdue(at: now) } ? .failed : .done
        }

        /// Who asked stands in the workspace alone.
        private struct Line: Encodable {
            let number: Int64
            let kind, channel, state, received, due: String

            init(_ request: DataRequest, at now: Instant) {
                (number, kind, channel) = (request.number, request.kind.rawValue, request.channel.rawValue)
                state = request.isOverdue(at: now) ? "overdue" : request.state.rawValue
                (received, due) = (request.received.rfc3339, request.due.rfc3339)
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Verify the signature of a receipt; in a workspace, also that its own key made it.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The file.") var file: String

        func run() async throws {
            let io = LocalIO(watched: false)
            guard let reader = try await io.files.open(common.path(file)) else {
                throw Refusal(.invalid, "refusal.file.none", ["file": file])
            }
            var bytes: [UInt8] = []
            while case let more = try await reader.next(), !more.isEmpty, bytes.count < 1 << 20 { bytes += more }
            let signed = try SignedReceipt.verified(bytes)
            let folder = try? WorkspaceFolder(common.root)
            let own = try folder.flatMap { try WorkspaceSigner.publicKey(in: $0.path + "/keys") }.map { Hex.text($0) }
            if let own, own != signed.key { throw Refusal(.invalid, "refusal.receipt.other-key") }
            let receipt = signed.receipt
            if common.json { try await io.json(signed) }
            let what = "request \(receipt.number) (\(receipt.kind)) at \(receipt.portal), \(receipt.state), key \(signed.key)."
            // Anybody can make a key, and sign whatever they like with it.
            guard own != nil else {
                try await io.complain("Signed by a key that is not known here: \(what)")
                throw Exit.failed.code
            }
            if !common.json { try await io.line("Signed: \(what)") }
        }
    }
}
