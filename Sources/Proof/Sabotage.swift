import Actions
import Records

/// One thing that is broken on purpose, in the agencies of a run or on the way to them, and the checks that must notice: those and
/// no others. A check that no sabotage breaks proves nothing.
public struct Sabotage: Sendable {
    /// Lower-case words with hyphens, such as `unsealed-document`.
    public let name: String
    /// The checks that must fail.
    public let breaks: Set<String>
    /// What is done to requests on their way to the server.
    let alter: @Sendable (Wire.Request) -> Wire.Request
    /// What is done to the answers of the server.
    let tamper: @Sendable (Wire.Request, Wire.Answer) -> Wire.Answer
    /// What is done to the agencies, or to what the checks are told of the settings, before they begin.
    let apply: @Sendable (inout Lab) async throws -> Void
    /// Puts back what does not go with the agencies, because it is the workspace's.
    let mend: @Sendable (Lab) async throws -> Void

    /// Changes records or files before the checks begin.
    init(
        _ name: String, breaks: Set<String>, apply: @escaping @Sendable (inout Lab) async throws -> Void,
        mend: @escaping @Sendable (Lab) async throws -> Void = { _ in }
    ) {
        (self.name, self.breaks, self.apply, self.mend) = (name, breaks, apply, mend)
        (alter, tamper) = ({ $0 }, { $1 })
    }

    /// Changes requests on their way.
    init(_ name: String, breaks: Set<String>, alter: @escaping @Sendable (Wire.Request) -> Wire.Request) {
        (self.name, self.breaks, self.alter) = (name, breaks, alter)
        (tamper, apply, mend) = ({ $1 }, { _ in }, { _ in })
    }

    /// Changes answers on their way.
    init(
        _ name: String, breaks: Set<String>, tamper: @escaping @Sendable (Wire.Request, Wire.Answer) -> Wire.Answer
    ) {
        (self.name, self.breaks, self.tamper) = (name, breaks, tamper)
        (alter, apply, mend) = ({ $0 }, { _ in }, { _ in })
    }

    /// Changes the answers at one path.
    init(
        _ name: String, breaks: Set<String>, on path: String, tamper: @escaping @Sendable (Wire.Answer) -> Wire.Answer
    ) {
        self.init(name, breaks: breaks, tamper: { request, answer in request.path == path ? tamper(answer) : answer })
    }

    /// Gives another status in the place of one at a path.
    init(_ name: String, breaks: Set<String>, on path: String, turning status: Int, into other: Int) {
        self.init(name, breaks: breaks, on: path, tamper: { $0.status == status ? $0.with(status: other) : $0 })
    }

    /// One of the two agencies of a run.
    enum Victim: Sendable { case a, b }

    /// Runs one statement before the checks begin, as somebody might who can write to the records of an agency.
    init(_ name: String, breaks: Set<String>, in victim: Victim, sql: SQL) {
        self.init(
            name, breaks: breaks,
            apply: { lab in
                let agency = victim == .a ? lab.a.agency : lab.b.agency
                try await agency.sabotage { _ = try $0.run(sql) }
            })
    }

    /// Loses every letter of a kind before it is sent.
    init(_ name: String, breaks: Set<String>, in victim: Victim, losing kind: String) {
        let trigger = "lost_" + kind.replacing("-", with: "_")
        let sql = """
            CREATE TRIGGER \(trigger) AFTER INSERT ON mail WHEN NEW.kind = '\(kind)'
            BEGIN DELETE FROM mail WHERE id = NEW.id; END
            """
        self.init(name, breaks: breaks, in: victim, sql: SQL(stringLiteral: sql))
    }
}
