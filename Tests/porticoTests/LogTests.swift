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
        let line = line("end\r\nof it", ["name": "a\n2026 info portico: forged\u{1B}[31m ąžuolas"])
        #expect(line.hasSuffix(" name=a\\n2026 info portico: forged\\x1b[31m ąžuolas [Server] end\\xd\\nof it\n"))
        #expect(line.utf8.count { $0 == 10 } == 1)
    }
}
