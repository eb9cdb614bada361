import Documents
import Logging
public import Model
import Records
import Synchronization

/// Files on their way to a case. Each stands alone: one that is refused goes on the receipt, the others are kept. An upload
/// that is not finished leaves nothing behind.
///
/// The order is what makes the acknowledgement durable: a file's bytes and name are on disk before its row is written;
/// rows, audit entries and the receipt are one transaction; `finish` returns after it.
public final class Upload: Sendable {
    /// What became of a file, in the order of the files.
    enum Outcome: Sendable {
        case kept(Received)
        case refused(Receipt.File)
    }

    private struct State {
        var outcomes: [Outcome] = []
        var files = 0
        var bytes: Int64 = 0
        var isEnded = false

        var kept: [ID<Document>] {
            outcomes.compactMap { if case .kept(let received) = $0 { received.id } else { nil } }
        }
    }

    let agency: OpenAgency
    let session: Session
    let client: ID<Client>
    let caseID: ID<Case>
    let visibility: Visibility
    /// What the agency lets this person send; nil: whatever is taken.
    let rules: UploadRules?
    /// The paper that the files are for, with rules of its own: they only narrow the others.
    let paper: Paper?
    private let state = Mutex(State())

    init(
        _ agency: OpenAgency, _ session: Session, client: ID<Client>, caseID: ID<Case>, visibility: Visibility,
        rules: UploadRules?, paper: Paper? = nil
    ) {
        (self.agency, self.session, self.client, self.caseID) = (agency, session, client, caseID)
        (self.visibility, self.rules, self.paper) = (visibility, rules?.answering(paper), paper)
    }

    deinit {
        let left = state.withLock { $0.isEnded ? [] : $0.kept }
        guard !left.isEmpty else { return }
        Task { [agency, client] in await agency.discard(left, of: client) }
    }

    /// Receives one file, whose bytes are durable when this returns. A refusal of the file is kept for the receipt and not
    /// thrown; what is left of `bytes` then is the caller's to drain.
    /// - Parameters:
    ///   - name: as the browser or program sent it.
    ///   - bytes: in pieces of any size.
    /// - Throws: what `bytes` throws; `Refusal(.unavailable)` or `.failed` when the store cannot take anything now.
    public func receive<Bytes: AsyncSequence>(name: String, bytes: Bytes) async throws where Bytes.Element == [UInt8] {
        let limits = agency.settings.upload
        let shown = FileName(name).text
        let number = state.withLock { state in
            state.files += 1
            return state.isEnded ? nil : state.files
        }
        guard let number else { throw Refusal(.conflict, "refusal.upload.ended") }
        guard number <= limits.files else {
            return refuse(shown, Refusal(.tooLarge, "refusal.upload.files", ["files": String(limits.files)]), size: 0)
        }
        let receiving = try await agency.receiving(name, for: client)
        var size: Int64 = 0
        let outcome = try await receiving.receive(bytes) { count in
            size += Int64(count)
            let refusal = rules?.refusal(ofSize: size, named: shown) ?? paper?.refusal(ofSize: size, named: shown)
            if let refusal { throw refusal }
            let total = state.withLock { state in
                state.bytes += Int64(count)
                return state.bytes
            }
            guard total <= limits.bytes else { throw Refusal(.tooLarge, "refusal.upload.size") }
        }
        switch outcome {
        case .kept(let received):
            let refusal =
                rules?.refusal(ofType: received.type, named: received.shownName)
                ?? paper?.refusal(ofType: received.type, size: received.size, named: received.shownName)
            if let refusal {
                await agency.discard([received.id], of: client)
                return refuse(shown, refusal, size: received.size)
            }
            state.withLock { $0.outcomes.append(.kept(received)) }
        case .refused(let refusal, let size): refuse(shown, refusal, size: size)
        }
    }

    /// Ends the upload: rows, audit entries and receipt in one transaction, then the pages that show the documents. When
    /// every file had been received before by the same upload of the same person, that upload's receipt is the answer.
    /// - Throws: `Refusal(.invalid)` without any file; `.notFound` when the person may no longer bring anything; what
    ///   `change` throws. Then nothing is kept.
    public func finish() async throws -> Receipt {
        let (outcomes, kept) = state.withLock { state in
            defer { state.isEnded = true }
            return state.isEnded ? ([], []) : (state.outcomes, state.kept)
        }
        guard !outcomes.isEmpty else { throw Refusal(.invalid, "refusal.upload.none") }
        let filing = UploadFiling(self)
        let filed: UploadFiling.Filed
        do {
            filed = try await agency.change { try filing.file(outcomes, $0, &$1) }
        } catch {
            await agency.discard(kept, of: client)
            throw error
        }
        await agency.discard(filed.repeats, of: client)
        do {
            try await agency.settled()
        } catch {
            // Received is received: the pages follow when they can.
            agency.log.error("pages of an upload were not rebuilt", metadata: ["error": "\(error)"])
        }
        return filed.receipt
    }

    /// Ends it without filing anything: what becomes of its files is the caller's to say.
    func end() -> [Outcome] {
        state.withLock { state in
            defer { state.isEnded = true }
            return state.isEnded ? [] : state.outcomes
        }
    }

    /// Gives the upload up: nothing of it stays.
    public func abandon() async {
        let kept = state.withLock { state in
            defer { state.isEnded = true }
            return state.isEnded ? [] : state.kept
        }
        await agency.discard(kept, of: client)
    }

    private func refuse(_ name: String, _ refusal: Refusal, size: Int64) {
        let file = Receipt.File(name: name, size: size, sha256: [], document: nil, refusal: Receipt.Refused(refusal))
        state.withLock { $0.outcomes.append(.refused(file)) }
    }
}
