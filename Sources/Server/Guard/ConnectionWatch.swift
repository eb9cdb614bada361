/// Decides when a connection is cut: slow heads, idle peers, bodies that drip, answers that nobody takes.
///
/// A value without a clock or a socket: whoever has those tells it what happened and when, in nanoseconds of any clock that
/// only goes forward.
struct ConnectionWatch {
    /// How many looks a window consists of.
    static let looks = 30

    private let limits: GuardLimits
    private var lastActive: Int64
    /// When the first byte of the head that is being read came.
    private var headBegan: Int64?
    /// Requests whose head has come and whose answer is not written to its end.
    private(set) var open = 0
    /// A head has come and its body has not ended.
    private(set) var isReadingBody = false
    /// Whether we asked for bytes and none came: only then is slowness the peer's.
    var isAskingForBytes = false
    private var arrived = 0
    private var written = 0
    private var bodyWindow = Window()
    private var answerWindow = Window()

    init(limits: GuardLimits, now: Int64) {
        (self.limits, lastActive) = (limits, now)
    }

    mutating func bytesArrived(_ count: Int, now: Int64) {
        arrived += count
        if open == 0, headBegan == nil { headBegan = now }
    }

    mutating func headArrived() {
        open += 1
        headBegan = nil
        isReadingBody = true
        bodyWindow = Window()
    }

    mutating func bodyEnded() {
        isReadingBody = false
    }

    mutating func bytesWritten(_ count: Int) {
        written += count
    }

    mutating func answerEnded(now: Int64) {
        // A head that was none is answered too.
        open = max(0, open - 1)
        lastActive = now
        headBegan = nil
    }

    /// One look, `looks` of them in a window.
    /// - Parameter waiting: bytes of answers that the peer has not taken.
    /// - Returns: whether the connection must be cut.
    mutating func look(now: Int64, waiting: Int) -> Bool {
        let needed = limits.rate * Int(limits.window.milliseconds) / 1000
        var isSlow = false
        if isReadingBody, isAskingForBytes { isSlow = bodyWindow.add(arrived, atLeast: needed) }
        // Whoever has taken everything keeps up.
        if waiting == 0 { answerWindow = Window() } else { isSlow = answerWindow.add(written, atLeast: needed) || isSlow }
        (arrived, written) = (0, 0)
        if isSlow { return true }
        guard open == 0, waiting == 0 else { return false }
        if let headBegan { return now - headBegan > limits.header.nanoseconds }
        return now - lastActive > limits.idle.nanoseconds
    }

    /// The bytes of the last looks.
    private struct Window {
        private var counts: [Int] = []
        private var next = 0
        private var sum = 0

        /// Whether the window is full and holds less than it must.
        mutating func add(_ count: Int, atLeast needed: Int) -> Bool {
            sum += count
            if counts.count < ConnectionWatch.looks {
                counts.append(count)
            } else {
                sum -= counts[next]
                counts[next] = count
                next = (next + 1) % ConnectionWatch.looks
            }
            return counts.count == ConnectionWatch.looks && sum < needed
        }
    }
}

extension Duration {
    var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
    var milliseconds: Int64 { nanoseconds / 1_000_000 }
}
