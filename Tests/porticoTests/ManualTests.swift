import ArgumentParser
import Foundation
import TestKit
import Testing

@testable import portico

/// The manual is tested: what the program has stands in docs/.
@Suite struct ManualTests {
    private func manual(_ name: String) throws -> String {
        try String(contentsOf: Checkout.root.appending(path: "docs/\(name)"), encoding: .utf8)
    }

    static let commands = Portico.configuration.subcommands.map { $0._commandName }

    @Test(arguments: commands)
    func `the manual covers every command and its subcommands`(_ name: String) throws {
        let text = try manual("commands.md")
        #expect(text.contains("\n## portico \(name)\n"))
        let command = Portico.configuration.subcommands.first { $0._commandName == name }
        for part in command?.configuration.subcommands ?? [] {
            #expect(text.contains("portico \(name) \(part._commandName)"), "\(name) \(part._commandName)")
        }
    }

    @Test(arguments: SettingKey.all.map(\.name))
    func `the manual covers every setting with its default`(_ name: String) throws {
        let key = try #require(SettingKey.named(name))
        let standard = key.standard.isEmpty ? "–" : "`\(key.standard)`"
        #expect(try manual("settings.md").contains("| `\(name)` | `\(key.variable)` | \(standard) | \(key.about) |"))
    }

    @Test(arguments: Exit.allCases)
    func `the manual covers every exit code`(_ exit: Exit) throws {
        #expect(try manual("commands.md").contains("\n| \(exit.rawValue) | "))
    }

    @Test func `the manual names no command that is not there`() throws {
        let titles = try manual("commands.md").matches(of: /\n## portico ([a-z]+)/).map { String($0.output.1) }
        #expect(Set(titles).subtracting(Self.commands).isEmpty)
    }
}
