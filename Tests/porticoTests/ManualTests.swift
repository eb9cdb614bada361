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

    /// Every action that the sources write into the audit log: after `action:`, or noted.
    static let actions: Set<String> = {
        var actions: Set<String> = []
        for file in Checkout.files(below: "Sources", endings: ["swift"]) {
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
            for match in text.matches(of: /action: (?:[^",\n]*\? )?"([a-z.-]+)"(?: : "([a-z.-]+)")?/) {
                actions.insert(String(match.1))
                if let other = match.2 { actions.insert(String(other)) }
            }
            for match in text.matches(of: /Noted\([^",]*,\s*(?:[^",\n]*\? )?"([a-z.-]+)"(?: : "([a-z.-]+)")?/) {
                actions.insert(String(match.1))
                if let other = match.2 { actions.insert(String(other)) }
            }
        }
        return actions
    }()

    @Test func `the manual tells what every action of the audit log means, and no other`() throws {
        let text = try manual("audit.md")
        let told = Set(text.matches(of: /\n\| `([a-z.-]+)` \|/).map { String($0.output.1) })
        #expect(Self.actions.count > 20)
        #expect(Self.actions.subtracting(told).sorted() == [])
        #expect(told.subtracting(Self.actions).sorted() == [])
        for match in text.matches(of: /"action": "([^"]*)"/) {
            #expect(told.contains(String(match.output.1)), "a worked entry: \(match.output.1)")
        }
    }

    @Test func `the manual's problem of an import is what the program says`() throws {
        let said = Complaint.text("import.day", ["value": "14.03.2026"])
        #expect(try manual("import.md").contains("invoices.csv:14: issued: \(said)\n"))
    }

    @Test func `the manual names no command that is not there`() throws {
        let titles = try manual("commands.md").matches(of: /\n## portico ([a-z]+)/).map { String($0.output.1) }
        #expect(Set(titles).subtracting(Self.commands).isEmpty)
    }
}
