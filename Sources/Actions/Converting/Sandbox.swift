import CLinux
import Glibc
import Model
import Synchronization

/// Where programs read untrusted files (ASVS 5.3.2; docs/decisions/0014): bubblewrap with namespaces of its own, without
/// network, with nothing of the disk but `/usr` read-only; limits by prlimit(1); a filter of system calls. There is this
/// sandbox or none: where the kernel or the packages do not give it, nothing is converted, and `doctor` says so.
struct Sandbox: Sendable {
    /// What one run may take.
    struct Limits: Sendable {
        /// Seconds of computing (the kernel ends it) and of waiting (we do).
        var computing = 5
        var waiting = 30
        /// Bytes of address space.
        var memory = 512 << 20
        /// Bytes of what comes out; more ends it.
        var output = 48 << 20
    }

    /// A program and its arguments, found in /usr/bin.
    struct Command: Sendable {
        let program: String
        let arguments: [String]
        var limits = Limits()
        /// Ends it without an error once that much has come out (texts: the beginning will do).
        var stopsAtLimit = false

        init(_ program: String, _ arguments: [String]) {
            (self.program, self.arguments) = (program, arguments)
        }
    }

    static let bubblewrap = "/usr/bin/bwrap"

    /// One child at a time in the whole process: pages come first.
    private static let turn = Mutex(())

    /// Runs a command on bytes that are asked for as it reads them.
    /// - Parameter input: the next piece; nil at the end.
    /// - Throws: `Refusal(.unavailable)` when there is no such sandbox here; what `input` throws.
    func run(_ command: Command, input: () throws -> [UInt8]?) throws -> SandboxRun.Outcome {
        try Sandbox.turn.withLock { _ in try SandboxRun(line(command), limits: command.limits).run(command, input) }
    }

    /// Whether untrusted files can be read here, found out by doing it: nil, or the words for why not.
    func trouble() -> Refusal? {
        guard access(Sandbox.bubblewrap, X_OK) == 0 else { return absent("bubblewrap") }
        for (program, package) in [
            ("pdftoppm", "poppler-utils"), ("pdftotext", "poppler-utils"), ("vipsthumbnail", "libvips-tools"),
        ]
        where access("/usr/bin/" + program, X_OK) != 0 {
            return absent(package)
        }
        let outcome = try? run(Command("cat", []), input: once(Array("portico".utf8)))
        guard let outcome, outcome.end == .done, outcome.output == Array("portico".utf8) else {
            return Refusal(.unavailable, "doctor.sandbox.kernel", ["why": outcome.map { String($0.errors.prefix(200)) } ?? ""])
        }
        return nil
    }

    private func absent(_ package: String) -> Refusal {
        Refusal(.unavailable, "doctor.sandbox.package", ["package": package])
    }

    /// bubblewrap, then nice(1) and prlimit(1) inside it, then the program.
    private func line(_ command: Command) -> [String] {
        let limits = command.limits
        var line = [
            Sandbox.bubblewrap, "--unshare-user", "--unshare-all", "--disable-userns", "--die-with-parent", "--new-session",
            "--cap-drop", "ALL", "--clearenv", "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink",
            "usr/bin", "/bin", "--symlink", "usr/lib64", "/lib64", "--dev", "/dev", "--chdir", "/",
        ]
        for path in ["/etc/fonts", "/var/cache/fontconfig", "/etc/ld.so.cache", "/etc/alternatives"] {
            line += ["--ro-bind-try", path, path]
        }
        line += ["--remount-ro", "/"]
        for (name, value) in [
            ("PATH", "/usr/bin"), ("LC_ALL", "C.UTF-8"), ("VIPS_BLOCK_UNTRUSTED", "1"), ("VIPS_CONCURRENCY", "1"),
            ("MALLOC_ARENA_MAX", "1"), ("HOME", "/"),
        ] {
            line += ["--setenv", name, value]
        }
        line += ["--seccomp", String(SandboxRun.filterDescriptor), "--", "/usr/bin/nice", "-n", "19", "/usr/bin/prlimit"]
        line += [
            "--cpu=\(limits.computing)", "--as=\(limits.memory)", "--fsize=\(limits.output)", "--nproc=16", "--nofile=32",
            "--core=0",
        ]
        return line + ["/usr/bin/" + command.program] + command.arguments
    }
}

/// Gives bytes once.
func once(_ bytes: [UInt8]) -> () -> [UInt8]? {
    var rest: [UInt8]? = bytes
    return {
        defer { rest = nil }
        return rest
    }
}
