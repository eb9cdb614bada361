import Foundation
import Model

/// What stands between the world and all agencies of the workspace: one queue of passwords, one throttle. They outlive an
/// agency's being closed and opened again.
final class Entrance: Sendable {
    let passwords: Passwords
    let throttle: Throttle

    init(_ passwords: Passwords, _ throttle: Throttle) {
        (self.passwords, self.throttle) = (passwords, throttle)
    }
}

extension OpenAgency {
    var entrance: Entrance {
        shared.part { Entrance(Passwords(threads: Passwords.threads(settings)), Throttle(now: world.now)) }
    }
}

extension Workspace {
    /// Chooses what passwords cost and where they are computed, before the first is used; later it changes nothing.
    /// Without this call it is `Argon2.standard` on threads of this process.
    /// - Parameter program: of the processes that compute: the path of one that runs `PasswordWorker` when that is asked.
    public func usePasswords(_ argon2: Argon2 = .standard, in program: String? = nil) {
        _ = parts.part {
            let passwords = Passwords(argon2: argon2, threads: Passwords.threads(settings), program: program)
            return Entrance(passwords, Throttle(now: world.now))
        }
    }
}

extension Passwords {
    /// One core stays free for those who read.
    fileprivate static func threads(_ settings: WorkspaceSettings) -> Int {
        max(1, min(settings.threads, ProcessInfo.processInfo.activeProcessorCount - 1))
    }
}
