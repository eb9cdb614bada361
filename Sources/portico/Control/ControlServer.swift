import Actions
import CLinux
import Foundation
import Glibc
import Logging
import Model
import Synchronization

/// The server's side of the socket `data/.portico.sock`: commands of other processes, run in this one, which owns the
/// workspace. Only root and the server's own user are heard.
final class ControlServer: Sendable {
    typealias Run = @Sendable (Frame.Request, RemoteIO) async -> Int32

    private let descriptor: Int32
    private let path: String
    private let log: Logger
    private let run: Run
    private let stopped = Mutex(false)

    /// Listens; what is left of an earlier server's socket is replaced (the lock says that none runs).
    init(path: String, log: Logger, run: @escaping Run) throws {
        unlink(path)
        let opened = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard opened >= 0 else { throw SystemError(path, errno) }
        let mask = umask(0o177)
        let bound = UnixSocket.bind(opened, path)
        umask(mask)
        guard bound, listen(opened, 16) == 0 else {
            let number = errno
            Glibc.close(opened)
            throw Refusal(
                .configuration, "refusal.control.socket", ["path": path], cause: SystemError(path, number))
        }
        (descriptor, self.path, self.log, self.run) = (opened, path, log, run)
    }

    /// Begins to answer, on a thread of its own.
    func start() {
        let thread = Thread { [self] in accept() }
        thread.name = "portico.control"
        thread.start()
    }

    /// Stops to listen. Commands under way are finished by their own tasks.
    func stop() {
        stopped.withLock { $0 = true }
        shutdown(descriptor, Int32(SHUT_RDWR))
        Glibc.close(descriptor)
        unlink(path)
    }

    private func accept() {
        while true {
            let peer = Glibc.accept(descriptor, nil, nil)
            if stopped.withLock({ $0 }) { return }
            guard peer >= 0 else {
                if errno == EINTR || errno == ECONNABORTED { continue }
                usleep(50_000)
                continue
            }
            let user = clinux_peer_user(peer)
            guard user == 0 || user == Int32(bitPattern: getuid()) else {
                log.warning("a command of another user was turned away", metadata: ["user": "\(user)"])
                Glibc.close(peer)
                continue
            }
            let thread = Thread { [self] in serve(peer) }
            thread.start()
        }
    }

    private func serve(_ peer: Int32) {
        guard let frame = try? Frame.receive(from: peer), frame.kind == .request,
            let request = try? JSONDecoder().decode(Frame.Request.self, from: Data(frame.body))
        else {
            Glibc.close(peer)
            return
        }
        let io = RemoteIO(descriptor: peer, watched: request.watched)
        Task {
            let code = await run(request, io)
            try? await io.exit(code)
            Glibc.close(peer)
        }
    }
}
