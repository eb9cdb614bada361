import Actions
import ArgumentParser
import Foundation
import Model
import Site
import Templates

/// An error as the command line shows it: what is wrong, then what to do next.
struct Complaint {
    let exit: Exit
    private let lines: [String]

    /// Words of the program itself; the operator reads English.
    private static let words = (try? Site.load(workspace: nil))?.words("en")

    init(_ error: any Error) {
        switch (error as? SystemError)?.refusal ?? error {
        case let refusal as Refusal where (refusal.cause as? SystemError)?.isBrokenPipe ?? false:
            // Whoever read the output has enough of it, as `head` does.
            (exit, lines) = (.failed, [])
        case let refusal as Refusal:
            exit = Exit(refusal.kind)
            var lines = [Complaint.text(refusal.word, refusal.arguments)]
            // A command has no fields at which these could stand.
            for (name, flaw) in refusal.fields.sorted(by: { $0.key < $1.key }) {
                lines.append("\(name): " + Complaint.text(flaw.word, flaw.arguments))
            }
            if let hint = refusal.hint { lines.append(Complaint.text(hint, refusal.arguments)) }
            if let cause = refusal.cause.flatMap(Complaint.sentence(of:)) { lines.append(cause) }
            self.lines = lines
        case let code as ExitCode:
            exit = Exit(rawValue: code.rawValue) ?? .failed
            lines = []
        case is CancellationError:
            (exit, lines) = (.interrupted, ["Interrupted."])
        default:
            (exit, lines) = (.failed, [Complaint.sentence(of: error) ?? "\(type(of: error))"])
        }
    }

    /// What an error says for itself. One that says nothing would show as its parts, which tell nobody anything.
    private static func sentence(of error: any Error) -> String? {
        if let refusal = error as? Refusal { return text(refusal.word, refusal.arguments) }
        // (A cast of the error itself always succeeds.)
        return type(of: error) is any CustomStringConvertible.Type ? "(\(error))" : nil
    }

    /// Writes it on standard error.
    func show(on io: any CommandIO) async {
        for (index, line) in lines.enumerated() {
            try? await io.complain(index == 0 ? "portico: \(line)" : line)
        }
    }

    /// A word in English; its key when it is unknown.
    static func text(_ word: String, _ arguments: [String: String] = [:]) -> String {
        words?.text(word, arguments) ?? word
    }
}
