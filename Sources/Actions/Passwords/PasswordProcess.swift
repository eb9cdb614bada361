import CLinux
import Glibc
import Model
import Synchronization

/// Argon2 in a process of its own (`PasswordWorker`), begun when it is needed and ended when it rests.
///
/// libsodium maps the 64 MiB of a computation anew each time, all present at once. While the kernel does that, no other
/// thread of the process gets memory: in a storm of sign-ins readers waited a fifth of a second. In another process it
/// keeps nobody waiting.
final class PasswordProcess: PasswordHasher {
    private struct Child {
        let id: pid_t
        let questions, answers: Int32
    }

    private let argon2: Argon2
    private let program: String
    private let child = Mutex<Child?>(nil)

    init(_ argon2: Argon2, program: String) {
        (self.argon2, self.program) = (argon2, program)
    }

    deinit { rest() }

    func hash(_ password: [UInt8]) throws -> String {
        guard let answer = try ask(PasswordMessage.Question(password, "", argon2)) else { return try argon2.hash(password) }
        guard !answer.isEmpty else { throw Refusal(.unavailable, "refusal.busy") }
        return String(decoding: answer, as: UTF8.self)
    }

    func verify(_ password: [UInt8], against stored: String) throws -> Bool {
        guard !stored.isEmpty else { return false }
        guard let answer = try ask(PasswordMessage.Question(password, stored, argon2)) else {
            return argon2.verify(password, against: stored)
        }
        return answer == [UInt8(ascii: "=")]
    }

    func rest() {
        child.withLock { child in
            if let running = child { PasswordProcess.end(running) }
            child = nil
        }
    }

    /// The process's answer; nil when there can be no such process here, and the thread has to do it.
    private func ask(_ question: PasswordMessage.Question) throws -> [UInt8]? {
        try child.withLock { child in
            // One that died, whoever killed it, gets one successor.
            for _ in 0..<2 {
                guard let running = child ?? start() else {
                    Passwords.giveWay()
                    return nil
                }
                child = running
                if PasswordMessage.write(question.bytes, to: running.questions),
                    let answer = PasswordMessage.text(from: running.answers)
                {
                    return answer
                }
                PasswordProcess.end(running)
                child = nil
            }
            throw Refusal(.unavailable, "refusal.busy")
        }
    }

    private func start() -> Child? {
        var (questions, answers): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
        guard clinux_pipe(&questions) == 0 else { return nil }
        guard clinux_pipe(&answers) == 0 else {
            for end in questions { close(end) }
            return nil
        }
        let id = spawn(input: questions[0], output: answers[1])
        close(questions[0])
        close(answers[1])
        if let id { return Child(id: id, questions: questions[1], answers: answers[0]) }
        close(questions[1])
        close(answers[0])
        return nil
    }

    /// The program again, with nothing of this process but two pipes and the way to its libraries.
    private func spawn(input: Int32, output: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        let libraries = getenv("LD_LIBRARY_PATH").map { "LD_LIBRARY_PATH=" + String(cString: $0) }
        var arguments = [strdup(program), strdup(PasswordWorker.argument), nil]
        var environment = [libraries.flatMap { strdup($0) }, nil]
        defer { for text in arguments + environment { free(text) } }
        var id: pid_t = 0
        return posix_spawn(&id, program, &actions, nil, &arguments, &environment) == 0 ? id : nil
    }

    /// It ends when it reads the end of its questions.
    private static func end(_ child: Child) {
        close(child.questions)
        close(child.answers)
        var status: Int32 = 0
        while waitpid(child.id, &status, 0) < 0, errno == EINTR {}
    }
}
