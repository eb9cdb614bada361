public import Model

/// Something new, told to those whom it concerns, in the digests that they choose. Whoever did it is not told.
public struct Notice: Sendable, Hashable {
    /// What sort of thing.
    public enum Kind: String, Sendable, CaseIterable, Hashable {
        /// Staff published a document.
        case document
        /// A case has a new entry that the client sees.
        case entry
        /// An invoice or credit note was issued.
        case invoice
        /// Somebody wrote.
        case message
        /// Papers are asked for.
        case request
        /// Papers that are asked for are due soon, or overdue.
        case due
        /// A case is new, closed, open again or waits for somebody. The title is what it was before; empty for a new one.
        case status
        /// A case has come to another of its stages. The title is the one before.
        case stage
        /// A client brought a document.
        case upload

        /// What a contact must see to be told.
        var rights: Rights {
            switch self {
            case .document, .upload: [.documents]
            case .entry, .message, .request, .status, .stage: [.cases]
            // Whoever can send them.
            case .due: [.cases, .documents]
            case .invoice: [.invoices]
            }
        }
    }

    /// Who is told.
    public enum Audience: Sendable, Hashable {
        /// The client's contacts who may see it.
        case contacts
        /// The agents assigned to the client, or where nobody is, the owners and admins; and whoever looks after the case.
        case staff
    }

    /// What sort of thing is new.
    public let kind: Kind
    /// Who is told.
    public let audience: Audience
    /// The client whom it is about.
    public let client: ID<Client>
    /// The case that it is on; nil: none.
    public let caseID: ID<Case>?
    /// The id of the thing.
    public let subject: String
    /// What it is called: a file's name, an entry's title, an invoice's number.
    public let title: String
    /// Who did it; nil: the operator or the program.
    public let by: ID<Person>?

    private init(
        _ kind: Kind, to audience: Audience, client: ID<Client>, case caseID: ID<Case>?, subject: String, title: String,
        by actor: Actor
    ) {
        (self.kind, self.audience, self.client, self.caseID) = (kind, audience, client, caseID)
        (self.subject, self.title, by) = (subject, title, actor.person)
    }

    /// Staff published a document: its client's contacts are told. Nobody is, when it is unpublished before the digest goes.
    public static func published(_ document: Document, by actor: Actor) -> Notice {
        Notice(
            .document, to: .contacts, client: document.client, case: document.caseID, subject: document.id.text,
            title: document.name, by: actor)
    }

    /// A client brought a document: the staff are told.
    public static func uploaded(_ document: Document, by actor: Actor) -> Notice {
        Notice(
            .upload, to: .staff, client: document.client, case: document.caseID, subject: document.id.text,
            title: document.name, by: actor)
    }

    /// A case has a new entry. Internal ones are told to nobody.
    public static func entered(_ event: Event, of client: ID<Client>, by actor: Actor) -> Notice? {
        guard event.visibility == .client else { return nil }
        return Notice(
            .entry, to: .contacts, client: client, case: event.caseID, subject: event.id.text, title: event.title, by: actor)
    }

    /// An invoice or credit note was issued.
    public static func issued(_ invoice: Invoice, by actor: Actor) -> Notice {
        Notice(
            .invoice, to: .contacts, client: invoice.client, case: nil, subject: invoice.id.text, title: invoice.number,
            by: actor)
    }

    /// Somebody wrote to the other side; what they wrote is read in the portal only.
    public static func wrote(
        message id: String, in caseID: ID<Case>, of client: ID<Client>, to audience: Audience, by actor: Actor
    ) -> Notice {
        Notice(.message, to: audience, client: client, case: caseID, subject: id, title: "", by: actor)
    }

    /// Papers are asked for.
    /// - Parameter title: what is asked for.
    public static func asked(
        request id: String, title: String, in caseID: ID<Case>, of client: ID<Client>, by actor: Actor
    ) -> Notice {
        Notice(.request, to: .contacts, client: client, case: caseID, subject: id, title: title, by: actor)
    }

    /// Papers that are asked for are due soon, or overdue.
    static func remind(of request: PaperRequest) -> Notice {
        Notice(
            .due, to: .contacts, client: request.client, case: request.caseID, subject: request.id.text,
            title: request.title, by: .system)
    }

    /// A case is new.
    static func opened(_ record: Case, by actor: Actor) -> Notice {
        Notice(.status, to: .contacts, client: record.client, case: record.id, subject: record.id.text, title: "", by: actor)
    }

    /// A case has another status or is at another stage than before. Nobody is told when it is as it was once the digest goes.
    static func moved(_ record: Case, from old: Case, by actor: Actor) -> [Notice] {
        func notice(_ kind: Kind, _ before: String) -> Notice {
            Notice(
                kind, to: .contacts, client: record.client, case: record.id, subject: record.id.text, title: before, by: actor)
        }
        return (record.status == old.status ? [] : [notice(.status, old.status.rawValue)])
            + (record.currentStage == old.currentStage ? [] : [notice(.stage, old.currentStage ?? "")])
    }
}
