import Glibc
import Logging
import Synchronization

/// Writes one line for each event to standard error: when, how serious, what is known, where from, what.
///
///     2026-03-01T10:00:00+0000 info portico: agency=acme status=200 [Server] request
///
/// As swift-log's own handler writes it, for a fraction of its time: every request has a line. Whatever a value holds, a
/// line stays one line (ASVS 16.4.1). Warnings and worse are written at once; what is less is written together, at most a
/// twentieth of a second later, and when the program ends.
struct LineLog: LogHandler {
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { LineBuffer.standard.add(line(event), isUrgent: event.level >= .warning) }

    /// The line with its end.
    func line(_ event: LogEvent) -> [UInt8] {
        var line = LineLog.instant()
        line.reserveCapacity(320)
        line += " \(event.level.rawValue) portico:".utf8
        for (key, value) in known(event).sorted(by: { $0.key < $1.key }) {
            line.append(UInt8(ascii: " "))
            line += key.utf8
            line.append(UInt8(ascii: "="))
            LineLog.append("\(value)", to: &line)
        }
        line += " [\(event.source)] ".utf8
        LineLog.append("\(event.message)", to: &line)
        line.append(UInt8(ascii: "\n"))
        return line
    }

    private func known(_ event: LogEvent) -> Logger.Metadata {
        var known = event.metadata ?? [:]
        if !metadata.isEmpty { known.merge(metadata) { own, _ in own } }
        if let provided = metadataProvider?.get() { known.merge(provided) { own, _ in own } }
        if let error = event.error { known["error"] = "\(error)" }
        return known
    }

    /// Control characters and line separators as `\n` and `\xNN`, all else as it is.
    private static func append(_ text: String, to line: inout [UInt8]) {
        // Most are plain, and copied.
        if text.utf8.allSatisfy({ (32..<127).contains($0) }) { return line.append(contentsOf: text.utf8) }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": line += "\\n".utf8
            case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                line += "\\x\(String(scalar.value, radix: 16))".utf8
            default: line += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
    }

    /// The local time with its offset, made once a second.
    private static func instant() -> [UInt8] {
        var second = time(nil)
        return last.withLock { last in
            if last.second != second {
                var parts = tm()
                localtime_r(&second, &parts)
                var buffer = [CChar](repeating: 0, count: 64)
                let count = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%S%z", &parts)
                last = (second, buffer.prefix(count).map { UInt8(bitPattern: $0) })
            }
            return last.text
        }
    }

    private static let last = Mutex<(second: time_t, text: [UInt8])>((-1, []))
}
