import CLinux
import Crypto
import Glibc
public import Model
import Synchronization

/// The sealed files of one agency: `CLIENT-ID/DOCUMENT-ID` below one folder. It knows ids and bytes, never who may see them.
///
/// Every call blocks while it reads or writes; the caller decides the thread. Any number of threads may call at once.
public final class DocumentStore: Sendable {
    let root: Descriptor
    let agency: ID<Agency>
    let keys: any KeyStore
    let limits: Limits
    let world: World
    let magic = Magic.shared
    /// fsync(2); a test may let it fail.
    private let fsync: @Sendable (Int32) -> Int32
    private let state: Mutex<State>

    struct State {
        /// Set by a failed fsync until the program starts again.
        var isReadOnly = false
        /// Clients whose folder's own name is on disk for good.
        var durable: Set<ID<Client>> = []
        /// Temporary names under which something is being received now.
        var live: Set<String> = []
        /// Whether the file system has files without a name (O_TMPFILE).
        var hasUnnamed: Bool
    }

    /// Opens the agency's folder, and makes it (0700) when it is not there.
    /// - Parameter folder: the path of `data/AGENCY/documents`.
    /// - Throws: `Refusal(.failed)` when the folder cannot be opened, `Refusal(.invalid)` when the agency's id is no UUID.
    public convenience init(folder: String, agency: ID<Agency>, keys: any KeyStore, limits: Limits, world: World) throws {
        try self.init(folder: folder, agency: agency, keys: keys, limits: limits, world: world) { Glibc.fsync($0) }
    }

    init(
        folder: String, agency: ID<Agency>, keys: any KeyStore, limits: Limits, world: World,
        fsync: @escaping @Sendable (Int32) -> Int32
    ) throws {
        guard ID<Agency>(checking: agency.text) != nil else {
            throw Refusal(.invalid, "refusal.store.identity", ["id": agency.text])
        }
        do {
            root = try Files.root(folder)
        } catch {
            throw Refusal(.failed, "refusal.store.folder", ["folder": folder], cause: error)
        }
        (self.agency, self.keys, self.limits, self.world, self.fsync) = (agency, keys, limits, world, fsync)
        state = Mutex(State(hasUnnamed: DocumentStore.hasUnnamed(root)))
    }

    /// Whether nothing can be received or removed, because an fsync failed: what the kernel then still holds of earlier writes
    /// is not known (ext4 and XFS call such pages clean), so only a look by an operator and a new start end it.
    public var isReadOnly: Bool { state.withLock(\.isReadOnly) }

    /// Bytes that can still be received before the reserve is touched; never negative.
    /// - Throws: `Refusal(.failed)` when the disk does not answer.
    public func freeBytes() throws -> Int64 {
        do {
            let (free, total) = try Files.space(root)
            return max(0, free - limits.reserve(ofDisk: total))
        } catch {
            throw Refusal(.failed, "refusal.store.disk", cause: error)
        }
    }

    /// Begins to receive one file.
    /// - Parameters:
    ///   - document: a new id; the file stands under it.
    ///   - name: what the browser or the command line called the file; made safe here.
    /// - Throws: `Refusal(.unavailable)` while the store is read-only, `.full` below the reserve, `.invalid` for ids that are no
    ///   UUIDs, and what the key store throws.
    ///   - type: the media type of what was judged before, such as a document of an export; nil: a stranger's file.
    public func receive(client: ID<Client>, document: ID<Document>, name: String, type: String? = nil) throws -> Incoming {
        try checkWritable()
        try check(client, document)
        try checkSpace()
        let folder: Descriptor
        do {
            folder = try clientFolder(client)
        } catch {
            throw refusal(error)
        }
        let (key, wrapped) = try keys.make(client: client, document: document)
        return try Incoming(
            store: self, folder: folder, client: client, document: document, name: name, key: key, wrapped: wrapped,
            ours: type)
    }

    /// Keeps bytes that the program itself made of a document, sealed as documents are: nobody judges their type. Durable when
    /// it returns.
    /// - Parameters:
    ///   - id: a new id; the bytes stand under it.
    ///   - type: their media type.
    /// - Throws: as `receive` and `Incoming.finish`.
    public func keep(_ bytes: [UInt8], client: ID<Client>, as id: ID<Document>, type: String) throws -> Received {
        try checkWritable()
        try check(client, id)
        try checkSpace(for: bytes.count)
        let folder: Descriptor
        do {
            folder = try clientFolder(client)
        } catch {
            throw refusal(error)
        }
        let (key, wrapped) = try keys.make(client: client, document: id)
        let incoming = try Incoming(
            store: self, folder: folder, client: client, document: id, name: "", key: key, wrapped: wrapped, ours: type)
        try incoming.write(bytes)
        return try incoming.finish()
    }

    /// Opens a document for reading. Its key, its seal and its length are proven when this returns.
    /// - Throws: `Refusal(.failed)` when the bytes are not there or not what was sealed, `.wrongKey` when the key does not fit.
    public func open(_ document: Document) throws -> OpenDocument {
        try check(document.client, document.id)
        guard
            let context = Cobblestone.context(
                agency: agency, client: document.client, document: document.id, version: document.version)
        else { throw Refusal(.invalid, "refusal.store.identity", ["id": document.id.text]) }
        let key = try keys.unwrap(document.wrappedKey, client: document.client, document: document.id)
        let file: Descriptor
        do {
            file = try Files.open(document.client.text + "/" + document.id.text, in: root, O_RDONLY | O_NONBLOCK)
        } catch let trouble as SystemTrouble where trouble.code == ENOENT {
            throw Refusal(.failed, "refusal.store.lost", ["id": document.id.text], cause: trouble)
        } catch {
            throw Refusal(.failed, "refusal.store.damaged", ["id": document.id.text], cause: error)
        }
        return try OpenDocument(file: file, document: document, key: key, context: context)
    }

    /// Reads a document from end to end and compares its size and SHA-256 with the record.
    /// - Throws: `Refusal(.failed)`, whose words name what is wrong.
    public func verify(_ document: Document) throws {
        let opened = try open(document)
        var hasher = SHA256()
        var place: Int64 = 0
        while place < opened.size {
            let next = min(opened.size, place + OpenDocument.piece)
            try opened.read(place..<next).withUnsafeBytes { hasher.update(bufferPointer: $0) }
            place = next
        }
        guard hasher.finalize().elementsEqual(document.sha256) else {
            throw Refusal(.failed, "refusal.store.digest", ["id": document.id.text])
        }
    }

    /// Removes a document's bytes; removing what is not there is no error.
    /// - Throws: `Refusal(.unavailable)` while the store is read-only, `.failed` when the disk refuses.
    public func remove(client: ID<Client>, document: ID<Document>) throws {
        try checkWritable()
        try check(client, document)
        do {
            let folder = try Files.openFolder(client.text, in: root)
            guard unlinkat(folder.number, document.text, 0) == 0 else { throw Files.trouble("unlinkat") }
            try synchronize(folder)
        } catch let trouble as SystemTrouble where trouble.code == ENOENT {
            return
        } catch {
            throw refusal(error)
        }
    }

    // MARK: for the store's own files

    func withState<Result>(_ body: (inout State) -> Result) -> Result {
        state.withLock { body(&$0) }
    }

    func checkWritable() throws {
        if isReadOnly { throw Refusal(.unavailable, "refusal.store.readOnly", hint: "hint.store.readOnly") }
    }

    /// - Parameter more: bytes about to be written.
    func checkSpace(for more: Int = 0) throws {
        if try freeBytes() <= Int64(more) { throw Refusal(.full, "refusal.store.full", hint: "hint.store.full") }
    }

    /// Brings a file or folder to the disk. A failure is never tried again: it makes the store read-only, unless it says that
    /// the disk is full.
    func synchronize(_ file: Descriptor) throws {
        guard fsync(file.number) != 0 else { return }
        let trouble = Files.trouble("fsync")
        if trouble.code != ENOSPC, trouble.code != EDQUOT { state.withLock { $0.isReadOnly = true } }
        throw trouble
    }

    /// What a person is told of a failed system call.
    func refusal(_ error: any Error) -> any Error {
        guard let trouble = error as? SystemTrouble else { return error }
        switch trouble.code {
        case ENOSPC, EDQUOT: return Refusal(.full, "refusal.store.full", hint: "hint.store.full", cause: trouble)
        case EEXIST: return Refusal(.conflict, "refusal.store.exists", cause: trouble)
        default:
            if isReadOnly { return Refusal(.unavailable, "refusal.store.readOnly", hint: "hint.store.readOnly", cause: trouble) }
            return Refusal(.failed, "refusal.store.disk", cause: trouble)
        }
    }

    private func check(_ client: ID<Client>, _ document: ID<Document>) throws {
        for text in [client.text, document.text] where ID<Document>(checking: text) == nil {
            throw Refusal(.invalid, "refusal.store.identity", ["id": text])
        }
    }

    /// The client's folder, made when it is not there. Its name is brought to disk with the first file in it.
    private func clientFolder(_ client: ID<Client>) throws -> Descriptor {
        if mkdirat(root.number, client.text, 0o700) != 0, errno != EEXIST { throw Files.trouble("mkdirat") }
        return try Files.openFolder(client.text, in: root)
    }

    /// Whether the file system takes files without a name and can name them afterwards (which goes through /proc).
    private static func hasUnnamed(_ root: Descriptor) -> Bool {
        access("/proc/self/fd", X_OK) == 0 && (try? Files.open(".", in: root, Incoming.unnamed, mode: 0o600)) != nil
    }
}
