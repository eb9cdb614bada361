import Foundation
import Model
import Records
import SQLiteRecords
import Testing

/// A measurement, not a promise: `RECORDS_SPEED=1000000 swift test -c release --filter ImportSpeed`.
@Suite struct ImportSpeed {
    @Test(.enabled(if: ProcessInfo.processInfo.environment["RECORDS_SPEED"] != nil))
    func `events through a prepared statement`() async throws {
        let count = ProcessInfo.processInfo.environment["RECORDS_SPEED"].flatMap { Int($0) } ?? 1_000_000
        try await withFolder { folder async throws in
            let records = try await SQLiteEngine.open(path: folder.appending(path: "records.sqlite").path)
            try await records.write { db in
                try db.insert(Sample.client(1))
                try db.insert(Sample.caseRecord(1, of: Sample.id(1)))
            }
            let events = (0..<count).map { number in
                var event = Sample.event(number, of: Sample.id(1))
                event.title = "The tax authority answered the letter of number \(number)"
                event.body = String(repeating: "Some words about what they said. ", count: 4)
                event.at = Sample.at(Int64(number))
                return event
            }
            let clock = ContinuousClock()
            let time = try await clock.measure {
                try await records.write { db in
                    let add = try db.eventInserter()
                    for event in events { try add(event) }
                }
            }
            let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
            print("\(count) events in \(seconds) s: \(Int(Double(count) / seconds)) rows/s")
            try await records.close()
        }
    }
}
