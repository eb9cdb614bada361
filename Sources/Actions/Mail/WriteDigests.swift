import Model
import Records

extension OpenAgency {
    /// Writes the digests that are due by now into the outbox, each in a transaction of its own. Owners find the newest checkpoint of
    /// the audit logs in theirs: each mailbox is a witness then.
    func writeDigests() async throws {
        let (now, office) = (world.now(), room.postOffice)
        let people = try await records.read { try $0.peopleWithNotices(dueAt: now) }
        guard !people.isEmpty else { return }
        let note = try await shared.part { CheckpointBook(settings.data, keys: settings.keys) }.newest().checkpoint?.note
        for person in people {
            try await records.write { try office.digest(for: person, checkpoint: note, $0) }
        }
    }
}
