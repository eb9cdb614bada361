import ArgumentParser
import Foundation
import Model

/// `portico config show`
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look at the settings.", subcommands: [Show.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Every setting: its value, and where it came from.")
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let io = LocalIO(watched: false)
            let settings = try WorkspaceFolder(common.root).settings()
            for key in SettingKey.all {
                guard let value = settings.values[key.name] else { continue }
                let shown = key.kind == .secret && !value.text.isEmpty ? "•••" : value.text
                if common.json {
                    try await io.json(["key": key.name, "value": shown, "origin": value.origin.text])
                } else {
                    try await io.line("\(key.name) = \(shown)  (\(value.origin.text))")
                }
            }
        }
    }
}

/// `portico completion SHELL`
struct Completion: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "completion", abstract: "Print a completion script.")
    @Argument(help: "bash, zsh or fish.") var shell: String

    func run() throws {
        guard let shell = CompletionShell(rawValue: shell) else {
            throw ValidationError("There is no completion for \(shell); bash, zsh and fish have one.")
        }
        say(Portico.completionScript(for: shell))
    }
}
