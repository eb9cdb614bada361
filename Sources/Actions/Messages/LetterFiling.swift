import Documents
import Model
import Records

/// The transaction that sends a message. It may be run again, so it only reads itself.
struct LetterFiling: Sendable {
    struct Filed: Sendable {
        let message: Message
        /// Documents whose bytes are there already: theirs go.
        let needless: [ID<Document>]
    }

    private let session: Session
    private let client: ID<Client>
    private let caseID: ID<Case>
    private let received: [Received]
    private let id: ID<Message>
    private let at: Instant
    private let text: String
    private let form: String
    private let digest: [UInt8]

    /// - Throws: `Refusal(.invalid)` when the text cannot be sent.
    init(_ upload: Upload, _ received: [Received], text raw: String, form: String) throws {
        (session, client, caseID) = (upload.session, upload.client, upload.caseID)
        (self.received, self.form) = (received, form)
        (id, at) = (upload.agency.world.id(), upload.agency.world.now())
        text = try MessageText.checked(raw)
        guard !text.isEmpty || !received.isEmpty else { throw Refusal(.invalid, "refusal.message.empty") }
        guard !form.isEmpty, form.utf8.count <= 64 else { throw Refusal(.usage, "refusal.form.malformed") }
        digest = MessageText.digest(text, files: received.map(\.sha256))
    }

    private var isStaff: Bool { session.person.role.isStaff }

    func file(_ connection: any Connection, _ journal: inout Journal) throws -> Filed {
        // Writing may have taken long: whoever was locked out or lost the right meanwhile sends nothing.
        guard let person = try connection.person(session.person.id), !person.isDisabled, person.epoch == session.person.epoch,
            try isAllowed(connection.access(of: person, to: client))
        else { throw Refusal(.notFound, "refusal.not-found") }
        // What the client itself sends is kept; staff write nothing.
        if isStaff { try connection.mustBeFree(.client(client)) }
        journal.addsDocumentsOnly()
        if let sent = try connection.message(of: person.id, in: caseID, form: form, digest: digest) {
            return Filed(message: sent, needless: received.map(\.id))
        }
        var (documents, needless): ([ID<Document>], [ID<Document>]) = ([], [])
        for one in received {
            if let earlier = try earlier(one, connection) {
                needless.append(one.id)
                // Twice the same file in one letter is one.
                if !documents.contains(earlier.id) { documents.append(earlier.id) }
                audit(.upload, earlier.id, one, &journal, outcome: "repeated")
            } else {
                try insert(one, connection)
                documents.append(one.id)
                audit(.upload, one.id, one, &journal)
                if isStaff { audit(.publish, one.id, one, &journal) }
            }
        }
        let message = Message(
            id: id, client: client, caseID: caseID, person: person.id, author: person.name,
            origin: isStaff ? .staff : .client, at: at, text: text, documents: documents)
        try connection.insert(message, form: form, digest: digest)
        journal.changed(.messages(client, caseID))
        if !documents.isEmpty { journal.changed(.documents(client, caseID)) }
        journal.tell(
            .wrote(
                message: message.id.text, in: caseID, of: client, to: isStaff ? .contacts : .staff, by: session.actor))
        journal.audit(actor: session.actor, action: "message.write", subject: message.id.text)
        return Filed(message: message, needless: needless)
    }

    private func isAllowed(_ access: Access) -> Bool {
        access.mayWrite && (received.isEmpty || access.mayUpload)
    }

    /// The same bytes from this client's contacts in the same case. Never what staff added: that would tell of it.
    private func earlier(_ received: Received, _ connection: any Connection) throws -> Document? {
        isStaff ? nil : try connection.document(sha256: received.sha256, broughtTo: caseID)
    }

    private func insert(_ received: Received, _ connection: any Connection) throws {
        try connection.insert(
            Document(
                id: received.id, client: client, caseID: caseID, name: received.shownName, type: received.type,
                size: received.size, sha256: received.sha256, origin: isStaff ? .staff : .client, visibility: .client,
                person: session.person.id, received: at, wrappedKey: received.wrappedKey))
    }

    private enum Step: String {
        case upload = "document.upload"
        case publish = "document.publish"
    }

    private func audit(
        _ step: Step, _ document: ID<Document>, _ received: Received, _ journal: inout Journal, outcome: String = "ok"
    ) {
        journal.audit(
            actor: session.actor, action: step.rawValue, subject: document.text, outcome: outcome,
            detail: step == .upload ? received.shownName : "")
    }
}
