public import Model

/// What a transaction wants done beside its change: audit entries in the same transaction, and the changes that pages
/// may show. A fresh one is lent to each run of the closure.
public struct Journal: Sendable {
    /// One audit entry as asked for; time, salt and place in the chain are given when it is written.
    struct Line: Sendable {
        let actor: Actor
        let action: String
        let subject: String
        let outcome: String
        let detail: String
    }

    private(set) var lines: [Line] = []
    /// The changes, and whether each takes something away.
    private(set) var changes: [Change: Bool] = [:]
    private var onlyAddsDocuments = false
    /// What goes into the outbox in the same transaction.
    private(set) var letters: [(letter: MailLetter, person: ID<Person>, id: ID<Mail>?)] = []
    private(set) var strangers: [(letter: MailLetter, stranger: Stranger)] = []
    private(set) var notices: [Notice] = []

    /// Whether what is kept of sessions, access, settings and sums may be wrong after this.
    var emptiesCaches: Bool {
        !onlyAddsDocuments || !changes.allSatisfy { !$0.value && Journal.isOfNoCache($0.key) }
    }

    /// Nothing of it is kept beside the pages.
    private static func isOfNoCache(_ change: Change) -> Bool {
        switch change {
        case .documents, .messages, .requests, .proof, .policies, .incidents, .disclosures: true
        case .everything, .client, .caseRecord, .events, .invoice: false
        }
    }

    /// Writes an audit entry in this transaction.
    /// - Parameters:
    ///   - action: what was done, such as `document.publish`.
    ///   - subject: the id of what it was done to; never a name or an address.
    ///   - detail: what may be personal (old → new); may be deleted later without breaking the chain.
    public mutating func audit(actor: Actor, action: String, subject: String, outcome: String = "ok", detail: String = "") {
        lines.append(Line(actor: actor, action: action, subject: subject, outcome: outcome, detail: detail))
    }

    /// Says what changed: the pages that show it are marked stale.
    public mutating func changed(_ change: Change) {
        changes[change] = changes[change] ?? false
    }

    /// Says that documents or messages come and nothing else changes: nobody's session or access, no setting, no invoice.
    /// Whoever does not say so makes every reader's next request ask the records again.
    mutating func addsDocumentsOnly() {
        onlyAddsDocuments = true
    }

    /// Says what was taken away: the pages that showed it are not served until they are rebuilt.
    public mutating func withdraws(_ change: Change) {
        changes[change] = true
    }

    /// Puts a letter into the outbox, in this transaction and in the language of its recipient. Nothing is sent to a person
    /// who is gone or locked out.
    /// - Parameter id: of the letter, where what becomes of it is to be known; nil: any.
    public mutating func mail(_ letter: MailLetter, to person: ID<Person>, as id: ID<Mail>? = nil) {
        letters.append((letter, person, id))
    }

    /// The same to somebody without an account.
    mutating func mail(_ letter: MailLetter, toStranger stranger: Stranger) {
        strangers.append((letter, stranger))
    }

    /// Tells those whom it concerns, with the digest that each of them has chosen; nil is told to nobody.
    public mutating func tell(_ notice: Notice?) {
        if let notice { notices.append(notice) }
    }
}
