import CLinux
import Glibc
import Model
import Synchronization

/// One process owns a workspace: an exclusive flock on `data/.lock`, which the kernel lets go when the process ends.
final class WorkspaceLock: Sendable {
    private let descriptor: Mutex<Int32>

    /// - Throws: `Refusal(.locked)` while another has it; `.noWorkspace` when there is no such folder.
    init(_ settings: WorkspaceSettings) throws {
        guard Disk.isFolder(settings.root) else {
            throw Refusal(.noWorkspace, "refusal.workspace.none", ["folder": settings.root], hint: "hint.init")
        }
        try Disk.makeFolders(settings.data)
        let opened = open(settings.data + "/.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else { throw Disk.refusal("data/.lock", errno) }
        let result = clinux_lock(opened)
        guard result == 0 else {
            close(opened)
            if result == -EWOULDBLOCK {
                throw Refusal(
                    .locked, "refusal.workspace.locked", ["folder": settings.root], hint: "hint.workspace.locked")
            }
            throw Disk.refusal("data/.lock", -result)
        }
        descriptor = Mutex(opened)
    }

    /// Lets the workspace go. Harmless when done twice.
    func release() {
        descriptor.withLock { descriptor in
            guard descriptor >= 0 else { return }
            clinux_unlock(descriptor)
            close(descriptor)
            descriptor = -1
        }
    }

    deinit { release() }
}
