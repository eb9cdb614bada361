import Dispatch
import Glibc
import Synchronization

/// Lines on their way to a file, so that a busy server asks the kernel once for many. Lines of several threads do not mix.
final class LineBuffer: Sendable {
    /// To standard error; what is left is written when the program ends.
    static let standard: LineBuffer = {
        atexit { LineBuffer.standard.flush() }
        return LineBuffer(STDERR_FILENO)
    }()

    private let descriptor: Int32
    private let waiting = Mutex<[UInt8]>([])
    /// Bytes that are written without waiting for more.
    private static let most = 32 * 1024
    private static let delay = DispatchTimeInterval.milliseconds(50)

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// - Parameter isUrgent: written now, with what waits.
    func add(_ line: [UInt8], isUrgent: Bool) {
        let (isFirst, isFull) = waiting.withLock { waiting in
            waiting += line
            return (waiting.count == line.count, waiting.count >= LineBuffer.most)
        }
        if isUrgent || isFull {
            flush()
        } else if isFirst {
            DispatchQueue.global().asyncAfter(deadline: .now() + LineBuffer.delay) { [self] in flush() }
        }
    }

    /// Writes what waits. A log that cannot be written is nobody's failure.
    func flush() {
        waiting.withLock { waiting in
            var done = 0
            while done < waiting.count {
                let count = waiting.withUnsafeBytes {
                    Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done)
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                done += count
            }
            waiting.removeAll(keepingCapacity: true)
        }
    }
}
