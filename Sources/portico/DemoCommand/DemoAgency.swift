import Actions
import Foundation
import Model

/// One agency of the demo: what its folder does not say.
struct DemoAgency: Sendable {
    struct Somebody: Sendable {
        let email, name: String
        let role: Role
    }

    let new: NewAgency
    let staff: [Somebody]
    /// The contact of the folder who gets a password.
    let contact: String

    static let all: [DemoAgency] = [
        make(
            "northgate", "Northgate Advisory", "IE", "Europe/Dublin", "en_IE",
            [("owner@northgate.example", "Fiona Walsh", .owner), ("agent@northgate.example", "Liam Byrne", .agent)],
            contact: "anna@harbourcoffee.example"),
        make(
            "zalgiris", "Žalgirio teisė", "LT", "Europe/Vilnius", "lt_LT",
            [
                ("vadove@zalgirioteise.example", "Ona Žalgirienė", .owner),
                ("padejejas@zalgirioteise.example", "Jonas Mažeika", .agent),
            ],
            contact: "egle@miestoduona.example"),
    ].compactMap { $0 }

    private static func make(
        _ slug: String, _ name: String, _ country: String, _ zone: String, _ locale: String,
        _ staff: [(String, String, Role)], contact: String
    ) -> DemoAgency? {
        guard let slug = Slug(slug) else { return nil }
        return DemoAgency(
            new: NewAgency(slug: slug, name: name, country: country, timeZone: zone, locale: locale, currency: "EUR"),
            staff: staff.map { Somebody(email: $0.0, name: $0.1, role: $0.2) }, contact: contact)
    }

    /// Makes what is not there yet and gives a line for each sign-in.
    func make(in workspace: Workspace) async throws -> String {
        if !workspace.exists(new.slug) { _ = try await workspace.addAgency(new) }
        let agency = try await workspace.agency(new.slug)
        guard let folder = Bundle.module.resourceURL?.appending(path: "Demo/\(new.slug)") else {
            throw Refusal(.failed, "refusal.demo.absent")
        }
        // Before the cases, which name who looks after them.
        let known = Set(try await agency.people().map(\.person.email))
        for somebody in staff where !known.contains(somebody.email) {
            _ = try await agency.addPerson(NewPerson(email: somebody.email, role: somebody.role, name: somebody.name))
        }
        let source = DemoFolder(folder: folder.path, days: try await agency.today().count - DemoFolder.lastDay.count)
        let report = try await workspace.importFolder(new.slug, from: source)
        if let problem = report.problems.first {
            throw Refusal(.failed, "refusal.demo.import", ["problem": "\(problem)"])
        }
        try await agency.addCaseTemplates(DemoTemplate.all[new.slug.text] ?? [])
        var (lines, staffPassword) = ("", "")
        for somebody in staff {
            let password = DemoAgency.password()
            try await agency.setPassword(somebody.email, password)
            lines += line(somebody.role, somebody.email, password, workspace)
            staffPassword = password
        }
        let password = DemoAgency.password()
        try await agency.setPassword(contact, password)
        lines += line(.contact, contact, password, workspace)
        try await write(in: agency, contactPassword: password, staffPassword: staffPassword)
        _ = try await agency.build()
        return lines
    }

    /// Letters between the contact and the last of the staff.
    private func write(in agency: OpenAgency, contactPassword: String, staffPassword: String) async throws {
        guard let last = staff.last else { return }
        func session(_ email: String, _ password: String) async throws -> Session {
            let entered = try await agency.signIn(email: email, password: password, device: nil, address: "127.0.0.1")
            guard case .signedIn(let signedIn) = entered else { throw Refusal(.failed, "refusal.failed") }
            return signedIn.session
        }
        let letters = new.slug.text == "zalgiris" ? DemoLetters.zalgiris : .northgate
        try await letters.write(
            in: agency, contact: try await session(contact, contactPassword), staff: try await session(last.email, staffPassword))
    }

    private func line(_ role: Role, _ email: String, _ password: String, _ workspace: Workspace) -> String {
        let columns = [
            role.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0), "ORIGIN/\(new.slug)/",
        ]
        return (columns + [email, password]).joined(separator: "  ") + "\n"
    }

    /// Four groups of four letters: easy to type, 75 bits.
    private static func password() -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        var generator = SystemRandomNumberGenerator()
        let all = (0..<16).map { _ in letters[Int.random(in: letters.indices, using: &generator)] }
        return stride(from: 0, to: 16, by: 4).map { String(all[$0..<$0 + 4]) }.joined(separator: "-")
    }
}

/// A folder of the demo with every day moved, so that the story ends today.
struct DemoFolder: FileSource {
    /// The last day of the story.
    static let lastDay = Day(count: 20_528)  // 2026-03-16

    let folder: String
    let days: Int

    func open(_ path: String) async throws -> (any FileReader)? {
        guard let reader = try LocalReader(folder + "/" + path) else { return nil }
        let bytes = try reader.all(limit: 50_000_000)
        guard path.hasSuffix(".csv") else { return Bytes(bytes) }
        return Bytes(Array(moved(String(decoding: bytes, as: UTF8.self)).utf8))
    }

    func names() async throws -> [String] { try await LocalFolder(folder).names() }

    private func moved(_ text: String) -> String {
        text.replacing(/\d{4}-\d{2}-\d{2}/) { match in
            Day(String(match.output))?.adding(days: days).text ?? String(match.output)
        }
    }

    private actor Bytes: FileReader {
        private var bytes: [UInt8]

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        func next() -> [UInt8] {
            defer { bytes = [] }
            return bytes
        }

        func close() {}
    }
}
