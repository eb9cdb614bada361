import Model
import Testing

@testable import Actions

/// Whether untrusted files can be read on this machine at all: bubblewrap and a kernel that lets it.
let hasSandbox = Sandbox().trouble() == nil

@Suite(.enabled(if: hasSandbox)) struct SandboxTests {
    private func run(
        _ program: String, _ arguments: [String], adjust: (inout Sandbox.Limits) -> Void = { _ in }
    ) throws -> SandboxRun.Outcome {
        var command = Sandbox.Command(program, arguments)
        adjust(&command.limits)
        return try Sandbox().run(command, input: once([]))
    }

    private func shell(
        _ script: String, adjust: (inout Sandbox.Limits) -> Void = { _ in }
    ) throws -> SandboxRun.Outcome {
        try run("bash", ["-c", script], adjust: adjust)
    }

    @Test func `bytes go in and come out as they are, more than a pipe holds`() throws {
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 * 31 >> 3) }
        var pieces = stride(from: 0, to: bytes.count, by: 70_000).map { Array(bytes[$0..<min($0 + 70_000, bytes.count)]) }
        let outcome = try Sandbox().run(Sandbox.Command("cat", [])) { pieces.isEmpty ? nil : pieces.removeFirst() }
        #expect(outcome.end == .done)
        #expect(outcome.output == bytes)
    }

    @Test func `a child that reads nothing keeps nobody waiting`() throws {
        let outcome = try Sandbox().run(Sandbox.Command("true", [])) { [UInt8](repeating: 1, count: 100_000) }
        #expect(outcome.end == .done)
    }

    @Test(arguments: [
        "exec 3<>/dev/tcp/127.0.0.1/1", "exec 3<>/dev/udp/127.0.0.1/53", "echo x > /usr/x", "echo x > /x", "ls /root",
        "ls /home", "ls /work", "ls /proc/1", "cat /etc/passwd", "mount -t tmpfs none /dev", "unshare -U true",
    ])
    func `it reaches no network, no other file and no other process`(script: String) throws {
        #expect(try shell(script).end == .failed)
    }

    @Test func `what it takes has a limit: time, memory, bytes, processes`() throws {
        #expect(try shell("while :; do :; done") { $0.computing = 1 }.end == .late)
        #expect(try run("sleep", ["30"]) { $0.waiting = 1 }.end == .late)
        #expect(try run("cat", ["/dev/zero"]) { $0.output = 1 << 20 }.end == .flood)
        #expect(try shell("x=$(head -c 400M /dev/zero | tr '\\0' x)") { $0.memory = 128 << 20 }.end == .failed)
    }

    @Test func `the filter is whole instructions and ends by allowing what it does not name`() {
        let program = SandboxFilter.bytes
        #expect(program.count % 8 == 0)
        #expect(Array(program.suffix(8)) == [0x06, 0, 0, 0, 0, 0, 0xFF, 0x7F])
    }
}
