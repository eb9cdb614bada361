import Actions
import Glibc
import Logging
import Model

/// What a server says when nobody can sign in yet.
struct FirstRun {
    let workspace: Workspace
    /// `base_url`.
    let origin: String

    /// Prints a link to `/setup`, on a terminal only: a log would keep a secret, and others read it. There it says how to come by one.
    func tell() async {
        guard isatty(STDOUT_FILENO) == 1 else {
            if (try? await workspace.needsSetup()) == true {
                workspace.log.notice("nobody can sign in yet: `portico serve` shows a link for that on a terminal")
            }
            return
        }
        // What is wrong with the workspace is said elsewhere; without a link the command line is as good.
        guard let token = try? await workspace.openSetup() else { return }
        say("Nobody can sign in yet. This link sets the portal up, once, within 30 minutes:")
        say("  \(origin)/setup?token=\(token)")
    }
}
