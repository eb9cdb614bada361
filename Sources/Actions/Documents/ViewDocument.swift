public import Model
import Records

/// A document as the page that shows it says it.
public struct ViewedDocument: Sendable {
    /// The document itself.
    public let document: Document
    /// Whose it is.
    public let client: Client
    /// Its case; nil for who may not know the client's cases.
    public let record: Case?
    /// What the reader may see of the client.
    public let rights: Rights
    /// Pixels of the preview; nil without one.
    public let preview: (width: Int64, height: Int64)?
    /// How far the making of the preview has come, and why there is none.
    public let conversion: Conversion
    /// Whether there is a copy beside the original, and the original may be had too.
    public let mayHaveOriginal: Bool
    /// The neighbours among what the same person sees of the case, in the order of its list.
    public let previous, next: Document?
    /// Which it is of how many, from 1.
    public let place: (number: Int, of: Int)
    /// Who else opened it, the newest first: for contacts. Staff have a page of its facts.
    public let openings: [AccessLine]
}

extension OpenAgency {
    /// What there is to say of a document before its bytes are read. Nothing is read by this.
    /// - Throws: `Refusal(.notFound)` as `document`.
    public func view(_ session: Session, client slug: Slug, id: String) async throws -> ViewedDocument {
        let (client, access) = try await access(session, client: slug)
        let (document, _) = try await visible(session, client: slug, id: id)
        // What was opened a moment ago may still wait to be written.
        try? await room.audit.settled()
        return try await records.read { connection in
            let beside = try connection.documents(of: document.caseID).filter { access.maySee($0.visibility) }
            let index = beside.firstIndex { $0.id == document.id } ?? 0
            let preview = try connection.derived(.preview, of: document.id)
            return ViewedDocument(
                document: document, client: client,
                record: access.maySeeCases ? try connection.caseRecord(document.caseID) : nil,
                rights: access.rights, preview: preview.map { ($0.width, $0.height) },
                conversion: try connection.conversion(of: document.id) ?? Conversion(document: document.id, state: .none),
                mayHaveOriginal: document.isPhoto && document.mayBeTaken(by: session, access),
                previous: index > 0 ? beside[index - 1] : nil,
                next: index + 1 < beside.count ? beside[index + 1] : nil, place: (index + 1, max(beside.count, 1)),
                openings: access == .staff ? [] : try connection.lookers(at: document, besides: session.person.id))
        }
    }
}

extension Connection {
    /// Who opened a document, but one person, the newest first.
    fileprivate func lookers(at document: Document, besides me: ID<Person>) throws -> [AccessLine] {
        let openings = try openings(of: document.id, limit: 100).filter { $0.actor != me.text }
        let people = try people(openings)
        return openings.map { opening in
            let person = people[opening.actor]
            return AccessLine(
                at: opening.at, name: person?.name,
                side: opening.actor == "operator" ? .operator : person?.role == .contact ? .contact : .staff,
                subject: .document(name: document.name), again: opening.again)
        }
    }
}
