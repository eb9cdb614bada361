import Actions
import Foundation
import Logging
import Model
import Server
import Yams

/// The program's settings, each with where it came from: a flag, the environment, portico.yaml, or the default.
struct Settings: Sendable {
    /// Where a value came from.
    enum Origin: Sendable, Equatable {
        case flag(String)
        case environment(String)
        case file(path: String, line: Int)
        case standard

        var text: String {
            switch self {
            case .flag(let name): "flag \(name)"
            case .environment(let name): "environment \(name)"
            case .file(let path, let line): "\(path):\(line)"
            case .standard: "default"
            }
        }
    }

    struct Value: Sendable {
        let text: String
        let origin: Origin
    }

    private(set) var values: [String: Value] = [:]

    /// Reads all layers. `flags` are those given on the command line, by key.
    /// - Throws: `Refusal(.configuration)` naming file and line, or the variable, and the nearest known key.
    init(file path: String?, environment: [String: String], flags: [String: String] = [:]) throws {
        for key in SettingKey.all {
            values[key.name] = Value(text: key.standard, origin: .standard)
        }
        if let path { try read(file: path) }
        try read(environment)
        for (name, text) in flags {
            try set(name, text, .flag("--" + name.replacing("_", with: "-")))
        }
        try check()
    }

    /// What a value must be beyond its kind: every command refuses what `serve` would.
    private func check() throws {
        func refuse(_ key: String, _ word: String, _ value: String) -> Refusal {
            Refusal(.configuration, word, ["value": value, "where": values[key]?.origin.text ?? ""], hint: "hint.settings.where")
        }
        guard Server.Origin(text("base_url")) != nil else {
            throw refuse("base_url", "refusal.server.base-url", text("base_url"))
        }
        guard Logger.Level(rawValue: text("log_level")) != nil else {
            throw refuse("log_level", "refusal.settings.log-level", text("log_level"))
        }
        guard let security = MailSettings.Security(rawValue: text("mail.security")) else {
            throw refuse("mail.security", "refusal.settings.mail-security", text("mail.security"))
        }
        // A password, or a letter with a link that signs in, is not sent in clear to another machine.
        if !text("mail.server").isEmpty, security == .none, !Settings.here.contains(text("mail.server")) {
            throw refuse("mail.security", "refusal.settings.mail-clear", text("mail.server"))
        }
        guard text("mail.from").isEmpty || MailSettings.isAddress(text("mail.from")) else {
            throw refuse("mail.from", "refusal.settings.mail-from", text("mail.from"))
        }
        let contact = text("security_contact")
        guard contact.isEmpty || SecurityContact(contact) != nil else {
            throw refuse("security_contact", "refusal.settings.security-contact", contact)
        }
        if let bad = list("behind_proxy").first(where: { !Proxies.isAddress($0) }) {
            throw refuse("behind_proxy", "refusal.server.proxy", bad)
        }
    }

    /// This very machine.
    private static let here: Set<String> = ["localhost", "127.0.0.1", "::1"]

    /// A text setting. Keys are checked by the tests, so an unknown one reads as empty.
    func text(_ name: String) -> String {
        values[name]?.text ?? ""
    }

    /// A number setting.
    func number(_ name: String) -> Int64 {
        Int64(text(name)) ?? 0
    }

    /// A list setting.
    func list(_ name: String) -> [String] {
        text(name).split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    // MARK: Layers

    private mutating func read(file path: String) throws {
        guard let yaml = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Refusal(.configuration, "refusal.settings.unreadable", ["file": path])
        }
        let root: Node?
        do {
            // Only texts are wanted: what they would be otherwise, a pattern for each kind, is not asked.
            root = try Yams.compose(yaml: yaml, .basic)
        } catch {
            throw Settings.unreadable(error, in: path)
        }
        guard let root, root != Node("") else { return }
        try read(root, prefix: "", path)
    }

    private mutating func read(_ node: Node, prefix: String, _ path: String) throws {
        guard case .mapping(let mapping) = node else {
            if prefix.isEmpty, node.scalar.map(Settings.isNull) == true { return }
            throw Refusal(
                .configuration, "refusal.settings.map",
                ["file": path, "line": "\(node.mark?.line ?? 1)", "column": "\(node.mark?.column ?? 1)"])
        }
        for (keyNode, value) in mapping {
            let name = prefix + (keyNode.string ?? "")
            let line = keyNode.mark?.line ?? 0
            switch value {
            case .mapping: try read(value, prefix: name + ".", path)
            case .sequence(let items):
                try set(name, items.compactMap(\.string).joined(separator: ","), .file(path: path, line: line))
            case .scalar(let scalar): try set(name, scalar.string, .file(path: path, line: line))
            case .alias: try set(name, "", .file(path: path, line: line))
            }
        }
    }

    /// YAML's word for nothing, as a file of comments has it (YAML 1.2, section 10.3.2).
    private static func isNull(_ scalar: Node.Scalar) -> Bool {
        scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    private mutating func read(_ environment: [String: String]) throws {
        let known = Dictionary(uniqueKeysWithValues: SettingKey.all.map { ($0.variable, $0) })
        for (variable, text) in environment.sorted(by: { $0.key < $1.key }) where variable.hasPrefix("PORTICO_") {
            if variable == "PORTICO_ROOT" { continue }
            if let key = known[variable] {
                try set(key.name, text, .environment(variable))
            } else if variable.hasSuffix("_FILE"), let key = known[String(variable.dropLast(5))], key.kind == .secret {
                guard let secret = try? String(contentsOfFile: text, encoding: .utf8) else {
                    throw Refusal(.configuration, "refusal.settings.unreadable", ["file": text])
                }
                try set(key.name, secret.trimmingCharacters(in: .newlines), .environment(variable))
            } else {
                throw Settings.unknown(
                    variable, "environment",
                    known.keys.min { SettingKey.distance($0, variable) < SettingKey.distance($1, variable) })
            }
        }
    }

    private mutating func set(_ name: String, _ text: String, _ origin: Origin) throws {
        guard let key = SettingKey.named(name) else {
            if name.hasSuffix("_file"), let key = SettingKey.named(String(name.dropLast(5))), key.kind == .secret {
                guard let secret = try? String(contentsOfFile: text, encoding: .utf8) else {
                    throw Refusal(.configuration, "refusal.settings.unreadable", ["file": text])
                }
                values[key.name] = Value(text: secret.trimmingCharacters(in: .newlines), origin: origin)
                return
            }
            throw Settings.unknown(name, origin.text, SettingKey.nearest(to: name))
        }
        if case .number(let bounds) = key.kind {
            guard let number = Int64(text), bounds.contains(number) else {
                throw Refusal(
                    .configuration, "refusal.settings.number",
                    [
                        "where": origin.text, "key": name, "value": text, "least": "\(bounds.lowerBound)",
                        "most": "\(bounds.upperBound)",
                    ])
            }
        }
        if key.kind == .flag, text != "true", text != "false" {
            throw Refusal(
                .configuration, "refusal.settings.flag", ["where": origin.text, "key": name, "value": text])
        }
        values[name] = Value(text: text, origin: origin)
    }

    private static func unknown(_ key: String, _ place: String, _ nearest: String?) -> Refusal {
        guard let nearest else {
            return Refusal(.configuration, "refusal.settings.unknown", ["where": place, "key": key])
        }
        return Refusal(
            .configuration, "refusal.settings.unknown-near", ["where": place, "key": key, "nearest": nearest])
    }

    /// What the YAML reader found, in one line with its place.
    private static func unreadable(_ error: any Error, in path: String) -> Refusal {
        let (problem, place) = (error as? YamlError)?.place ?? ("\(error)", nil)
        return Refusal(
            .configuration, "refusal.settings.yaml",
            [
                "file": path, "line": "\(place?.line ?? 1)", "column": "\(place?.column ?? 1)", "problem": problem,
            ])
    }
}

extension YamlError {
    /// What is wrong, and where the error knows it.
    fileprivate var place: (problem: String, at: (line: Int, column: Int)?) {
        switch self {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            (problem, (mark.line, mark.column))
        case .duplicatedKeysInMapping(let keys, let context):
            ("the key \(keys.sorted().joined(separator: ", ")) stands twice", (context.mark.line, context.mark.column))
        case .reader(let problem, let offset, _, let yaml):
            (problem, offset.map { YamlError.place(of: $0, in: yaml) })
        default: ("\(self)", nil)
        }
    }

    private static func place(of offset: Int, in yaml: String) -> (line: Int, column: Int) {
        let lines = yaml.prefix(offset).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return (lines.count, (lines.last?.unicodeScalars.count ?? 0) + 1)
    }
}
