import Glibc
import Logging
import Testing

@testable import portico

@Suite struct LogTests {
    private func line(_ message: Logger.Message, _ metadata: Logger.Metadata, agency: String? = nil) -> String {
        var log = LineLog()
        if let agency { log[metadataKey: "agency"] = "\(agency)" }
        let event = LogEvent(
            level: .info, message: message, metadata: metadata, source: "Server", file: "", function: "", line: 1)
        return String(decoding: log.line(event), as: UTF8.self)
    }

    @Test func `an event is one line: when, how serious, what is known, where from, what`() {
        let line = line("request", ["status": "200", "bytes": "12"], agency: "acme")
        let form = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} info portico: agency=acme bytes=12 status=200 \[Server\] request\n/
        #expect(line.wholeMatch(of: form) != nil, "\(line)")
    }

    @Test func `no value makes a second line`() {
        let line = line("end\r\nof it", ["name": "a\n2026 info portico: forged\u{1B}[31m\u{85}\u{2028} ąžuolas"])
        #expect(line.hasSuffix(" name=a\\n2026 info portico: forged\\x1b[31m\\x85\\x2028 ąžuolas [Server] end\\xd\\nof it\n"))
        #expect(line.utf8.count { $0 == 10 } == 1)
    }

    @Test func `lines are written together, and at once when one of them is a warning`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        let buffer = LineBuffer(ends[1])
        buffer.add(Array("one\n".utf8), isUrgent: false)
        buffer.add(Array("two\n".utf8), isUrgent: true)
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(ends[0], &bytes, bytes.count)
        #expect(String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self) == "one\ntwo\n")
        buffer.add(Array("three\n".utf8), isUrgent: false)
        // Nobody asks for more: it comes by itself.
        let later = read(ends[0], &bytes, bytes.count)
        #expect(String(decoding: bytes.prefix(max(later, 0)), as: UTF8.self) == "three\n")
    }
}
