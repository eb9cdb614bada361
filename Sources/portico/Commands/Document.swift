import Actions
import ArgumentParser
import Foundation
import Model

/// `portico document …`
struct DocumentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "document", abstract: "Add, fetch, list, publish and remove documents.",
        subcommands: [Add.self, Get.self, List.self, Publish.self, Unpublish.self, Remove.self])

    struct Add: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add files to a case. Each stands alone; internal until it is published.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The client.") var client: String
        @Argument(help: "The case.") var caseName: String
        @Argument(help: "The files.") var files: [String]
        @Flag(help: "Publish them at once.") var publish = false

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let agency = try await workspace.agency(try agency.asSlug("agency"))
            let (client, record) = (try client.asSlug("client"), try caseName.asSlug("case"))
            var refused = 0
            for file in files {
                do {
                    guard let reader = try await io.files.open(common.path(file)) else {
                        throw Refusal(.invalid, "refusal.file.none", ["file": file])
                    }
                    let document = try await agency.addDocument(
                        client: client, case: record, name: file, bytes: FileBytes(reader), publish: publish)
                    try await show(document, io)
                } catch let refusal as Refusal where refusal.kind != .notFound && files.count > 1 {
                    refused += 1
                    try await io.complain("\(file): \(Complaint.text(refusal.word, refusal.arguments))")
                }
            }
            return refused == 0 ? .done : refused == files.count ? .badData : .partly
        }

        private func show(_ document: Document, _ io: any CommandIO) async throws {
            if common.json {
                try await io.json(DocumentLine(document, client: client, caseName: caseName))
            } else {
                try await io.line(
                    "\(document.id)\t\(document.type)\t\(document.size)\t\(Hex.text(document.sha256))\t\(document.name)")
            }
        }
    }

    struct Get: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "get", abstract: "Write a document's bytes to standard output.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var access: AccessOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The document's id.") var id: String
        var isLooking: Bool { false }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let agency = try await workspace.agency(try agency.asSlug("agency"))
            try await agency.operatorLooks("document get \(id)", emergency: access.breakGlass)
            let document = try await agency.documentBytes(id)
            for try await bytes in document.chunks(0..<document.size) { try await io.bytes(bytes) }
            return .done
        }
    }

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List documents, those that were removed not among them.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var access: AccessOptions
        @Argument(help: "The agency.") var agency: String
        @Option(help: "One client only.") var client: String?
        var isLooking: Bool { access.breakGlass == nil }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let agency = try await workspace.agency(try agency.asSlug("agency"))
            try await agency.operatorLooks("document list", emergency: access.breakGlass)
            for entry in try await agency.documents(client: try client?.asSlug("client")) {
                let line = DocumentLine(entry.document, client: entry.client.text, caseName: entry.caseSlug.text)
                if common.json {
                    try await io.json(line)
                } else {
                    try await io.line(
                        "\(line.id)\t\(line.client)/\(line.case)\t\(line.visibility)\t\(line.type)\t\(line.size)\t\(line.name)")
                }
            }
            return .done
        }
    }

    struct Publish: WorkspaceCommand {
        static let configuration = CommandConfiguration(commandName: "publish", abstract: "Show a document to the client.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The document's id.") var id: String

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let document = try await workspace.agency(try agency.asSlug("agency")).publish(document: id, by: .operator)
            if !common.json { try await io.line("The client sees \(document.name).") }
            return .done
        }
    }

    struct Unpublish: WorkspaceCommand {
        static let configuration = CommandConfiguration(commandName: "unpublish", abstract: "Hide a document from the client.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The document's id.") var id: String

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let document = try await workspace.agency(try agency.asSlug("agency")).unpublish(document: id, by: .operator)
            if !common.json { try await io.line("The client no longer sees \(document.name).") }
            return .done
        }
    }

    struct Remove: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Remove a document: its key goes, and with it its bytes.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The document's id.") var id: String

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let document = try await workspace.agency(try agency.asSlug("agency")).remove(document: id, by: .operator)
            if !common.json { try await io.line("\(document.name) is gone.") }
            return .done
        }
    }
}

/// A document as `--json` shows it.
struct DocumentLine: Encodable {
    let id, client, `case`, name, type, sha256, origin, visibility: String
    let size, received: Int64

    init(_ document: Document, client: String, caseName: String) {
        (id, self.client, self.case, name) = (document.id.text, client, caseName, document.name)
        (type, sha256) = (document.type, Hex.text(document.sha256))
        (origin, visibility) = (document.origin.rawValue, document.visibility.rawValue)
        (size, received) = (document.size, document.received.milliseconds)
    }
}
