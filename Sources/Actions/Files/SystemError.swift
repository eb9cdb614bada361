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

    public var description: String { path + ": " + String(cString: strerror(number)) }

    /// As people are told.
    public var refusal: Refusal {
        let isFull = number == ENOSPC || number == EDQUOT
        return Refusal(
            isFull ? .full : .failed, isFull ? "refusal.disk.full" : "refusal.disk.failed", ["path": path], cause: self)
    }
}
