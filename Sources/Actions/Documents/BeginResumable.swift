import Documents
public import Model
import Records

/// What whoever begins an upload says of it.
public struct NewResumable: Sendable {
    /// As the browser or program sent it.
    public var name: String
    /// Bytes.
    public var length: Int64
    /// What staff ask for; nil: internal, or for what contacts bring, the client.
    public var visibility: Visibility?
    /// What it is sent together with; nil: alone.
    public var batch: String?
    /// The paper of a request that it is for, as text; nil: it was not asked for.
    public var paper: String?
    /// All of this as it was said, to say it again.
    public var metadata: String

    /// - Parameters: as the properties.
    public init(
        name: String, length: Int64, visibility: Visibility? = nil, batch: String? = nil, paper: String? = nil,
        metadata: String = ""
    ) {
        (self.name, self.length, self.visibility) = (name, length, visibility)
        (self.batch, self.paper, self.metadata) = (batch, paper, metadata)
    }
}

extension OpenAgency {
    /// For how long after its last bytes an upload can be gone on with, seconds.
    static let resumableSeconds: Int64 = 24 * 3600
    /// How many uploads one person may have under way.
    private static let resumablesAtOnce: Int64 = 100

    /// Begins an upload that can be resumed. Its bytes follow with `resume`.
    /// - Throws: `Refusal(.notFound)` when the person may bring nothing to the case; `.tooLarge`, which says what the limit is,
    ///   for the file or its batch; `.unsupportedType` for nothing at all, or for what is not what the paper asks for; `.conflict`
    ///   for a paper that was accepted; `.tooMany`; `.full` when it cannot fit on the disk.
    public func beginResumable(
        _ session: Session, client slug: Slug, case record: Slug, _ wanted: NewResumable
    ) async throws -> ResumableUpload {
        let (client, access) = try await access(session, client: slug)
        guard access.mayUpload, let record = try await records.read({ try $0.caseRecord(of: client.id, slug: record) }) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        let isStaff = session.person.role.isStaff
        guard isStaff || wanted.visibility == nil else { throw Refusal(.usage, "refusal.upload.visibility") }
        let name = FileName(wanted.name).text
        guard wanted.length > 0 else { throw Refusal(.unsupportedType, "refusal.document.type.empty", ["name": name]) }
        guard wanted.length <= settings.limits.file else {
            throw Refusal(
                .tooLarge, "refusal.document.tooLarge", ["name": name, "limit": Limits.text(settings.limits.file)])
        }
        var paper: Paper?
        if let asked = wanted.paper { paper = try await askedPaper(asked, of: record) }
        let rules = try await uploadRules(for: session)
        if let refusal = rules?.refusal(ofSize: wanted.length, named: name)
            ?? paper?.refusal(ofSize: wanted.length, named: name)
            ?? paper?.refusal(ofTypes: TypeTable.types(named: FileName(wanted.name)), named: name)
        {
            throw refusal
        }
        let store = documents
        let free = try await Blocking.run { try store.freeBytes() }
        let id: ID<ResumableUpload> = world.id()
        var upload = ResumableUpload(
            id: id, client: client.id, caseID: record.id, person: session.person.id, batch: wanted.batch ?? id.text,
            batchReceipt: world.id(), name: name,
            visibility: isStaff && paper == nil ? wanted.visibility ?? .internal : .client,
            length: wanted.length, expires: world.now().adding(seconds: OpenAgency.resumableSeconds))
        (upload.paper, upload.metadata) = (paper?.id, wanted.metadata)
        let limits = settings.upload
        // Two uploads of the largest kind.
        let atOnce = limits.bytes.addingClamped(limits.bytes)
        upload = try await change { [upload] connection, journal in
            journal.addsDocumentsOnly()
            let theirs = try connection.resumablesUnderWay(of: upload.person)
            // What is announced is reserved: nobody may keep the others out by announcing much.
            guard theirs.count < OpenAgency.resumablesAtOnce, isStaff || theirs.bytes.addingClamped(upload.length) <= atOnce
            else {
                throw Refusal(.tooMany, "refusal.upload.open")
            }
            guard free - (try connection.bytesUnderWay()) > upload.length else {
                throw Refusal(.full, "refusal.store.full", hint: isStaff ? "hint.store.full" : "hint.later")
            }
            let mates = try connection.resumables(upload.batch, of: upload.person, to: upload.caseID)
            guard mates.count < limits.files else {
                throw Refusal(.tooLarge, "refusal.upload.files", ["files": String(limits.files)])
            }
            guard mates.reduce(upload.length, { $0 + $1.length }) <= limits.bytes else {
                throw Refusal(.tooLarge, "refusal.upload.size")
            }
            var upload = upload
            if let first = mates.first { upload.batchReceipt = first.batchReceipt }
            try connection.insert(upload)
            journal.audit(actor: session.actor, action: "upload.begin", subject: upload.id.text, detail: upload.name)
            return upload
        }
        return upload
    }
}
