import Actions
import ArgumentParser
import Model

/// `portico disclosure …`
struct DisclosureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disclosure", abstract: "Answer an authority, where the law makes you: two must agree.",
        subcommands: [Open.self, Approve.self, Write.self, List.self])

    /// Who of the operator's does it.
    struct Name: ParsableArguments {
        @Option(help: "Your name, as it is to stand in the register.") var by: String
    }

    struct Open: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "open", abstract: "Write down what an authority asks for. Nothing is given away by that.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The client or contact: an e-mail address, a client's name in addresses, or an id.") var who: String
        @Option(help: "Who asks.") var authority: String
        @Option(help: "By which law, order or file.") var basis: String
        @Option(help: "The last day on which the agency must not be told, YYYY-MM-DD. Default: it is told at once.")
        var gagUntil: String?
        @OptionGroup var name: Name

        func validate() throws { _ = try gag() }

        private func gag() throws -> Day? {
            guard let gagUntil else { return nil }
            guard let day = Day(gagUntil) else { throw ValidationError("\(gagUntil) is no day such as 2026-03-10.") }
            return day
        }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let slug = try agency.asSlug("agency")
            let new = NewDisclosure(authority: authority, basis: basis, who: who, gag: try gag())
            let made = try await workspace.agency(slug).openDisclosure(new, by: name.by)
            try await show(made, slug, common, io)
            return .done
        }
    }

    struct Approve: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve", abstract: "Agree to a disclosure. Two different people must.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "Its number.") var number: Int64
        @OptionGroup var name: Name

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let slug = try agency.asSlug("agency")
            try await show(try await workspace.agency(slug).approveDisclosure(number, by: name.by), slug, common, io)
            return .done
        }
    }

    struct Write: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write what was asked for into a sealed file. The agency's owners are told, unless that is forbidden.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "Its number.") var number: Int64
        @Option(help: "The file, sealed. It appears when it is whole.") var to: String
        @Option(help: "The file of its key, to be sent by another way.") var key: String
        @OptionGroup var name: Name

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let slug = try agency.asSlug("agency")
            let open = try await workspace.agency(slug)
            let file = try await ExportTarget(common.path(to), workspace, io).checked()
            let keyFile = try await ExportTarget(common.path(key), workspace, io).checked()
            guard file != keyFile else { throw Refusal(.usage, "refusal.disclosure.one-file", ["path": file]) }
            let made = try await open.exportDisclosure(
                number, to: try await io.files.create(file), key: try await io.files.create(keyFile), by: name.by)
            try await show(made, slug, common, io)
            return .done
        }
    }

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Every disclosure, who agreed, and whether the agency was told.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "One agency only.") var agency: String?
        var isLooking: Bool { true }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            for slug in try agency.map({ [try $0.asSlug("agency")] }) ?? workspace.slugs {
                for one in try await workspace.agency(slug).disclosures() { try await show(one, slug, common, io) }
            }
            return .done
        }
    }

    private struct Line: Encodable {
        let agency, id: String
        let number: Int64
        let authority, basis, kind, subject, state: String
        let approved_by: [String]
        let gag_until, exported, sha256: String?

        init(_ one: Disclosure, of slug: Slug) {
            (agency, id, number, authority, basis) = (slug.text, one.id.text, one.number, one.authority, one.basis)
            (kind, subject, approved_by) = (one.kind, one.subject, one.approvers)
            state = one.isTold ? "told" : one.exported != nil ? "exported" : one.isApproved ? "approved" : "open"
            (gag_until, exported) = (one.gag?.text, one.exported?.rfc3339)
            sha256 = one.steps.last { $0.kind == .export }?.sha256
        }
    }

    private static func show(_ one: Disclosure, _ slug: Slug, _ common: CommonOptions, _ io: any CommandIO) async throws {
        let line = Line(one, of: slug)
        if common.json { return try await io.json(line) }
        let agreed = line.approved_by.isEmpty ? "nobody agreed" : line.approved_by.joined(separator: ", ")
        try await io.line(
            [line.agency, "\(line.number)", line.state, line.authority, line.basis, agreed, line.id].joined(separator: "\t"))
    }
}
