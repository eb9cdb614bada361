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
            if let hint = refusal.hint { lines.append(Complaint.text(hint, refusal.arguments)) }
            if let cause = refusal.cause { lines.append("(\(cause))") }
            self.lines = lines
        case let code as ExitCode:
            exit = Exit(rawValue: code.rawValue) ?? .failed
            lines = []
        case is CancellationError:
            (exit, lines) = (.interrupted, ["Interrupted."])
        default:
            (exit, lines) = (.failed, ["\(error)"])
        }
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
