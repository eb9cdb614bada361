import Glibc
public import Model

/// Why a system call on a file failed.
public struct SystemError: Error, CustomStringConvertible {
    /// Which file it was about.
    public let path: String
    /// `errno`.
    public let number: Int32

    /// - Parameter number: `errno` as it was after the call.
    public init(_ path: String, _ number: Int32) {
        (self.path, self.number) = (path, number)
    }

    /// Whether the reader at the other end of a pipe has gone.
    public var isBrokenPipe: Bool { number == EPIPE && path == "standard output" }

    /// The path, and what the system calls it.
    public var description: String { path + ": " + String(cString: strerror(number)) }

    /// As people are told.
    public var refusal: Refusal {
        if number == EISDIR {
            return Refusal(.invalid, "refusal.disk.folder", ["path": path], cause: self)
        }
        let isFull = number == ENOSPC || number == EDQUOT
        return Refusal(
            isFull ? .full : .failed, isFull ? "refusal.disk.full" : "refusal.disk.failed", ["path": path], cause: self)
    }
}
