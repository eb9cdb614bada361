import Actions
import HTTPTypes
import Hummingbird
import Model
import Site
import Templates

/// POST `/AGENCY/clients/CLIENT/cases/CASE/documents`: files for a case, each standing alone.
enum Uploads {
    static func receive(_ request: Request, _ session: SignedInSession) async throws -> Response {
        try await receive(request, session, paper: nil)
    }

    /// POST `/AGENCY/clients/CLIENT/cases/CASE/papers/ID`: files for a paper that was asked for, whose rules they keep.
    static func receivePaper(_ request: Request, _ session: SignedInSession) async throws -> Response {
        try await receive(request, session, paper: session.visitor.path.segments[6])
    }

    private static func receive(_ request: Request, _ session: SignedInSession, paper: String?) async throws -> Response {
        let visitor = session.visitor
        let (client, record) = (try visitor.slug(2), try visitor.slug(4))
        // Whoever may bring nothing hears nothing of forms.
        guard try await session.agency.access(session.session, client: client).access.mayUpload else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        let limits = session.parts.workspace.settings.upload
        let form = try open(request, limits)
        return try await answer(
            try await read(form, session, client: client, case: record, paper: paper), session, client: client)
    }

    /// The form, unless its head already says that it cannot be taken.
    static func open(_ request: Request, _ limits: WorkspaceSettings.Upload) throws -> FormReader {
        let types = request.headers[values: .contentType]
        guard types.count == 1, let type = types.first, type.lowercased().hasPrefix("multipart/form-data") else {
            throw Refusal(.unsupportedType, "refusal.upload.form")
        }
        guard let boundary = MultipartBoundary.read(type) else { throw Refusal(.usage, "refusal.form.malformed") }
        // Headers and delimiters have room beside the files.
        let limit = limits.bytes.addingClamped(1 << 20)
        if let length = request.headers[.contentLength].flatMap({ Int64($0) }), length > limit {
            throw Refusal(.tooLarge, "refusal.upload.size")
        }
        return FormReader(
            request.body, boundary: boundary,
            limits: MultipartParser.Limits(parts: limits.parts, headers: limits.partHeaders), limit: limit)
    }

    private static func read(
        _ form: FormReader, _ session: SignedInSession, client: Slug, case record: Slug, paper: String?
    ) async throws -> Receipt {
        var visibility: Visibility?
        var upload: Upload?
        do {
            while let event = try await form.event() {
                guard case .part(let headers) = event else { continue }
                switch (headers.name, headers.fileName) {
                case ("visibility", nil):
                    // It must come first: a file is filed as it arrives.
                    guard upload == nil, visibility == nil, session.session.person.role.isStaff,
                        let value = Visibility(rawValue: try await form.text(limit: 64))
                    else { throw Refusal(.usage, "refusal.upload.visibility") }
                    visibility = value
                case ("file", let name?):
                    let part = PartBytes(form)
                    // A browser sends one file without name or bytes when none was chosen.
                    guard !name.isEmpty else {
                        guard try await part.part.next() == nil else { throw Refusal(.usage, "refusal.form.malformed") }
                        continue
                    }
                    let current: Upload
                    if let upload {
                        current = upload
                    } else {
                        current = try await session.agency.beginUpload(
                            session.session, client: client, case: record, visibility: visibility, paper: paper)
                        upload = current
                    }
                    try await current.receive(name: name, bytes: part)
                    try await part.part.finish()
                default: throw Refusal(.usage, "refusal.form.malformed")
                }
            }
        } catch let refusal as Refusal where refusal.kind == .tooLarge && upload != nil {
            // What came before the limit stands; the rest is not read.
        }
        guard let upload else { throw Refusal(.invalid, "refusal.upload.none") }
        return try await upload.finish()
    }

    /// JSON for programs; for browsers the receipt's own page, at once when there is nothing to come back to.
    private static func answer(_ receipt: Receipt, _ session: SignedInSession, client: Slug) async throws -> Response {
        let isKept = receipt.files.contains { $0.refusal == nil }
        let status = isKept ? HTTPResponse.Status.created : receipt.files.first?.refusal?.kind.status ?? .unprocessableContent
        let path = "/\(session.agency.slug)/clients/\(client)/receipts/\(receipt.id)/"
        if session.isJSON {
            let words = session.site.words(session.language)
            let files = receipt.files.map { file in
                if let refusal = file.refusal {
                    UploadedFile(
                        name: file.name, status: refusal.kind.status.code,
                        detail: words.text(refusal.word, refusal.arguments))
                } else {
                    UploadedFile(
                        id: file.document?.text, name: file.name, size: file.size, sha256: Hex.text(file.sha256),
                        repeated: file.isRepeat ? true : nil)
                }
            }
            var response = Response.json(try JSONText.bytes(UploadAnswer(files: files)), status: status)
            if isKept { response.headers[.location] = path }
            return response
        }
        if isKept { return .redirect(to: receipt.isAgain ? path + ReceiptHandlers.again : path) }
        let (kept, owner, record) = try await session.agency.receipt(session.session, client: client, id: receipt.id.text)
        return try ReceiptHandlers.page(kept, client: owner, case: record, session, status: status)
    }
}

/// What a program gets for an upload.
private struct UploadAnswer: Encodable {
    let files: [UploadedFile]
}

private struct UploadedFile: Encodable {
    var id: String?
    var name: String
    var size: Int64?
    var sha256: String?
    /// Whether these bytes had been received before.
    var repeated: Bool?
    var status: Int?
    var detail: String?
}
