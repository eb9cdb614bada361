import Foundation
public import Model
import Records

/// Something that a contact finds new among a client's pages.
public struct News: Sendable, Hashable {
    /// What can be new.
    public enum What: Sendable, Hashable {
        /// An entry in the history of a case.
        case event(ID<Event>, Event.Kind, title: String, case: Slug, caseTitle: String)
        case invoice(number: String, isCreditNote: Bool)
        /// A document that staff published, and when they did.
        case document(ID<Document>, name: String, at: Instant)
    }

    /// The client's name in addresses.
    public let client: Slug
    /// What the client is called.
    public let clientName: String
    /// When it happened, was issued or was published, in the agency's zone.
    public let day: Day
    /// What is new.
    public let what: What
    /// Whether it came after the person's last visit. An issued invoice only has a day: one of that day is new.
    public var isNew = false

    /// When it was entered, as far as that is known.
    private enum Entered {
        case at(Instant)
        case on(Day)
    }
    private var entered: Entered? {
        switch what {
        // Identities begin with the instant at which they were given (RFC 9562, section 5.7).
        case .event(let id, _, _, _, _): id.given.map(Entered.at)
        case .document(_, _, let at): .at(at)
        case .invoice: .on(day)
        }
    }

    /// Marked as new when it came after an instant; nil: nobody was here before, and nothing is.
    func marked(since last: Instant?, in zone: TimeZone) -> News {
        var news = self
        guard let last, let entered else { return news }
        news.isNew =
            switch entered {
            case .at(let at): at > last
            case .on(let day): day >= Day(last, in: zone)
            }
        return news
    }
}

extension ID {
    /// The instant at which a UUIDv7 was given.
    fileprivate var given: Instant? {
        guard let bytes, bytes[6] >> 4 == 7 else { return nil }
        return Instant(milliseconds: bytes.prefix(6).reduce(Int64(0)) { $0 << 8 | Int64($1) })
    }
}

extension News {
    /// How many a start shows.
    private static let limit = 6

    /// The newest of a client that these rights show, the newest first.
    static func latest(
        of client: Client, _ sees: Rights, invoices: [Invoice], in zone: TimeZone, _ connection: any Connection
    ) throws -> [News] {
        func news(_ day: Day, _ what: What) -> News {
            News(client: client.slug, clientName: client.name, day: day, what: what)
        }
        var found: [News] = []
        if sees.contains(.cases) {
            let cases = Dictionary(uniqueKeysWithValues: try connection.cases(of: client.id).map { ($0.id, $0) })
            for event in try connection.latestEvents(of: client.id, visibility: .client, limit: limit) {
                guard let record = cases[event.caseID] else { continue }
                found.append(
                    news(
                        event.day,
                        .event(event.id, event.kind, title: event.title, case: record.slug, caseTitle: record.title)))
            }
        }
        // Drafts come first and are nobody's news.
        for invoice in invoices.lazy.filter({ $0.status == .issued }).prefix(limit) where sees.contains(.invoices) {
            guard let day = invoice.issued else { continue }
            found.append(news(day, .invoice(number: invoice.number, isCreditNote: invoice.credits != nil)))
        }
        if sees.contains(.documents) {
            for document in try connection.latestPublished(of: client.id, limit: limit) {
                found.append(
                    news(
                        Day(document.shown, in: zone),
                        .document(document.id, name: document.name, at: document.shown)))
            }
        }
        return newest(found)
    }

    /// The newest of these; on one day in the order in which they come.
    static func newest(_ news: [News]) -> [News] {
        Array(
            news.enumerated().sorted { ($1.element.day, $0.offset) < ($0.element.day, $1.offset) }
                .map(\.element).prefix(limit))
    }
}
