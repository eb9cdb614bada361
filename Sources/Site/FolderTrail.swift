import CLinux
import Glibc

/// The folders that lead to the page written last, open. The next page of the same client shares most of them, and to walk
/// there from the top again takes longer than to write the page.
final class FolderTrail {
    private struct Step {
        let name: Substring
        let descriptor: Int32
        /// Whether it was made here: nothing can be in it yet that was not made here too.
        let isNew: Bool
    }

    private let root: Int32
    private let flags: UInt64
    private var steps: [Step] = []

    /// - Parameters:
    ///   - root: stays the caller's.
    ///   - flags: `RESOLVE_…` of openat2(2), for each step.
    init(root: Int32, flags: UInt64) {
        (self.root, self.flags) = (root, flags)
    }

    deinit { leave(0) }

    /// A descriptor of the folder, made with those above it where they are missing; it stays the trail's.
    /// - Parameter folders: names, from the top.
    /// - Throws: `SystemError`.
    func reach(_ folders: [Substring]) throws(SystemError) -> Int32 {
        var shared = 0
        while shared < min(steps.count, folders.count), steps[shared].name == folders[shared] { shared += 1 }
        leave(shared)
        for name in folders[shared...] { steps.append(try step(name)) }
        return last
    }

    /// Forgets all: somebody may have removed what is open.
    func leave() { leave(0) }

    private var last: Int32 { steps.last?.descriptor ?? root }

    private func leave(_ count: Int) {
        for step in steps[count...] { close(step.descriptor) }
        steps.removeSubrange(count...)
    }

    private func step(_ name: Substring) throws(SystemError) -> Step {
        let name = String(name)
        if steps.last?.isNew != true {
            let descriptor = open(name)
            if descriptor >= 0 { return Step(name: name[...], descriptor: descriptor, isNew: false) }
            guard descriptor == -ENOENT else { throw SystemError(call: "open", code: -descriptor) }
        }
        let isNew = mkdirat(last, name, 0o700) == 0
        if !isNew, errno != EEXIST { throw SystemError(call: "mkdir", code: errno) }
        let descriptor = open(name)
        guard descriptor >= 0 else { throw SystemError(call: "open", code: -descriptor) }
        return Step(name: name[...], descriptor: descriptor, isNew: isNew)
    }

    private func open(_ name: String) -> Int32 {
        clinux_openat2(last, name, UInt64(O_RDONLY | O_DIRECTORY), 0, flags)
    }
}
