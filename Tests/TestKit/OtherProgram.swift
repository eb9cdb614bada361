public import Foundation
import Glibc

/// A program that is not ours, asked for its opinion.
///
/// Foundation's `Process` does not bear what tests ask of it: with some thousand files open in a hundred threads it reads past an end.
public enum OtherProgram {
    /// What it said.
    public struct Answer: Sendable {
        /// Its exit code; 128 and the signal when one ended it.
        public let code: Int32
        /// All of its output.
        public let bytes: Data

        /// The same as text, without the ends of lines around it.
        public var text: String { String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
    }

    /// It could not be started.
    public struct Absent: Error {
        /// Where it should be.
        public let program: String
        /// Of errno.
        public let code: Int32
    }

    /// Runs it to its end.
    /// - Parameters:
    ///   - program: an absolute path.
    ///   - input: what it reads.
    ///   - withErrors: whether what it complains of is part of its output.
    ///   - environment: beside our own.
    /// - Throws: `Absent`.
    public static func run(
        _ program: String, _ arguments: [String], input: Data = Data(), withErrors: Bool = false,
        environment: [String: String] = [:]
    ) throws -> Answer {
        // Files, not pipes: nobody has to read while it writes.
        let scratch = try Scratch("program")
        let (asked, said) = (scratch.path("asked"), scratch.path("said"))
        try input.write(to: URL(filePath: asked))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, asked, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, said, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        if withErrors { posix_spawn_file_actions_adddup2(&actions, 1, 2) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads of tests hold signals back that a program may need.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let ours = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var child = pid_t()
        let code = words([program] + arguments) { arguments in
            words(ours.map { "\($0.key)=\($0.value)" }) { environment in
                posix_spawn(&child, program, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw Absent(program: program, code: code) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return Answer(
            code: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, bytes: try Data(contentsOf: URL(filePath: said)))
    }

    private static func words<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) }
        defer { for one in pointers { free(one) } }
        return body(pointers + [nil])
    }
}
