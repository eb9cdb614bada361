import Documents
import Model
import Records

/// How the files of an upload become documents and lines of a receipt, in the transaction that ends it. It may be run again,
/// so it only reads itself.
struct UploadFiling: Sendable {
    struct Filed: Sendable {
        let receipt: Receipt
        /// Documents whose bytes had been received before: theirs go.
        let repeats: [ID<Document>]
    }

    private let session: Session
    private let client: ID<Client>
    private let caseID: ID<Case>
    private let visibility: Visibility
    private let paper: ID<Paper>?
    /// The receipt of an upload that is one request.
    private let receiptID: ID<Receipt>
    private let at: Instant

    init(_ upload: Upload) {
        (session, client, caseID) = (upload.session, upload.client, upload.caseID)
        (visibility, paper) = (upload.visibility, upload.paper?.id)
        (receiptID, at) = (upload.agency.world.id(), upload.agency.world.now())
    }

    init(_ agency: OpenAgency, _ session: Session, _ upload: ResumableUpload) {
        (self.session, client, caseID, visibility) = (session, upload.client, upload.caseID, upload.visibility)
        paper = upload.paper
        (receiptID, at) = (upload.batchReceipt, agency.world.now())
    }

    /// Files an upload that was one request.
    func file(_ outcomes: [Upload.Outcome], _ connection: any Connection, _ journal: inout Journal) throws -> Filed {
        let (files, repeats) = try self.files(outcomes, connection, &journal)
        if let first = try firstReceipt(files, connection) { return Filed(receipt: first, repeats: repeats) }
        let receipt = receipt(files)
        try connection.insert(receipt)
        return Filed(receipt: receipt, repeats: repeats)
    }

    /// The receipt that is to be, of these files.
    func receipt(_ files: [Receipt.File]) -> Receipt {
        Receipt(id: receiptID, client: client, caseID: caseID, person: session.person.id, at: at, files: files)
    }

    /// Makes documents of the files that are kept, and lines for the receipt and the audit log of all of them.
    /// - Returns: the lines, and the documents whose bytes had been received before.
    /// - Throws: `Refusal(.notFound)` when the person may no longer bring anything.
    func files(
        _ outcomes: [Upload.Outcome], _ connection: any Connection, _ journal: inout Journal
    ) throws -> ([Receipt.File], repeats: [ID<Document>]) {
        // The upload may have taken long: whoever was locked out or lost the right meanwhile brings nothing.
        guard let person = try connection.person(session.person.id), !person.isDisabled, person.epoch == session.person.epoch,
            try connection.access(of: person, to: client).mayUpload
        else { throw Refusal(.notFound, "refusal.not-found") }
        // What a contact brings is their own doing; staff change nothing of restricted data.
        if person.role.isStaff { try connection.mustBeFree(.client(client)) }
        journal.addsDocumentsOnly()
        var files: [Receipt.File] = []
        var repeats: [ID<Document>] = []
        for outcome in outcomes {
            switch outcome {
            case .refused(let file):
                files.append(file)
                let why = file.refusal?.word ?? ""
                journal.audit(
                    actor: session.actor, action: "document.upload", subject: caseID.text, outcome: "refused",
                    detail: "\(file.name) \(why)")
            case .kept(let received):
                let earlier = try earlier(received, connection)
                if let earlier {
                    repeats.append(received.id)
                    journal.audit(
                        actor: session.actor, action: "document.upload", subject: earlier.id.text, outcome: "repeated",
                        detail: received.shownName)
                } else {
                    let document = try insert(received, connection)
                    if visibility == .client { journal.changed(.documents(client, caseID)) }
                    tell(document, &journal)
                    journal.audit(
                        actor: session.actor, action: "document.upload", subject: received.id.text, detail: received.shownName)
                }
                try answer(with: earlier?.id ?? received.id, connection, &journal)
                files.append(
                    Receipt.File(
                        name: received.shownName, size: received.size, sha256: received.sha256,
                        document: earlier?.id ?? received.id, isRepeat: earlier != nil))
            }
        }
        return (files, repeats)
    }

    /// The document is for the paper that was asked for, whatever became of the paper meanwhile.
    private func answer(
        with document: ID<Document>, _ connection: any Connection, _ journal: inout Journal
    ) throws {
        guard let paper, try connection.answer(paper, with: document, at: at) else { return }
        journal.changed(.requests(client, caseID))
        journal.audit(actor: session.actor, action: "paper.answer", subject: paper.text, detail: document.text)
    }

    /// The same bytes from this client's contacts in the same case. Never what staff added: that would tell of it.
    private func earlier(_ received: Received, _ connection: any Connection) throws -> Document? {
        guard !session.person.role.isStaff else { return nil }
        return try connection.document(sha256: received.sha256, broughtTo: caseID)
    }

    /// The other side is told: the staff of what a contact brought, the contacts of what staff show them.
    private func tell(_ document: Document, _ journal: inout Journal) {
        if document.origin == .client {
            journal.tell(.uploaded(document, by: session.actor))
        } else if document.visibility == .client {
            journal.tell(.published(document, by: session.actor))
        }
    }

    private func insert(_ received: Received, _ connection: any Connection) throws -> Document {
        let document = Document(
            id: received.id, client: client, caseID: caseID, name: received.shownName, type: received.type,
            size: received.size, sha256: received.sha256, origin: session.person.role.isStaff ? .staff : .client,
            visibility: visibility, person: session.person.id, received: at, wrappedKey: received.wrappedKey)
        try connection.insert(document, receipt: receiptID)
        return document
    }

    /// The receipt of the upload that brought all of these files before, if it was one and this person's: whoever sends
    /// again because an answer was lost gets that answer.
    func firstReceipt(_ files: [Receipt.File], _ connection: any Connection) throws -> Receipt? {
        let repeated = files.compactMap { $0.isRepeat ? $0.document : nil }
        guard repeated.count == files.count else { return nil }
        let receipts = Set(try repeated.map { try connection.receiptID(of: $0) })
        guard receipts.count == 1, let id = receipts.first ?? nil, id != receiptID, var first = try connection.receipt(id),
            first.person == session.person.id
        else { return nil }
        first.isAgain = true
        for index in first.files.indices {
            if let document = first.files[index].document, repeated.contains(document) { first.files[index].isRepeat = true }
        }
        return first
    }
}
