import CLinux
import Glibc
import Model

/// One child in the sandbox, from its beginning to its end, on one thread: bytes in, bytes out, and never longer than it may.
/// bubblewrap ends with the thread that began it (`--die-with-parent`), and everything in its namespaces with it.
struct SandboxRun {
    /// How a child ended.
    enum End: Sendable, Hashable {
        case done
        /// It used up its time.
        case late
        /// More came out than may.
        case flood
        /// It gave up, or died.
        case failed
        /// Somebody ended it who is neither we nor the kernel's limits: it says nothing of what it read.
        case killed
    }

    struct Outcome: Sendable {
        let end: End
        let output: [UInt8]
        /// What it said on standard error, the beginning.
        let errors: String
    }

    /// Where bubblewrap reads the filter of system calls.
    static let filterDescriptor: Int32 = 3
    /// How much of standard error is kept.
    private static let mostErrors = 1 << 16

    let line: [String]
    let limits: Sandbox.Limits

    init(_ line: [String], limits: Sandbox.Limits) {
        (self.line, self.limits) = (line, limits)
    }

    func run(_ command: Sandbox.Command, _ input: () throws -> [UInt8]?) throws -> Outcome {
        var ends = Ends()
        defer { ends.close() }
        try ends.open()
        let child = try spawn(ends)
        ends.closeTheirs()
        var pump = Pump(input: ends.input[1], output: ends.output[0], errors: ends.errors[0], limits)
        do {
            let end = try pump.run(input)
            if end != nil { kill(child, SIGKILL) }
            let status = wait(child, until: pump.deadline)
            return Outcome(
                end: command.stopsAtLimit && end == .flood ? .done : end ?? SandboxRun.end(status), output: pump.output,
                errors: String(decoding: pump.errors.prefix(SandboxRun.mostErrors), as: UTF8.self))
        } catch {
            kill(child, SIGKILL)
            _ = wait(child, until: pump.deadline)
            throw error
        }
    }

    /// Its own exit status; bubblewrap gives 128 and the signal for one that was killed.
    private static func end(_ status: Int32) -> End {
        guard status & 0x7F == 0 else { return .killed }
        switch (status >> 8) & 0xFF {
        case 0: return .done
        case 128 + SIGXCPU, 128 + SIGKILL: return .late
        default: return .failed
        }
    }

    private func wait(_ child: pid_t, until deadline: ContinuousClock.Instant) -> Int32 {
        var status: Int32 = 0
        var isKilled = false
        while true {
            let found = waitpid(child, &status, WNOHANG)
            if found == child { return status }
            if found < 0, errno != EINTR { return SIGKILL }
            if !isKilled, ContinuousClock.now >= deadline {
                kill(child, SIGKILL)
                isKilled = true
            }
            usleep(2000)
        }
    }

    private func spawn(_ ends: Ends) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Filter last: its number may be one of the others'.
        posix_spawn_file_actions_adddup2(&actions, ends.input[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, ends.output[1], STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, ends.errors[1], STDERR_FILENO)
        posix_spawn_file_actions_adddup2(&actions, ends.filter[0], SandboxRun.filterDescriptor)
        var arguments = line.map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        defer { for text in arguments { free(text) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, line[0], &actions, nil, &arguments, &environment)
        guard code == 0 else {
            throw Refusal(.unavailable, "doctor.sandbox.kernel", ["why": String(cString: strerror(code))])
        }
        return child
    }
}

/// The descriptors between us and a child. Numbers are moved above those that the child is given, so that none is overwritten.
struct Ends {
    var input: [Int32] = [-1, -1]
    var output: [Int32] = [-1, -1]
    var errors: [Int32] = [-1, -1]
    var filter: [Int32] = [-1, -1]

    mutating func open() throws {
        var codes = [clinux_socket_pair(&input)]
        codes.append(clinux_pipe(&output))
        codes.append(clinux_pipe(&errors))
        codes.append(clinux_pipe(&filter))
        guard codes.allSatisfy({ $0 == 0 }), raise(&input), raise(&output), raise(&errors), raise(&filter) else {
            throw Refusal(.unavailable, "refusal.busy")
        }
        for end in [input[1], output[0], errors[0]] { _ = clinux_no_wait(end) }
        // Shorter than a pipe holds: written before anybody reads.
        let program = SandboxFilter.bytes
        let written = program.withUnsafeBytes { write(filter[1], $0.baseAddress, $0.count) }
        guard written == program.count else { throw Refusal(.unavailable, "refusal.busy") }
        Ends.shut(&filter[1])
    }

    private func raise(_ pair: inout [Int32]) -> Bool {
        for index in pair.indices where pair[index] < 10 {
            let higher = fcntl(pair[index], F_DUPFD_CLOEXEC, 10)
            guard higher >= 0 else { return false }
            Glibc.close(pair[index])
            pair[index] = higher
        }
        return true
    }

    mutating func closeTheirs() {
        Ends.shut(&input[0])
        Ends.shut(&output[1])
        Ends.shut(&errors[1])
        Ends.shut(&filter[0])
    }

    mutating func close() {
        closeTheirs()
        for keyPath in [\Ends.input, \Ends.output, \Ends.errors, \Ends.filter] {
            for index in 0..<2 { Ends.shut(&self[keyPath: keyPath][index]) }
        }
    }

    private static func shut(_ descriptor: inout Int32) {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }
}
