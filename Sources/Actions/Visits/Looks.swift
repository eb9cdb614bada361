import Logging
import Model
import Records
import Synchronization

/// Who looked at what, on its way into the records: written a moment later, many together, so that nobody who reads waits for
/// it. Until then it stands here, where those ask who must know.
final class Looks: Sendable {
    /// A visit ends when nothing was looked at for so long, seconds.
    static let visitEnds: Int64 = 30 * 60
    private static let pause = Duration.milliseconds(500)

    private struct Key: Hashable {
        let person: ID<Person>
        let caseID: ID<Case>
    }

    private struct State {
        var cases: [Key: Instant] = [:]
        var people: [ID<Person>: Instant] = [:]
        var isScheduled = false
    }

    private let state = Mutex(State())
    private let records: any RecordsEngine
    private let log: Logger

    init(records: any RecordsEngine, log: Logger) {
        (self.records, self.log) = (records, log)
    }

    /// A person looked, at a case or at a page of their own.
    func note(_ person: ID<Person>, _ caseID: ID<Case>? = nil, at now: Instant) {
        let mustSchedule = state.withLock { state in
            if let caseID { state.cases[Key(person: person, caseID: caseID)] = now }
            state.people[person] = now
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        guard mustSchedule else { return }
        Task {
            try? await Task.sleep(for: Looks.pause)
            await write()
        }
    }

    /// When a person looked at cases, as far as that is not written yet.
    func pending(of person: ID<Person>) -> [ID<Case>: Instant] {
        state.withLock { state in
            Dictionary(uniqueKeysWithValues: state.cases.filter { $0.key.person == person }.map { ($0.key.caseID, $0.value) })
        }
    }

    /// Writes what waits.
    func write() async {
        let (cases, people) = state.withLock { state in
            state.isScheduled = false
            return (state.cases, state.people)
        }
        if people.isEmpty { return }
        do {
            try await records.write { connection in
                for (key, at) in cases.sorted(by: { ($0.key.person, $0.key.caseID) < ($1.key.person, $1.key.caseID) }) {
                    try connection.setSeen(key.caseID, by: key.person, at: at)
                }
                for (person, at) in people {
                    try connection.setVisit(Looks.visit(try connection.visit(of: person), at), of: person)
                }
            }
            // What was noted meanwhile stays.
            state.withLock { state in
                for (key, at) in cases where state.cases[key] == at { state.cases[key] = nil }
                for (person, at) in people where state.people[person] == at { state.people[person] = nil }
            }
        } catch {
            // A mark too few is no harm: what was read shows as unread once more.
            log.info("who looked at what was not written", metadata: ["error": "\(error)"])
            state.withLock { ($0.cases, $0.people) = ([:], [:]) }
        }
    }

    /// The visit that goes on, or a new one after a pause.
    static func visit(_ known: Visit?, _ now: Instant) -> Visit {
        guard var visit = known else { return Visit(at: now) }
        if now > visit.at.adding(seconds: Looks.visitEnds) { visit.before = visit.at }
        visit.at = max(visit.at, now)
        return visit
    }
}

extension OpenAgency {
    /// The person looks at a case: what stands there by now is read.
    func noteLook(_ session: Session, at caseID: ID<Case>? = nil) {
        room.looks.note(session.person.id, caseID, at: world.now())
    }
}
