import Model
import Synchronization

/// Notices who opens more than people read: more than a hundred different records, documents or pages within one minute.
final class ReadWatch: Sendable {
    /// More reads than this within `window` are told.
    static let most = 100
    /// Milliseconds.
    static let window: Int64 = 60_000
    /// For how long nothing more is told of the same person, milliseconds.
    private static let silence: Int64 = 3_600_000

    private struct Reads {
        /// The instants of the last `most`, a ring, and what was read.
        var times: [Int64] = []
        var subjects: [Int] = []
        var next = 0
        var told = Int64.min
    }

    private let reads = Mutex<[String: Reads]>([:])

    /// Counts a read; tells whether it is one too many, once an hour for each person.
    func isTooMany(_ noted: Noted, at now: Instant) -> Bool {
        guard let person = noted.actor.person, noted.action.hasSuffix(".read") || noted.action == "document.original" else {
            return false
        }
        let (time, subject) = (now.milliseconds, noted.subject.hashValue)
        return reads.withLock { all in
            // Whoever has not read for a minute is forgotten when there are many.
            if all.count > 5000 { all = all.filter { $0.value.times.max() ?? 0 > time - ReadWatch.silence } }
            var mine = all[person.text] ?? Reads()
            defer { all[person.text] = mine }
            // The same again is no other thing.
            for index in mine.times.indices
            where mine.subjects[index] == subject && time - mine.times[index] < ReadWatch.window {
                return false
            }
            guard mine.times.count == ReadWatch.most else {
                mine.times.append(time)
                mine.subjects.append(subject)
                return false
            }
            let oldest = mine.times[mine.next]
            (mine.times[mine.next], mine.subjects[mine.next]) = (time, subject)
            mine.next = (mine.next + 1) % ReadWatch.most
            guard time - oldest < ReadWatch.window, time - ReadWatch.silence >= mine.told || mine.told == .min else {
                return false
            }
            mine.told = time
            return true
        }
    }
}

extension OpenAgency {
    var readWatch: ReadWatch { parts.part { ReadWatch() } }

    /// Looks at every read that goes into the audit log.
    func watch(_ noted: Noted) {
        guard readWatch.isTooMany(noted, at: world.now()), let person = noted.actor.person else { return }
        // The reader does not wait, and is not told.
        Task {
            await detected(
                .confidentiality, "incident.mass-reading", "incident.mass-reading.facts",
                ["person": person.text, "count": "\(ReadWatch.most)"])
        }
    }
}
