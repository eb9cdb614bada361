import Foundation
public import Model
import Records

extension OpenAgency {
    /// Adds an entry to a case's history. Nothing changes an entry afterwards: a correction is a new one that names it.
    /// Waits for the client's pages when the client sees it.
    /// - Parameters:
    ///   - old: the entry of this case that it corrects.
    ///   - typed: `kind`, `day`, `time` (`HH:MM`, may be empty), `title`, `body` (Markdown), `visibility`, `key`.
    /// - Throws: `Refusal(.notFound)` when there is no such case for the person, or `old` is no entry of it; `.invalid` with
    ///   `fields`.
    public func addEntry(
        _ session: Session, client: Slug, case slug: Slug, correcting old: String? = nil, _ typed: Typed
    ) async throws -> Event {
        let (now, zone) = (world.now(), try await agency().zone)
        let corrects = try old.map { text in
            guard let id = ID<Event>(checking: text) else { throw Refusal(.notFound, "refusal.not-found") }
            return id
        }
        let draft = try typed.read { try EntryDraft(&$0) }
        let id = try typed.newID(Event.self)
        let event = try await change { connection, journal in
            let record = try connection.caseRecord(slug, of: client, actedForBy: session)
            // Sent twice, it is one entry.
            if let made = try connection.event(id), made.caseID == record.id { return made }
            if let corrects, try connection.event(corrects)?.caseID != record.id {
                throw Refusal(.notFound, "refusal.not-found")
            }
            let event = Event(
                id: id, caseID: record.id, day: draft.day, at: draft.time.map { draft.day.instant($0, in: zone) },
                kind: draft.kind, title: draft.title, body: draft.body, visibility: draft.visibility, corrects: corrects,
                author: session.person.id)
            try connection.insert(event)
            try connection.touch(record.id, at: now)
            if event.visibility == .client { journal.changed(.events(record.client, record.id)) }
            journal.audit(
                actor: session.actor, action: corrects == nil ? "event.add" : "event.correct", subject: event.id.text,
                detail: [event.visibility.rawValue, corrects?.text].compactMap { $0 }.joined(separator: " "))
            if let notice = Notice.entered(event, of: record.client, by: session.actor) { journal.tell(notice) }
            return event
        }
        if event.visibility == .client { try await settled() }
        return event
    }

    /// A case that is to get an entry, and the entry that this is to correct.
    /// - Throws: `Refusal(.notFound)` when there is none of them for the person.
    public func caseForEntry(
        _ session: Session, client slug: Slug, case record: Slug, correcting old: String?
    ) async throws -> (client: Client, record: Case, old: Event?) {
        let client = try await staffAccess(session, client: slug)
        let found = try await records.read { connection -> (record: Case, old: Event?)? in
            guard let record = try connection.caseRecord(of: client.id, slug: record) else { return nil }
            guard let old else { return (record, nil) }
            guard let id = ID<Event>(checking: old), let event = try connection.event(id), event.caseID == record.id else {
                return nil
            }
            return (record, event)
        }
        guard let found else { throw Refusal(.notFound, "refusal.not-found") }
        return (client, found.record, found.old)
    }
}

/// What staff write in an entry.
private struct EntryDraft: Sendable {
    let kind: Event.Kind
    let day: Day
    let time: TimeOfDay?
    let title: String
    let body: String
    let visibility: Visibility

    init(_ form: inout TypedForm) throws {
        (kind, day, visibility) = (form.word("kind"), form.day("day"), form.word("visibility"))
        time = try form.value("time", else: nil) { text in
            if text.allSatisfy(\.isWhitespace) { return nil }
            guard let time = TimeOfDay(text.trimmingCharacters(in: .whitespaces)) else {
                throw Refusal(.invalid, "refusal.event.time")
            }
            return time
        }
        (title, body) = (form.line("title", least: 1), form.body("body"))
    }
}
