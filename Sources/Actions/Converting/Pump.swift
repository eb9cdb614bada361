import CLinux
import Glibc

/// Moves bytes to a child and from it at the same time, whichever end is ready, until both of its ends are closed.
struct Pump {
    private let toChild, fromChild, complaints: Int32
    private let limits: Sandbox.Limits
    let deadline: ContinuousClock.Instant
    private(set) var output: [UInt8] = []
    private(set) var errors: [UInt8] = []
    private var piece: ArraySlice<UInt8> = []
    private var hasMore = true
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(input: Int32, output: Int32, errors: Int32, _ limits: Sandbox.Limits) {
        (toChild, fromChild, complaints, self.limits) = (input, output, errors, limits)
        deadline = ContinuousClock.now + .seconds(limits.waiting)
    }

    /// - Returns: why it has to be ended, or nil when it ended by itself.
    mutating func run(_ input: () throws -> [UInt8]?) throws -> SandboxRun.End? {
        var isOpen = (output: true, errors: true)
        while isOpen.output || isOpen.errors {
            let left = deadline - ContinuousClock.now
            guard left > .zero else { return .late }
            var waiting = [
                pollfd(fd: isOpen.output ? fromChild : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isOpen.errors ? complaints : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: hasMore ? toChild : -1, events: Int16(POLLOUT), revents: 0),
            ]
            let milliseconds = Int32(min(left / .milliseconds(1), 1000).rounded(.up))
            guard poll(&waiting, nfds_t(waiting.count), milliseconds) >= 0 || errno == EINTR else { return .failed }
            if waiting[0].revents != 0 { isOpen.output = take(fromChild) { $0.output += $1 } }
            if waiting[1].revents != 0 {
                isOpen.errors = take(complaints) { if $0.errors.count < 1 << 16 { $0.errors += $1 } }
            }
            if output.count > limits.output {
                output.removeLast(output.count - limits.output)
                return .flood
            }
            if waiting[2].revents != 0 { try give(input) }
        }
        return nil
    }

    /// Reads what is there; false at its end.
    private mutating func take(_ descriptor: Int32, _ keep: (inout Pump, ArraySlice<UInt8>) -> Void) -> Bool {
        let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        if count < 0 { return errno == EAGAIN || errno == EINTR }
        guard count > 0 else { return false }
        keep(&self, buffer[0..<count])
        return true
    }

    /// Writes what fits; a child that has read enough is none of our business.
    private mutating func give(_ input: () throws -> [UInt8]?) throws {
        if piece.isEmpty {
            guard let next = try input(), !next.isEmpty else { return end() }
            piece = next[...]
        }
        let count = piece.withUnsafeBytes { clinux_send(toChild, $0.baseAddress, $0.count) }
        if count > 0 { piece = piece.dropFirst(count) }
        if count < 0, count != -Int(EAGAIN), count != -Int(EINTR) { end() }
    }

    private mutating func end() {
        hasMore = false
        shutdown(toChild, Int32(SHUT_WR))
    }
}
