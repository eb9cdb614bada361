import Model
import Records

extension OpenAgency {
    /// Writes the digests that are due by now into the outbox, each in a transaction of its own.
    func writeDigests() async throws {
        let (now, office) = (world.now(), room.postOffice)
        for person in try await records.read({ try $0.peopleWithNotices(dueAt: now) }) {
            try await records.write { try office.digest(for: person, $0) }
        }
    }
}
