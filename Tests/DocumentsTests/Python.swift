import Foundation
import TestKit

/// Python 3: the independent second implementation.
struct Python {
    struct Failed: Error { let output: String }

    /// No Python here has what the comparison needs. The tests fail then: what nothing was compared with is not proven.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// What is run, and what stands before the arguments.
    private let program: String
    private let first: [String]

    /// The checkout's own, as `make venv` makes it.
    private static let own = Python(program: Checkout.root.appending(path: ".build/venv/bin/python").path, first: [])
    /// The system's, for scripts that need nothing but the standard library.
    static let system = Python(program: "/usr/bin/env", first: ["python3"])

    /// A Python that has `cryptography.cobblestone`: the checkout's own, else the system's.
    static let withCobblestone = Result<Python, any Error> {
        for python in [own, system] where (try? python.run("import cryptography.cobblestone, sqlite3", [])) != nil {
            return python
        }
        throw Missing(description: "No Python has cryptography.cobblestone. Run: make venv")
    }

    @discardableResult
    func run(_ script: String, _ arguments: [String]) throws -> String { try launch(["-c", script] + arguments) }

    @discardableResult
    func run(file: String, _ arguments: [String]) throws -> String { try launch([file] + arguments) }

    private func launch(_ arguments: [String]) throws -> String {
        let answer = try OtherProgram.run(program, first + arguments, withErrors: true)
        let output = String(decoding: answer.bytes, as: UTF8.self)
        guard answer.code == 0 else { throw Failed(output: output) }
        return output
    }
}
