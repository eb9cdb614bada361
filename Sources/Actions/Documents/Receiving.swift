import Documents
import Logging
import Model

/// Brings one file into the document store, off the threads that serve requests. Durable when it returns; whatever
/// throws leaves nothing behind.
struct Receiving: Sendable {
    /// Pieces are gathered up to this: one change of threads for each is dear. Most letters need one in all.
    private static let gathered = 256 << 10

    let store: DocumentStore
    let client: ID<Client>
    let document: ID<Document>
    let name: String

    /// What came of it: a refusal of the file itself is a value, because other files of the upload go on. Errors of the
    /// sequence (the connection broke) and of the store (the disk) are thrown.
    enum Outcome: Sendable {
        case kept(Received)
        case refused(Refusal, size: Int64)
    }

    /// - Parameter count: told the size of each piece before it is taken; may refuse.
    func receive<Bytes: AsyncSequence>(
        _ bytes: Bytes, count: (Int) throws -> Void = { _ in }
    ) async throws -> Outcome where Bytes.Element == [UInt8] {
        let hands = Hands { [store, client, document, name] in
            try store.receive(client: client, document: document, name: name)
        }
        do {
            let outcome = try await take(bytes, hands, count)
            if case .refused = outcome { await hands.discard() }
            return outcome
        } catch {
            await hands.discard()
            throw error
        }
    }

    private func take<Bytes: AsyncSequence>(
        _ bytes: Bytes, _ hands: Hands, _ count: (Int) throws -> Void
    ) async throws -> Outcome where Bytes.Element == [UInt8] {
        var size: Int64 = 0
        var waiting: [UInt8] = []
        waiting.reserveCapacity(Receiving.gathered)
        for try await piece in bytes {
            do { try count(piece.count) } catch let refusal as Refusal {
                return .refused(refusal, size: size)
            }
            size += Int64(piece.count)
            waiting += piece
            if waiting.count < Receiving.gathered { continue }
            let full = waiting
            waiting = []
            waiting.reserveCapacity(Receiving.gathered)
            if case .failure(let refusal) = try await step({ try hands.incoming().write(full) }) {
                return .refused(refusal, size: size)
            }
        }
        let rest = waiting
        switch try await step({
            let incoming = try hands.incoming()
            if !rest.isEmpty { try incoming.write(rest) }
            return try incoming.finish()
        }) {
        case .success(let received): return .kept(received)
        case .failure(let refusal): return .refused(refusal, size: size)
        }
    }

    /// Parts the refusals that are about this file from those that are about the store.
    private func step<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> Result<T, Refusal> {
        do {
            return .success(try await Blocking.run(work))
        } catch let refusal as Refusal {
            switch refusal.kind {
            case .unsupportedType, .tooLarge, .full, .invalid: return .failure(refusal)
            default: throw refusal
            }
        }
    }

    /// One pair of hands at a time holds it: the steps follow each other, on whatever thread. The first begins it.
    private final class Hands: @unchecked Sendable {
        private let begin: () throws -> Incoming
        private var begun: Incoming?

        init(_ begin: @escaping () throws -> Incoming) {
            self.begin = begin
        }

        func incoming() throws -> Incoming {
            if let begun { return begun }
            let incoming = try begin()
            begun = incoming
            return incoming
        }

        /// Whoever has the last of a long file closes it, which takes long: not the thread that serves others.
        func discard() async {
            guard begun != nil else { return }
            try? await Blocking.run { [self] in
                begun?.discard()
                begun = nil
            }
        }
    }
}

extension OpenAgency {
    /// Takes away bytes that no row names. What cannot be taken away now is left to the sweep.
    func discard(_ documents: [ID<Document>], of client: ID<Client>) async {
        guard !documents.isEmpty else { return }
        let store = self.documents
        do {
            try await Blocking.run {
                for document in documents { try store.remove(client: client, document: document) }
            }
        } catch {
            log.warning("bytes without a row are left to the sweep", metadata: ["error": "\(error)"])
        }
    }
}

extension OpenAgency {
    /// Of a file that is about to come for a client.
    func receiving(_ name: String, for client: ID<Client>) async throws -> Receiving {
        // Should we be killed, the next opening must look for what is left of it.
        try await room.dirty.raise()
        return Receiving(store: documents, client: client, document: world.id(), name: name)
    }
}
