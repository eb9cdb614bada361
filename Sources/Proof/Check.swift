import Model

/// One thing that is done or looked at on the living system. It succeeds when its closure returns; whatever it throws, and a
/// time-out, is a failure. What it does in words stands in content/checks.yaml.
public struct Check: Sendable {
    /// Lower-case words with hyphens, such as `documents-sealed`.
    public let name: String
    let run: @Sendable (Lab, inout Evidence) async throws -> Void

    init(_ name: String, _ run: @escaping @Sendable (Lab, inout Evidence) async throws -> Void) {
        (self.name, self.run) = (name, run)
    }
}

/// What a check saw: counts, names of tables, hashes. Never anything personal, because everybody may read it.
struct Evidence: Sendable {
    private(set) var facts: [ProofRun.Fact] = []

    /// Notes something.
    mutating func see(_ what: String, _ value: some CustomStringConvertible) {
        facts.append(ProofRun.Fact(what, value.description))
    }

    /// Notes something and fails when it is not as promised.
    mutating func expect<Value: Equatable>(_ what: String, _ value: Value, is wanted: Value) throws {
        let isNone = (value as? any Collection)?.isEmpty ?? false
        facts.append(ProofRun.Fact(what, isNone ? "none" : "\(value)"))
        guard value == wanted else { throw Failing("\(what): \(value) where \(wanted) is promised") }
    }

    /// Notes a count and fails when there is none: what was not looked at proves nothing.
    mutating func expectSome(_ what: String, _ count: Int) throws {
        see(what, count)
        guard count > 0 else { throw Failing("\(what): nothing to look at") }
    }
}

/// A promise that is not kept. The text is read by everybody: nothing personal.
struct Failing: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Fails unless it is true.
func expect(_ isKept: Bool, _ otherwise: @autoclosure () -> String) throws {
    guard isKept else { throw Failing(otherwise()) }
}
