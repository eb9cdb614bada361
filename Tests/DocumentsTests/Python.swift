import Foundation
import Testing

/// Python 3, where it is installed: the independent second implementation.
struct Python {
    struct Failed: Error { let output: String }

    /// A Python that has `cryptography.cobblestone`; nil where there is none, and then the tests that need it have nothing to
    /// compare with.
    static let withCobblestone: Python? = {
        let python = Python()
        return (try? python.run("import cryptography.cobblestone, sqlite3", [])) == nil ? nil : python
    }()

    @discardableResult
    func run(_ script: String, _ arguments: [String]) throws -> String { try launch(["-c", script] + arguments) }

    @discardableResult
    func run(file: String, _ arguments: [String]) throws -> String { try launch([file] + arguments) }

    private func launch(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(output: output) }
        return output
    }
}
