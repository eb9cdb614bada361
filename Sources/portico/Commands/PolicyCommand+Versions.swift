import Actions
import ArgumentParser
import Model

extension PolicyCommand {
    /// `portico policy list AGENCY`
    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List every version of the privacy policies, and what is only written yet.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        var isLooking: Bool { true }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            for standing in try await workspace.agency(try agency.asSlug("agency")).policyStandings() {
                if let draft = standing.draft {
                    try await PolicyLine(standing.policy.rawValue, draft: draft).show(common, io)
                }
                for version in standing.versions { try await PolicyLine(version).show(common, io) }
            }
            return .done
        }
    }

    /// `portico policy announce AGENCY POLICY --reason TEXT`
    struct Announce: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "announce",
            abstract: "Announce what is written: everybody is told. What is not material and begins today is in force at once.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "privacy (the agency's) or platform (the operator's).") var policy: String
        @Option(help: "Why it changed, for people to read.") var reason: String
        @Flag(help: "It changes what people may expect: they have 30 days.") var material = false
        @Option(help: "The first day, YYYY-MM-DD. Default: as soon as it may be.") var firstDay: String?

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let day = try firstDay.map { text in
                guard let day = Day(text) else { throw Refusal(.usage, "import.day", ["value": text]) }
                return day
            }
            let version = try await workspace.agency(try agency.asSlug("agency")).announce(
                PolicyAnnouncement(policy: try policy.asPolicy(), reason: reason, isMaterial: material, from: day), by: .operator)
            try await PolicyLine(version).show(common, io)
            return .done
        }
    }

    /// `portico policy activate AGENCY POLICY`
    struct Activate: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "activate", abstract: "Bring what is announced into force, if its day has come and everybody was told.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "privacy (the agency's) or platform (the operator's).") var policy: String

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let version = try await workspace.agency(try agency.asSlug("agency")).activate(try policy.asPolicy(), by: .operator)
            try await PolicyLine(version).show(common, io)
            return .done
        }
    }
}

/// A version as the commands print it.
private struct PolicyLine: Encodable {
    let policy, state, language, from, sha256, reason: String
    let material: Bool

    init(_ version: PolicyVersion) {
        (policy, state, language) = (version.policy.rawValue, version.state.rawValue, version.language)
        (from, sha256, reason, material) = (version.from.text, version.digest, version.reason, version.isMaterial)
    }

    init(_ policy: String, draft: String) {
        (self.policy, state, language, from, sha256, reason, material) = (policy, "draft", "", "", draft, "", false)
    }

    func show(_ common: CommonOptions, _ io: any CommandIO) async throws {
        if common.json { return try await io.json(self) }
        let kind = material ? "material" : ""
        try await io.line([policy, state, language, from, sha256, kind, reason].joined(separator: "\t"))
    }
}

extension String {
    fileprivate func asPolicy() throws -> Policy {
        guard let policy = Policy(rawValue: self) else {
            throw Refusal(.usage, "refusal.policy.name", ["value": self])
        }
        return policy
    }
}
