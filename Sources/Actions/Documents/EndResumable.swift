import Documents
import Logging
import Model
import Records

/// The end of an upload that was sent in pieces: one step that either makes the document or changes nothing. The last piece
/// is on the records only together with the document, so "all of it is there" is never said before the document is; a crash
/// before that costs the sender the last piece.
extension OpenAgency {
    /// Reads the pieces back, finds out what they are, and files the document as any other upload does.
    /// - Throws: `Refusal(.unsupportedType)`; `.full`, `.failed`, `.unavailable`: the upload is then as it was before its last
    ///   piece.
    func end(
        _ upload: ResumableUpload, _ session: Session, pieces: [ResumablePiece]
    ) async throws -> ResumableUpload {
        let receiving = try await receiving(upload.name, for: upload.client)
        switch try await receiving.receive(PieceBytes(store: documents, upload: upload, pieces: pieces)) {
        case .kept(let received):
            let (rules, paper) = (try await uploadRules(for: session), try await paper(of: upload))
            if let refusal = rules?.answering(paper).refusal(ofType: received.type, named: received.shownName)
                ?? paper?.refusal(ofType: received.type, size: received.size, named: received.shownName)
            {
                await discard([received.id], of: upload.client)
                throw refusal
            }
            return try await file(upload, session, .kept(received))
        case .refused(let refusal, _): throw refusal
        }
    }

    /// The paper that an upload is for. What it asks for holds, whatever was decided about it meanwhile.
    private func paper(of upload: ResumableUpload) async throws -> Paper? {
        guard let id = upload.paper else { return nil }
        return try await records.read { try $0.paper(id)?.paper }
    }

    /// Ends an upload whose bytes are not taken, with a line on the receipt as for any other.
    func end(_ upload: ResumableUpload, _ session: Session, refused refusal: Refusal) async throws {
        let file = Receipt.File(
            name: upload.name, size: upload.length, sha256: [], document: nil, refusal: Receipt.Refused(refusal))
        _ = try await self.file(upload, session, .refused(file))
    }

    private func file(
        _ upload: ResumableUpload, _ session: Session, _ outcome: Upload.Outcome
    ) async throws -> ResumableUpload {
        let filing = ResumableFiling(upload, outcome, UploadFiling(self, session, upload))
        let filed: ResumableFiling.Filed
        do {
            filed = try await change { try filing.file($0, &$1) }
        } catch {
            if case .kept(let received) = outcome { await discard([received.id], of: upload.client) }
            throw error
        }
        await discard(filed.repeats, of: upload.client)
        await removePieces(of: upload.id)
        do {
            try await settled()
        } catch {
            // Received is received: the pages follow when they can.
            log.error("pages of an upload were not rebuilt", metadata: ["error": "\(error)"])
        }
        return filed.upload
    }
}

/// The transaction that ends an upload. It may be run again, so it only reads itself.
struct ResumableFiling: Sendable {
    struct Filed: Sendable {
        let upload: ResumableUpload
        /// Documents whose bytes had been received before: theirs go.
        let repeats: [ID<Document>]
    }

    private let upload: ResumableUpload
    private let outcome: Upload.Outcome
    private let filing: UploadFiling

    init(_ upload: ResumableUpload, _ outcome: Upload.Outcome, _ filing: UploadFiling) {
        (self.upload, self.outcome, self.filing) = (upload, outcome, filing)
    }

    func file(_ connection: any Connection, _ journal: inout Journal) throws -> Filed {
        guard let now = try connection.resumable(upload.id), now.receipt == nil, now.received == upload.received else {
            // It was given up meanwhile.
            throw Refusal(.notFound, "refusal.not-found")
        }
        let (files, repeats) = try filing.files([outcome], connection, &journal)
        var ended = upload
        ended.document = files[0].document
        ended.receipt = try receipt(files[0], connection)
        if ended.document != nil { ended.received = upload.length }
        try connection.end(ended)
        return Filed(upload: ended, repeats: repeats)
    }

    /// The batch's receipt, which every new file goes on. There is none as long as everything in the batch had been received
    /// before by one other upload of the same person: then that upload's receipt is the answer.
    private func receipt(_ file: Receipt.File, _ connection: any Connection) throws -> ID<Receipt> {
        let own = upload.batchReceipt
        if try connection.receipt(own) != nil {
            try connection.append(file, to: own)
            return own
        }
        let mates = try connection.resumables(upload.batch, of: upload.person, to: upload.caseID).filter { $0.receipt != nil }
        if let first = try filing.firstReceipt([file], connection), mates.allSatisfy({ $0.receipt == first.id }) {
            return first.id
        }
        var files: [Receipt.File] = []
        for var mate in mates {
            guard let document = try mate.document.flatMap({ try connection.document($0) }) else { continue }
            files.append(
                Receipt.File(
                    name: mate.name, size: document.size, sha256: document.sha256, document: document.id, isRepeat: true))
            mate.receipt = own
            try connection.end(mate)
        }
        try connection.insert(filing.receipt(files + [file]))
        return own
    }
}

/// An upload's pieces as the bytes of one file.
private struct PieceBytes: AsyncSequence, Sendable {
    typealias Element = [UInt8]

    let store: DocumentStore
    let upload: ResumableUpload
    let pieces: [ResumablePiece]

    struct AsyncIterator: AsyncIteratorProtocol {
        let bytes: PieceBytes
        private var next = 0
        private var chunks: OpenDocument.Chunks.Iterator?

        init(_ bytes: PieceBytes) { self.bytes = bytes }

        mutating func next() async throws -> [UInt8]? {
            while true {
                if let chunk = try await chunks?.next() { return chunk }
                guard next < bytes.pieces.count else { return nil }
                let (store, upload, piece) = (bytes.store, bytes.upload, bytes.pieces[next])
                next += 1
                let opened = try await Blocking.run { try store.openPiece(piece, of: upload.id, client: upload.client) }
                chunks = opened.chunks(0..<opened.size).makeAsyncIterator()
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
