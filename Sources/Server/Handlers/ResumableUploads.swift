import Actions
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Site
import Templates

/// `/AGENCY/clients/CLIENT/cases/CASE/uploads`: files that come in chunks and go on after a lost connection (tus 1.0.0). What
/// comes of a file is the same as with the form; `Content-Location` tells the receipt once there is one.
enum ResumableUploads {
    /// OPTIONS: what is spoken here. Nothing need be known for that but who asks.
    static func describe(_ request: Request, _ session: SignedInSession) async throws -> Response {
        try await checkRight(session)
        var response = Response(status: .noContent)
        response.headers[.tusResumable] = Tus.version
        response.headers[.tusVersion] = Tus.version
        response.headers[.tusExtension] = Tus.extensions
        let rules = session.session.person.role.isStaff ? nil : session.settings.uploads.largest
        response.headers[.tusMaxSize] = String(min(rules ?? .max, session.site.upload.fileBytes))
        response.headers[.tusChecksumAlgorithm] = Checksum.Algorithm.allCases.map(\.rawValue).joined(separator: ",")
        return response
    }

    /// POST: begins an upload. A body of the right type is its first chunk.
    static func begin(_ request: Request, _ session: SignedInSession) async throws -> Response {
        try await answer(request, session) {
            let fields = request.headers
            guard fields[.uploadDeferLength] == nil, fields[.uploadConcat] == nil,
                let length = try Tus.number(.uploadLength, fields)
            else { throw Tus.malformed }
            let text = try Tus.single(.uploadMetadata, fields) ?? ""
            let first = try hasChunk(request) ? chunk(request, offset: 0) : nil
            let (client, record) = try (session.visitor.slug(2), session.visitor.slug(4))
            var upload = try await session.agency.beginResumable(
                session.session, client: client, case: record, try wanted(text, length: length))
            if let first {
                let resumed = try await session.agency.resume(
                    session.session, client: client, case: record, id: upload.id.text, first, bytes: BodyBytes(request.body))
                guard case .taken(let taken) = resumed else { return refused(resumed, session) }
                upload = taken
            }
            var response = Response(status: .created)
            response.headers[.location] = "/" + session.visitor.path.segments.joined(separator: "/") + "/\(upload.id)"
            if first != nil { response.headers[.uploadOffset] = String(upload.received) }
            add(upload, to: &response, session, client: client)
            return response
        }
    }

    /// HEAD: how much is durable.
    static func ask(_ request: Request, _ session: SignedInSession) async throws -> Response {
        try await answer(request, session) {
            let (client, record) = try (session.visitor.slug(2), session.visitor.slug(4))
            let upload = try await session.agency.resumable(
                session.session, client: client, case: record, id: session.visitor.path.segments[6])
            var response = Response(status: .ok)
            response.headers[.uploadOffset] = String(upload.received)
            response.headers[.uploadLength] = String(upload.length)
            if !upload.metadata.isEmpty { response.headers[.uploadMetadata] = upload.metadata }
            add(upload, to: &response, session, client: client)
            return response
        }
    }

    /// PATCH: the next chunk.
    static func take(_ request: Request, _ session: SignedInSession) async throws -> Response {
        try await answer(request, session) {
            guard hasChunk(request) else { throw Refusal(.unsupportedType, "refusal.upload.chunk") }
            guard let offset = try Tus.number(.uploadOffset, request.headers) else { throw Tus.malformed }
            let (client, record) = try (session.visitor.slug(2), session.visitor.slug(4))
            let resumed = try await session.agency.resume(
                session.session, client: client, case: record, id: session.visitor.path.segments[6],
                try chunk(request, offset: offset), bytes: BodyBytes(request.body))
            guard case .taken(let upload) = resumed else { return refused(resumed, session) }
            var response = Response(status: .noContent)
            response.headers[.uploadOffset] = String(upload.received)
            add(upload, to: &response, session, client: client)
            return response
        }
    }

    /// DELETE: it is not wanted any more.
    static func giveUp(_ request: Request, _ session: SignedInSession) async throws -> Response {
        try await answer(request, session) {
            try await session.agency.giveUpResumable(
                session.session, client: session.visitor.slug(2), case: session.visitor.slug(4),
                id: session.visitor.path.segments[6])
            return Response(status: .noContent)
        }
    }

    // MARK: requests

    /// Whoever may bring nothing hears nothing of versions and fields.
    private static func checkRight(_ session: SignedInSession) async throws {
        guard try await session.agency.access(session.session, client: session.visitor.slug(2)).access.mayUpload else {
            throw Refusal(.notFound, "refusal.not-found")
        }
    }

    private static func hasChunk(_ request: Request) -> Bool {
        request.headers[values: .contentType].map { $0.lowercased() } == [Tus.chunk]
    }

    private static func chunk(_ request: Request, offset: Int64) throws -> Chunk {
        Chunk(
            offset: offset, length: try Tus.number(.contentLength, request.headers),
            checksum: try Tus.checksum(request.headers))
    }

    private static func wanted(_ text: String, length: Int64) throws -> NewResumable {
        let metadata = text.isEmpty ? [:] : try Tus.metadata(text)
        var visibility: Visibility?
        if let word = metadata["visibility"] {
            guard let value = Visibility(rawValue: word) else { throw Refusal(.usage, "refusal.upload.visibility") }
            visibility = value
        }
        let batch = metadata["batch"].flatMap { $0.isEmpty ? nil : $0 }
        if let batch, batch.utf8.count > 64 { throw Tus.malformed }
        return NewResumable(
            name: metadata["filename"] ?? metadata["name"] ?? "", length: length, visibility: visibility, batch: batch,
            paper: metadata["paper"], metadata: text)
    }

    // MARK: answers

    /// Every answer but those that the whole house gives alike says which version it speaks.
    private static func answer(
        _ request: Request, _ session: SignedInSession, _ work: () async throws -> Response
    ) async throws -> Response {
        try await checkRight(session)
        var response: Response
        if request.headers[values: .tusResumable] == [Tus.version] {
            do {
                response = try await work()
            } catch let refusal as Refusal where ![.notFound, .signIn, .forbidden, .tooMany].contains(refusal.kind) {
                response = faces(session).answer(refusal, log: session.visitor.log)
            }
        } else {
            response = face(.preconditionFailed, "error.title.version", "refusal.upload.version", session)
            response.headers[.tusVersion] = Tus.version
        }
        response.headers[.tusResumable] = Tus.version
        return response
    }

    private static func add(
        _ upload: ResumableUpload, to response: inout Response, _ session: SignedInSession, client: Slug
    ) {
        if let receipt = upload.receipt {
            // RFC 9110, 8.7: where the report of what was done can be had later.
            response.headers[.contentLocation] =
                PagePath.client(session.agency.slug, client) + "receipts/\(receipt)/"
                + (upload.isAgain ? ReceiptHandlers.again : "")
        } else {
            response.headers[.uploadExpires] = HTTPDate.text(Int(upload.expires.milliseconds / 1000))
        }
    }

    private static func refused(_ resumed: Resumed, _ session: SignedInSession) -> Response {
        switch resumed {
        case .busy, .taken:
            var response = face(locked, "error.title.busy", "refusal.upload.busy", session)
            response.headers[.retryAfter] = "1"
            return response
        case .elsewhere(let offset):
            var response = face(.conflict, "error.title.conflict", "refusal.upload.offset", session)
            response.headers[.uploadOffset] = String(offset)
            return response
        case .corrupt: return face(mismatch, "error.title.corrupt", "refusal.upload.corrupt", session)
        }
    }

    private static let locked = HTTPResponse.Status(code: 423, reasonPhrase: "Locked")
    private static let mismatch = HTTPResponse.Status(code: 460, reasonPhrase: "Checksum Mismatch")

    private static func face(
        _ status: HTTPResponse.Status, _ title: String, _ message: String, _ session: SignedInSession
    ) -> Response {
        let words = session.site.words(session.ownLanguage)
        return faces(session).face(status, title: words.text(title), message: words.text(message))
    }

    /// Refusals in the language of the page that the form stands on.
    private static func faces(_ session: SignedInSession) -> RefusalResponse {
        var faces = RefusalResponse(session.visitor.incoming, session.visitor)
        faces.language = session.ownLanguage
        return faces
    }
}

/// A request's body as bytes.
private struct BodyBytes: AsyncSequence, Sendable {
    typealias Element = [UInt8]

    private let body: RequestBody

    init(_ body: RequestBody) { self.body = body }

    struct AsyncIterator: AsyncIteratorProtocol {
        var body: RequestBody.AsyncIterator

        mutating func next() async throws -> [UInt8]? {
            try await body.next().map { Array($0.readableBytesView) }
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: body.makeAsyncIterator()) }
}
