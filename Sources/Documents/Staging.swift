import CLinux
import Crypto
import Glibc
public import Model

/// Where uploads that can be resumed wait for their end: one file each, one sealed message after the other, each under a key
/// and a salt of its own. Bytes behind the last message that the records name are what a crash left; the next piece is written over
/// them, sealed anew. docs/formats/uploads.md says it for others.
extension DocumentStore {
    /// The folder beside the clients' folders.
    static let staging = ".uploads"

    /// Begins to receive the next piece of an upload.
    /// - Parameters:
    ///   - start: its place in the upload.
    ///   - place: where its message begins in the upload's file: where the one before ended.
    ///   - name: of the file; with the first piece, so that what is no type that is taken is refused at its beginning.
    ///   - checksum: what the sender says the piece is.
    /// - Throws: as `receive`.
    public func receivePiece(
        of upload: ID<ResumableUpload>, client: ID<Client>, start: Int64, place: Int64, name: String, checksum: Checksum?
    ) throws -> IncomingPiece {
        try checkWritable()
        try checkSpace()
        let context = try context(client, upload, start)
        let (key, wrapped) = try keys.make(client: client, document: ID(upload.text))
        do {
            let folder = try stagingFolder()
            let file = try Files.open(upload.text, in: folder, O_RDWR | O_CREAT | O_NONBLOCK, mode: 0o600)
            guard try Files.status(file).st_mode & S_IFMT == S_IFREG else { throw Files.trouble("open", EINVAL) }
            guard ftruncate(file.number, off_t(place)) == 0, lseek(file.number, off_t(place), SEEK_SET) == place else {
                throw Files.trouble("ftruncate")
            }
            let piece = ResumablePiece(start: start, place: place, size: 0, wrappedKey: wrapped)
            return try IncomingPiece(
                store: self, folder: folder, file: file, piece: piece, key: key, context: context, name: FileName(name),
                checksum: checksum)
        } catch {
            throw refusal(error)
        }
    }

    /// Opens a piece for reading. Its key and its seal are proven when this returns.
    /// - Throws: as `open`.
    public func openPiece(
        _ piece: ResumablePiece, of upload: ID<ResumableUpload>, client: ID<Client>
    ) throws -> OpenDocument {
        let context = try context(client, upload, piece.start)
        let key = try keys.unwrap(piece.wrappedKey, client: client, document: ID(upload.text))
        let file: Descriptor
        do {
            file = try Files.open(DocumentStore.staging + "/" + upload.text, in: root, O_RDONLY | O_NONBLOCK)
        } catch {
            throw Refusal(.failed, "refusal.store.lost", ["id": upload.text], cause: error)
        }
        return try OpenDocument(file: file, piece: piece, of: upload, key: key, context: context)
    }

    /// Removes what an upload has brought; removing what is not there is no error.
    /// - Throws: `Refusal(.failed)` when the disk refuses.
    public func removePieces(of upload: ID<ResumableUpload>) throws {
        do {
            let folder = try Files.openFolder(DocumentStore.staging, in: root)
            guard unlinkat(folder.number, upload.text, 0) == 0 else { throw Files.trouble("unlinkat") }
        } catch let trouble as SystemTrouble where trouble.code == ENOENT {
            return
        } catch {
            throw refusal(error)
        }
    }

    /// The uploads of which there is something.
    /// - Throws: `Refusal(.failed)` when the folder cannot be read.
    public func uploadsWithPieces() throws -> [ID<ResumableUpload>] {
        do {
            return try Files.names(in: Files.openFolder(DocumentStore.staging, in: root)).map { ID($0) }
        } catch let trouble as SystemTrouble where trouble.code == ENOENT {
            return []
        } catch {
            throw refusal(error)
        }
    }

    /// What a piece's seal is bound to: `CU1` where a document has `CP1`, and the piece's place where that has its version.
    private func context(_ client: ID<Client>, _ upload: ID<ResumableUpload>, _ start: Int64) throws -> [UInt8] {
        guard
            let context = Cobblestone.context(
                "CU1", agency: agency, client: client, document: ID(upload.text), version: start)
        else { throw Refusal(.invalid, "refusal.store.identity", ["id": upload.text]) }
        return context
    }

    private func stagingFolder() throws -> Descriptor {
        if mkdirat(root.number, DocumentStore.staging, 0o700) == 0 {
            try synchronize(root)
        } else if errno != EEXIST {
            throw Files.trouble("mkdirat")
        }
        return try Files.openFolder(DocumentStore.staging, in: root)
    }
}

/// One piece of an upload on its way in, sealed as it comes. It has one owner and one thread at a time. Whatever throws
/// also discards.
public final class IncomingPiece {
    private let store: DocumentStore
    private let folder: Descriptor
    /// Nil once it is finished or discarded.
    private var file: Descriptor?
    private var piece: ResumablePiece
    private var sealer: Sealer
    private let name: FileName
    /// What is seen of the file's beginning; nil once it is judged, and in later pieces.
    private var ends: Ends?
    private var check: Check?

    init(
        store: DocumentStore, folder: Descriptor, file: Descriptor, piece: ResumablePiece, key: SymmetricKey,
        context: [UInt8], name: FileName, checksum: Checksum?
    ) throws {
        sealer = try Sealer(documentKey: key, salt: store.world.random(Cobblestone.saltLength), context: context)
        (self.store, self.folder, self.file, self.piece, self.name) = (store, folder, file, piece, name)
        ends = piece.start == 0 ? Ends() : nil
        check = checksum.map(Check.init)
    }

    /// Bytes taken so far.
    public var size: Int64 { piece.size }

    /// Takes the next bytes.
    /// - Throws: `Refusal(.unsupportedType)` as soon as the file's first 64 KiB show it, `.full`, `.failed`.
    public func write(_ bytes: [UInt8]) throws {
        try discardingOnFailure { file in
            try bytes.withUnsafeBytes { bytes in
                check?.update(bytes)
                piece.size += Int64(bytes.count)
                ends?.take(bytes)
                if let seen = ends, seen.head.count == Evidence.headLength {
                    ends = nil
                    _ = try Verdict.Early(name: name, head: Window(seen.head), text: seen.text, magic: store.magic)
                }
                try sealer.update(bytes) { try put($0, file) }
            }
        }
    }

    /// Ends the piece. What is returned is durable once the records name it; nil, and nothing of it stays, when the checksum
    /// says that other bytes were sent.
    /// - Throws: `Refusal(.full)`, `.failed`; `.unavailable` when an fsync failed, which makes the store read-only.
    public func finish() throws -> ResumablePiece? {
        if check?.fits == false {
            discard()
            return nil
        }
        try discardingOnFailure { file in
            try store.checkWritable()
            try sealer.finish { try put($0, file) }
            do {
                try store.synchronize(file)
                if piece.start == 0 { try store.synchronize(folder) }
            } catch {
                throw store.refusal(error)
            }
        }
        file = nil
        return piece
    }

    /// Gives the piece up. Nothing of it stays; doing so twice, or after the end, changes nothing.
    public func discard() {
        guard let file else { return }
        self.file = nil
        ftruncate(file.number, off_t(piece.place))
    }

    deinit { discard() }

    private func discardingOnFailure(_ body: (Descriptor) throws -> Void) throws {
        guard let file else { throw Refusal(.failed, "refusal.store.ended") }
        do {
            try body(file)
        } catch {
            discard()
            throw error
        }
    }

    private func put(_ bytes: UnsafeRawBufferPointer, _ file: Descriptor) throws {
        do {
            try store.checkSpace(for: bytes.count)
            try Files.write(bytes, to: file)
        } catch {
            throw store.refusal(error)
        }
    }

    /// The digest of what comes, beside what it should be.
    private struct Check {
        private let wanted: [UInt8]
        private var sha1: Insecure.SHA1?
        private var sha256: SHA256?

        init(_ checksum: Checksum) {
            wanted = checksum.digest
            switch checksum.algorithm {
            case .sha1: sha1 = Insecure.SHA1()
            case .sha256: sha256 = SHA256()
            }
        }

        mutating func update(_ bytes: UnsafeRawBufferPointer) {
            sha1?.update(bufferPointer: bytes)
            sha256?.update(bufferPointer: bytes)
        }

        var fits: Bool {
            if let sha1 { return sha1.finalize().elementsEqual(wanted) }
            return sha256?.finalize().elementsEqual(wanted) ?? false
        }
    }
}

extension ResumablePiece {
    /// Where the message of the next piece begins in the upload's file.
    public var nextPlace: Int64 { place + Cobblestone.sealedLength(size) }
}
