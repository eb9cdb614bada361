import Foundation
public import Model
import Records

/// What an erasure would do, as the owner sees it before.
public struct ErasureOutlook: Sendable, Hashable {
    /// What they are called.
    public let name: String
    /// The number of the request by which somebody is erased whose account is put away: their name is sealed. Nil for others.
    public internal(set) var number: Int64?
    /// Cases that go.
    public let cases: Int
    /// Entries of their history.
    public let entries: Int
    /// Messages that go.
    public let messages: Int
    /// Documents that go.
    public let documents: Int
    /// Contacts who go with a client.
    public let people: Int
    /// Rows of every table that go.
    public let rows: Int
    /// Messages and documents that stay, without the name of who wrote them.
    public let written: Int
    /// Until when invoices stay; nil when none do.
    public let keptUntil: Day?
    /// Why nobody may erase them now.
    public let hold: String?
    /// Whether it is a client, with all that belongs to it; otherwise it is a person.
    public let isClient: Bool
    /// Whether the person is one of the agency's own.
    public let isMember: Bool

    /// What is to be typed, so that nobody is erased by a slip.
    public var confirmation: String { number.map(String.init) ?? name }

    init(_ report: SubjectReport) {
        func count(_ table: String, _ fate: DataMap.Fate, _ way: DataMap.Link.Way = .about) -> Int {
            report.rows.filter { $0.table == table && $0.fate == fate && $0.way == way }.reduce(0) { $0 + $1.rows }
        }
        (name, people) = (report.name, report.persons.count)
        (cases, entries) = (count("client_case", .deleted), count("event", .deleted))
        (messages, documents) = (count("message", .deleted), count("document", .deleted))
        rows = report.rows.filter { $0.fate == .deleted }.reduce(0) { $0 + $1.rows }
        written = count("message", .orphaned, .by) + count("document", .orphaned, .by)
        (keptUntil, hold, isMember) = (report.keptUntil, report.hold?.reason, report.isMember)
        if case .client = report.subject { isClient = true } else { isClient = false }
    }
}

/// What the agency's owner does from the pages of a client and its contacts. Nobody else knows that there is such a thing.
extension OpenAgency {
    /// What an erasure of a client would do.
    /// - Throws: `Refusal(.notFound)` for anybody but the owner, or when there is no such client.
    public func outlook(_ session: Session, client slug: Slug) async throws -> ErasureOutlook {
        ErasureOutlook(try await findSubject(try await owned(session, slug).id))
    }

    /// What an erasure of a client's contact would do.
    /// - Throws: as the other.
    public func outlook(_ session: Session, client slug: Slug, contact: String) async throws -> ErasureOutlook {
        ErasureOutlook(try await findSubject(try await owned(session, slug, contact).id))
    }

    /// Erases a client, by a form: `name` and `present`.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.conflict` while a hold keeps it; `.notFound`; `.tooMany`.
    public func eraseClient(_ slug: Slug, _ typed: Typed, by session: Session, address: String) async throws -> ErasureReceipt {
        try await eraseSubject(try await owned(session, slug), typed, by: session, address: address)
    }

    /// Erases a client's contact, everywhere, by the same form.
    /// - Throws: as `eraseClient`.
    public func eraseContact(
        of slug: Slug, _ contact: String, _ typed: Typed, by session: Session, address: String
    ) async throws -> ErasureReceipt {
        try await eraseSubject(try await owned(session, slug, contact), typed, by: session, address: address)
    }

    /// Keeps a client and its contacts from being erased, by a form: `reason`, `key`. Sent twice it is one hold.
    /// - Throws: `Refusal(.invalid)` with `fields`; `.notFound` for anybody but the owner.
    public func holdClient(_ slug: Slug, _ typed: Typed, by session: Session) async throws {
        let (client, reason) = (try await owned(session, slug), try OpenAgency.reason(typed["reason"] ?? ""))
        try await hold(client, reason: reason, by: session.actor, form: try typed.form())
    }

    /// Lifts that.
    /// - Throws: `Refusal(.notFound)` for anybody but the owner.
    public func liftClientHold(_ slug: Slug, by session: Session) async throws {
        try await liftHold(try await owned(session, slug), by: session.actor)
    }

    private func owned(_ session: Session, _ slug: Slug, _ contact: String? = nil) async throws -> DataMap.Subject {
        guard session.person.role == .owner else { throw Refusal(.notFound, "refusal.not-found") }
        let client = try await staffAccess(session, client: slug)
        guard client.erased == nil else { throw Refusal(.notFound, "refusal.not-found") }
        guard let contact else { return .client(client.id) }
        return try await records.read { .person(try $0.contact(contact, of: client).1.id) }
    }
}
