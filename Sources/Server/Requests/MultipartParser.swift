import Foundation

/// A form with files, read while it arrives: `multipart/form-data` by RFC 7578 over RFC 2046, section 5.1.
///
/// Bytes go in as they come, split anywhere; events come out through a closure, in order. Memory is bounded whatever the
/// size: the parser keeps at most a part's headers or a delimiter's length. Lines end in CRLF, nothing else.
struct MultipartParser {
    /// The limits of a form, in bytes unless said.
    struct Limits: Sendable {
        /// How many parts.
        var parts = 32
        /// Headers of one part.
        var headers = 8 * 1024
        /// What may stand before the first delimiter and after the last.
        var surroundings = 4 * 1024
        /// The longest piece of a part's body that one event carries.
        var slice = 64 * 1024
    }

    /// What was found. Body bytes are valid while the closure runs; copy what is kept.
    enum Event: Equatable {
        case part(MultipartHeaders)
        case body(ArraySlice<UInt8>)
        case endOfPart
        case end
    }

    private enum State { case preamble, afterDelimiter, headers, body, epilogue }

    private let limits: Limits
    /// CRLF, two hyphens, the boundary.
    private let delimiter: [UInt8]
    private var state = State.preamble
    /// What has arrived and is not used up; `start` is where the rest begins.
    private var pending: [UInt8] = [13, 10]
    private var start = 0
    /// How far the end of a part's headers has been looked for in vain.
    private var scanned = 0
    private var parts = 0
    private var surrounding = 0

    /// - Parameter boundary: from the request's Content-Type; checked there.
    init(boundary: String, limits: Limits = Limits()) {
        self.limits = limits
        // The first delimiter may stand at the very beginning: `pending` begins with the line end that belongs to it.
        delimiter = [13, 10, 45, 45] + Array(boundary.utf8)
    }

    /// Takes the next bytes.
    /// - Throws: `MultipartFault`; the parser is of no use afterwards. Whatever `event` throws.
    mutating func feed(_ bytes: some Sequence<UInt8>, _ event: (Event) throws -> Void) throws {
        pending.append(contentsOf: bytes)
        while try step(event) {}
        pending.removeSubrange(..<start)
        scanned = max(0, scanned - start)
        start = 0
    }

    /// Says that nothing more comes.
    /// - Throws: `MultipartFault.unfinished` when the last delimiter is missing.
    mutating func finish() throws {
        guard state == .epilogue else { throw MultipartFault.unfinished }
    }

    /// One step forward; false when more bytes are needed first.
    private mutating func step(_ event: (Event) throws -> Void) throws -> Bool {
        switch state {
        case .preamble: try skipPreamble()
        case .afterDelimiter: try readDelimiterEnd(event)
        case .headers: try readHeaders(event)
        case .body: try readBody(event)
        case .epilogue: try skipEpilogue()
        }
    }

    private mutating func skipPreamble() throws -> Bool {
        let (at, isWhole) = find()
        surrounding += at - start
        guard surrounding <= limits.surroundings else { throw MultipartFault.surroundings }
        start = at
        guard isWhole else { return false }
        start += delimiter.count
        state = .afterDelimiter
        return true
    }

    /// After a delimiter: `--` ends the form, a line end begins a part. Spaces may stand between (RFC 2046), but no
    /// browser sends any, so they are refused with everything else.
    private mutating func readDelimiterEnd(_ event: (Event) throws -> Void) throws -> Bool {
        guard pending.count - start >= 2 else { return false }
        switch (pending[start], pending[start + 1]) {
        case (45, 45):
            start += 2
            surrounding = 0
            state = .epilogue
            try event(.end)
        case (13, 10):
            parts += 1
            guard parts <= limits.parts else { throw MultipartFault.parts }
            start += 2
            state = .headers
        default: throw MultipartFault.delimiter
        }
        return true
    }

    private mutating func readHeaders(_ event: (Event) throws -> Void) throws -> Bool {
        let end = MultipartParser.index(of: [13, 10, 13, 10], in: pending[max(start, scanned)...])
        guard (end ?? pending.count) - start <= limits.headers else { throw MultipartFault.headerSize }
        guard let end else {
            scanned = max(start, pending.count - 3)
            return false
        }
        let headers = try MultipartHeaders(pending[start..<(end + 2)])
        start = end + 4
        scanned = start
        state = .body
        try event(.part(headers))
        return true
    }

    private mutating func readBody(_ event: (Event) throws -> Void) throws -> Bool {
        let (at, isWhole) = find()
        while start < at {
            let end = min(at, start + limits.slice)
            try event(.body(pending[start..<end]))
            start = end
        }
        guard isWhole else { return false }
        start += delimiter.count
        state = .afterDelimiter
        try event(.endOfPart)
        return true
    }

    private mutating func skipEpilogue() throws -> Bool {
        surrounding += pending.count - start
        start = pending.count
        guard surrounding <= limits.surroundings else { throw MultipartFault.surroundings }
        return false
    }

    /// Where the next delimiter begins, whole or cut off by the end of what has arrived; else the end.
    private func find() -> (at: Int, isWhole: Bool) {
        pending.withUnsafeBytes { all in
            var from = start
            while from < all.count, let base = all.baseAddress,
                let found = memchr(base + from, 13, all.count - from)
            {
                let at = UnsafeRawPointer(found) - base
                let length = min(delimiter.count, all.count - at)
                if delimiter.withUnsafeBytes({ memcmp($0.baseAddress ?? base, base + at, length) }) == 0 {
                    return (at, length == delimiter.count)
                }
                from = at + 1
            }
            return (all.count, false)
        }
    }

    private static func index(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        var index = bytes.startIndex
        while let at = bytes[index...].firstIndex(of: pattern[0]) {
            if bytes[at...].starts(with: pattern) { return at }
            index = at + 1
        }
        return nil
    }
}

/// Why a form was not understood. Each is the sender's fault: 400, or 413 for a size.
enum MultipartFault: Error, Equatable {
    case boundary, delimiter, headers, headerSize, parts, surroundings, unfinished
}
