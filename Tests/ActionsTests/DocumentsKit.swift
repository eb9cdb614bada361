import Documents
import Model
import Records
import Site

@testable import Actions

/// Bytes that arrive in pieces, as from a connection.
struct Pieces: AsyncSequence, Sendable {
    struct Broken: Error {}

    let bytes: [UInt8]
    let size: Int
    /// After so many bytes the connection breaks.
    let breaksAfter: Int?

    init(_ text: String, size: Int = 5, breaksAfter: Int? = nil) {
        self.init(Array(text.utf8), size: size, breaksAfter: breaksAfter)
    }

    init(_ bytes: [UInt8], size: Int = 65_536, breaksAfter: Int? = nil) {
        (self.bytes, self.size, self.breaksAfter) = (bytes, size, breaksAfter)
    }

    struct Iterator: AsyncIteratorProtocol {
        let pieces: Pieces
        var place = 0

        mutating func next() async throws -> [UInt8]? {
            if let breaks = pieces.breaksAfter, place >= breaks { throw Broken() }
            guard place < pieces.bytes.count else { return nil }
            let end = Swift.min(place + pieces.size, pieces.bytes.count)
            defer { place = end }
            return Array(pieces.bytes[place..<end])
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(pieces: self) }
}

extension House {
    func upload(
        _ session: Session, _ files: [(String, String)], visibility: Visibility? = nil, client: String = "acme",
        case record: String = "lease"
    ) async throws -> Receipt {
        let upload = try await agency.beginUpload(session, client: .of(client), case: .of(record), visibility: visibility)
        for (name, text) in files { try await upload.receive(name: name, bytes: Pieces(text)) }
        return try await upload.finish()
    }

    /// What a document's bytes are for somebody.
    func read(_ session: Session, _ document: ID<Document>, client: String = "acme") async throws -> String {
        let opened = try await agency.document(session, client: .of(client), id: document.text)
        var bytes: [UInt8] = []
        for try await chunk in opened.chunks(0..<opened.size) { bytes += chunk }
        return String(decoding: bytes, as: UTF8.self)
    }

    func page(_ session: Session, _ path: String, client: String = "acme") async throws -> String {
        String(decoding: try await agency.page(session, client: .of(client), path: path).bytes, as: UTF8.self)
    }

    /// How many files the store has, whether a row knows them or not.
    var files: Int {
        get throws { try agency.documents.list().count }
    }
}
