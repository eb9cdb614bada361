import Glibc
public import Model

/// Why a system call on a file failed.
public struct SystemError: Error, CustomStringConvertible {
    public let path: String
    /// `errno`.
    public let number: Int32

    public init(_ path: String, _ number: Int32) {
        (self.path, self.number) = (path, number)
    }

    /// Whether the reader at the other end of a pipe has gone.
    public var isBrokenPipe: Bool { number == EPIPE && path == "standard output" }

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
