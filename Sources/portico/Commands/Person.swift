import Actions
import ArgumentParser
import Foundation
import Model

/// `portico person …`
struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person", abstract: "Add, invite and list the people of an agency.",
        subcommands: [Add.self, List.self, Invite.self, Password.self, SecondFactor.self, Disable.self, Enable.self])

    struct Add: WorkspaceCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Add somebody who may sign in.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The e-mail address.") var email: String
        @Option(help: "owner, admin, agent or contact.") var role: String
        @Option(help: "The client of a contact (or to whom an agent is assigned).") var client: String?
        @Option(help: "The name.") var name = ""
        @Option(help: "The language of the pages.") var language: String?
        @Option(help: "What a contact sees: cases,invoices,documents. Default: all.") var sees: String?
        @Flag(help: "Read the password from standard input.") var passwordStdin = false
        @Flag(help: "Also somebody who was erased within the last year.") var again = false

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            guard let role = Role(rawValue: role) else {
                throw Refusal(
                    .usage, "refusal.person.role",
                    ["value": role, "known": Role.allCases.map(\.rawValue).joined(separator: ", ")])
            }
            var new = NewPerson(email: email, role: role, name: name, client: try client?.asSlug("client"), language: language)
            new.isReturning = again
            if let sees, !sees.isEmpty {
                guard let rights = Rights(words: sees) else { throw Refusal(.usage, "refusal.person.sees", ["value": sees]) }
                new.sees = rights
            }
            if passwordStdin { new.password = try await io.password() }
            let person = try await workspace.agency(try agency.asSlug("agency")).addPerson(new)
            if common.json {
                try await io.json(PersonLine(person, []))
                return .done
            }
            try await io.line("Added \(person.email).")
            if new.password == nil { try await io.line("Next: portico person invite \(agency) \(person.email)") }
            return .done
        }
    }

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the people of an agency.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var access: AccessOptions
        @Argument(help: "The agency.") var agency: String
        var isLooking: Bool { access.breakGlass == nil }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let agency = try await workspace.agency(try agency.asSlug("agency"))
            try await agency.operatorLooks("person list", emergency: access.breakGlass)
            for entry in try await agency.people() {
                let line = PersonLine(entry.person, entry.clients)
                if common.json {
                    try await io.json(line)
                } else {
                    let clients = line.clients.map { $0.sees.map { [client = $0.client] in "\(client) (\($0))" } ?? $0.client }
                    let state = line.disabled ? "disabled" : line.has_password ? "active" : "invited"
                    try await io.line(
                        "\(line.email)\t\(line.role)\t\(line.name)\t\(state)\t\(clients.joined(separator: ", "))")
                }
            }
            return .done
        }
    }

    struct Invite: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "invite", abstract: "Print a link with which somebody sets their password: once, within 72 hours.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The e-mail address.") var email: String

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let invitation = try await workspace.agency(try agency.asSlug("agency")).invite(email)
            struct Line: Encodable { let email, url: String }
            if common.json {
                try await io.json(Line(email: invitation.person.email, url: invitation.url))
            } else {
                try await io.line(invitation.url)
            }
            return .done
        }
    }

    struct Password: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "password", abstract: "Set somebody's password. All their sessions end.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The e-mail address.") var email: String
        @Flag(help: "Read the password from standard input.") var passwordStdin = false

        func validate() throws {
            if !passwordStdin { throw ValidationError("Passwords are read with --password-stdin alone, never from arguments.") }
        }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            let password = try await io.password()
            try await workspace.agency(try agency.asSlug("agency")).setPassword(email, password)
            if !common.json { try await io.line("The password of \(email) is set; all their sessions are over.") }
            return .done
        }
    }

    struct SecondFactor: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            commandName: "second-factor", abstract: "Take somebody's second factor away. All their sessions end.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The e-mail address.") var email: String
        @Flag(help: "Take it away.") var remove = false

        func validate() throws {
            if !remove { throw ValidationError("Nothing but --remove can be done here; people set it up in the browser.") }
        }

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            try await workspace.agency(try agency.asSlug("agency")).resetSecondFactor(email)
            if !common.json { try await io.line("\(email) signs in by the password alone; all their sessions are over.") }
            return .done
        }
    }

    struct Disable: WorkspaceCommand {
        static let configuration = CommandConfiguration(commandName: "disable", abstract: "Shut somebody out, at once.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The e-mail address.") var email: String

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            try await workspace.agency(try agency.asSlug("agency")).setDisabled(email, true)
            if !common.json { try await io.line("\(email) is disabled; all their sessions are over.") }
            return .done
        }
    }

    struct Enable: WorkspaceCommand {
        static let configuration = CommandConfiguration(commandName: "enable", abstract: "Let somebody in again.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The agency.") var agency: String
        @Argument(help: "The e-mail address.") var email: String

        func run(on workspace: Workspace, io: any CommandIO) async throws -> Exit {
            try await workspace.agency(try agency.asSlug("agency")).setDisabled(email, false)
            if !common.json { try await io.line("\(email) may sign in again.") }
            return .done
        }
    }
}

/// A person as `--json` shows them.
struct PersonLine: Encodable {
    struct Of: Encodable {
        let client: String
        let sees: String?
    }

    let id, email, name, role, language: String
    let disabled, has_password: Bool
    let clients: [Of]

    init(_ person: Person, _ clients: [(client: Slug, sees: Rights?)]) {
        (id, email, name, role) = (person.id.text, person.email, person.name, person.role.rawValue)
        (language, disabled, has_password) = (person.language, person.isDisabled, person.hasPassword)
        self.clients = clients.map { Of(client: $0.client.text, sees: $0.sees?.words) }
    }
}

extension CommandIO {
    /// The password on standard input, without the line end.
    func password() async throws -> String {
        let bytes = try await files.standardInput(limit: 4096)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Refusal(.usage, "refusal.password.encoding") }
        return text.hasSuffix("\r\n") ? String(text.dropLast()) : text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
