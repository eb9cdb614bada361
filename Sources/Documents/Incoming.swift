import CLinux
import Crypto
import Glibc
import Model

/// One file on its way in: counted, hashed, looked at and sealed as it comes, in constant memory. It has one owner and one
/// thread at a time. Whatever throws also discards: nothing of the file stays behind.
public final class Incoming {
    /// Open for writing, without a name.
    static let unnamed = O_RDWR | Int32(PORTICO_O_TMPFILE)

    private let store: DocumentStore
    private let folder: Descriptor
    private let client: ID<Client>
    private let document: ID<Document>
    private let name: FileName
    /// The media type of what the program made itself; nil: a stranger's file, which is looked at.
    private let ours: String?
    private let wrapped: [UInt8]
    /// Nil once it is finished or discarded.
    private var file: Descriptor?
    /// The temporary name, on file systems that have no files without one.
    private let temporary: String?
    private var sealer: Sealer
    private var hasher = SHA256()
    private var ends = Ends()
    private var early: Verdict.Early?

    init(
        store: DocumentStore, folder: Descriptor, client: ID<Client>, document: ID<Document>, name: String, key: SymmetricKey,
        wrapped: [UInt8], ours: String? = nil
    ) throws {
        guard let context = Cobblestone.context(agency: store.agency, client: client, document: document, version: 1) else {
            throw Refusal(.invalid, "refusal.store.identity", ["id": document.text])
        }
        sealer = try Sealer(documentKey: key, salt: store.world.random(Cobblestone.saltLength), context: context)
        (self.store, self.folder, self.client, self.document) = (store, folder, client, document)
        (self.name, self.wrapped, self.ours) = (FileName(name), wrapped, ours)
        do {
            if store.withState(\.hasUnnamed) {
                temporary = nil
                file = try Files.open(".", in: folder, Incoming.unnamed, mode: 0o600)
            } else {
                let chosen = Incoming.temporaryPrefix + Hex.text(store.world.random(16))
                temporary = chosen
                _ = store.withState { $0.live.insert(chosen) }
                file = try Files.open(chosen, in: folder, O_RDWR | O_CREAT | O_EXCL, mode: 0o600)
            }
        } catch {
            if let temporary { _ = store.withState { $0.live.remove(temporary) } }
            throw store.refusal(error)
        }
    }

    deinit { discard() }

    /// How temporary names begin.
    static let temporaryPrefix = ".incoming-"

    /// Bytes taken so far.
    public var size: Int64 { ends.size }

    /// Takes the next bytes.
    /// - Throws: `Refusal(.tooLarge)` beyond the limit, `.unsupportedType` as soon as the first 64 KiB show it, `.full` when the
    ///   disk is or its reserve is touched, `.failed`.
    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        try discardingOnFailure { file in
            guard Int64(bytes.count) <= min(store.limits.file, Cobblestone.largest) - ends.size else {
                throw Refusal(
                    .tooLarge, "refusal.document.tooLarge", ["name": name.text, "limit": Limits.text(store.limits.file)])
            }
            hasher.update(bufferPointer: bytes)
            ends.take(bytes)
            if ours == nil, early == nil, ends.head.count == Evidence.headLength { _ = try lookEarly() }
            try sealer.update(bytes) { try put($0, file) }
        }
    }

    /// Takes the next bytes.
    public func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    /// Takes the next bytes.
    public func write(_ bytes: ArraySlice<UInt8>) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    /// Ends the file: judges its type, seals the last chunk, brings bytes and name to disk. What is returned is durable.
    /// - Throws: `Refusal(.unsupportedType)`, whose sentence says why; `.conflict` when the id has a file; `.full`;
    ///   `.unavailable` when an fsync failed, which makes the store read-only; `.failed`.
    public func finish() throws -> Received {
        let received = try discardingOnFailure { file in
            let (shown, type) = try judge()
            try store.checkWritable()
            try sealer.finish { try put($0, file) }
            do {
                try keep(file)
            } catch {
                throw store.refusal(error)
            }
            return Received(
                id: document, client: client, shownName: shown, type: type, size: ends.size,
                sha256: Array(hasher.finalize()), wrappedKey: wrapped)
        }
        file = nil
        return received
    }

    /// Gives the file up. Nothing of it stays; doing so twice, or after the end, changes nothing.
    public func discard() {
        guard file != nil else { return }
        file = nil
        guard let temporary else { return }
        unlinkat(folder.number, temporary, 0)
        _ = store.withState { $0.live.remove(temporary) }
    }

    private func discardingOnFailure<Result>(_ body: (Descriptor) throws -> Result) throws -> Result {
        guard let file else { throw Refusal(.failed, "refusal.store.ended") }
        do {
            return try body(file)
        } catch {
            discard()
            throw error
        }
    }

    private func judge() throws -> (shown: String, type: String) {
        if let ours { return (name.text, ours) }
        let verdict = try Verdict(lookEarly(), ends.evidence, text: ends.text)
        return (verdict.shownName.text, verdict.type.media)
    }

    private func lookEarly() throws -> Verdict.Early {
        if let early { return early }
        let made = try Verdict.Early(name: name, head: Window(ends.head), text: ends.text, magic: store.magic)
        early = made
        return made
    }

    private func put(_ bytes: UnsafeRawBufferPointer, _ file: Descriptor) throws {
        do {
            try store.checkSpace(for: bytes.count)
            try Files.write(bytes, to: file)
        } catch {
            throw store.refusal(error)
        }
    }

    /// Bytes to disk, then the name, then the folder that holds the name, then the name of that folder if nobody did so yet. A
    /// crash in between leaves a file that no row knows, which `sweep` takes away.
    private func keep(_ file: Descriptor) throws {
        try store.synchronize(file)
        let code =
            if let temporary {
                clinux_renameat2(folder.number, temporary, folder.number, document.text, UInt32(PORTICO_RENAME_NOREPLACE))
            } else {
                clinux_link_descriptor(file.number, folder.number, document.text)
            }
        guard code == 0 else { throw Files.trouble("link", -code) }
        if let temporary { _ = store.withState { $0.live.remove(temporary) } }
        try store.synchronize(folder)
        guard !store.withState({ $0.durable.contains(client) }) else { return }
        try store.synchronize(store.root)
        _ = store.withState { $0.durable.insert(client) }
    }
}
