public import Crypto
public import Documents
import GRDB
public import Model
import Synchronization

/// The keys of one agency in `keys/AGENCY.sqlite`: its own, wrapped by the root key, and its clients', wrapped by its own.
/// Documents' keys are not here: they stand wrapped in the documents' rows.
///
/// What is deleted is overwritten with zeros (`secure_delete`), and after every write the WAL is emptied into the file, so
/// that the one file is all there is and nothing of a destroyed key stays beside it.
public final class SQLiteKeyStore: KeyStore {
    private let queue: DatabaseQueue
    private let agency: ID<Agency>
    private let agencyKey: SymmetricKey
    /// Unwrapped keys of clients; also makes every change one at a time.
    private let clients = Mutex<[ID<Client>: SymmetricKey]>([:])

    private init(_ queue: DatabaseQueue, _ agency: ID<Agency>, _ agencyKey: SymmetricKey) {
        (self.queue, self.agency, self.agencyKey) = (queue, agency, agencyKey)
    }

    /// Opens the keys of an agency.
    ///
    /// - Parameters:
    ///   - path: `keys/AGENCY.sqlite`.
    ///   - root: the key that wraps the agency's.
    ///   - agency: whose keys these are.
    ///   - creating: whether to make the file and the agency's key when there are none: for a new agency only. Otherwise a
    ///     lost file would come back empty, and every document with it unreadable.
    /// - Throws: `Refusal(.wrongKey)` when the root key does not fit, or the keys are another agency's or absent.
    public static func open(
        path: String, root: RootKey, agency: ID<Agency>, creating: Bool
    ) throws -> SQLiteKeyStore {
        guard creating || SQLiteFile.exists(path) else {
            throw Refusal(.wrongKey, "refusal.key.absent", hint: "hint.key.root.absent")
        }
        return try translating {
            if try SQLiteFile.make(path) { try SQLiteFile.synchronize(path) }
            let queue = try KeyTable.open(path)
            do {
                let key = try agencyKey(queue, root, agency, creating: creating)
                return SQLiteKeyStore(queue, agency, key)
            } catch {
                try? queue.close()
                throw error
            }
        }
    }

    /// A new key of 256 bits, wrapped under the client's, which is made when it is the first.
    public func make(
        client: ID<Client>, document: ID<Document>
    ) throws -> (key: SymmetricKey, wrapped: [UInt8]) {
        let wrapping = try key(of: client, making: true)
        let key = SymmetricKey(size: .bits256)
        let wrapped = try KeyWrap.wrap(key, under: wrapping, parent: client.text, child: document.text, kind: "document")
        return (key, wrapped)
    }

    /// The key of a document, out of the client's.
    public func unwrap(_ wrapped: [UInt8], client: ID<Client>, document: ID<Document>) throws -> SymmetricKey {
        let wrapping = try key(of: client, making: false)
        return try KeyWrap.unwrap(wrapped, under: wrapping, parent: client.text, child: document.text, kind: "document")
    }

    /// Deletes the client's key: no document of that client can be read from then on.
    public func destroy(client: ID<Client>) throws {
        try translating {
            try clients.withLock { cached in
                cached.removeAll()
                try KeyTable.delete(.client, client.text, from: queue)
            }
        }
    }

    /// Copies the keys as they are now into a new file; durable when it returns.
    ///
    /// - Throws: `Refusal(.conflict)` when there is a file already.
    public func backup(to path: String) throws {
        try translating {
            try queue.read { try SQLiteMaintenance.backup($0, to: path) }
        }
    }

    /// Unwraps every key that stands here; what cannot be, as words for a report. Empty when all is well.
    public func check() throws -> [String] {
        try translating {
            try KeyTable.clients(in: queue).compactMap { client in
                do {
                    _ = try key(of: ID(client), making: false)
                    return nil
                } catch let refusal as Refusal where refusal.kind == .wrongKey {
                    return "the key of client \(client) does not open"
                }
            }
        }
    }

    /// Seals a short secret under the agency's own key.
    public func seal(_ secret: [UInt8], of owner: String, kind: String) throws -> [UInt8] {
        try SecretSeal.seal(secret, under: agencyKey, parent: agency.text, owner: owner, kind: kind)
    }

    /// What stands for a text.
    public func mark(of text: String, kind: String) -> [UInt8] {
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: agencyKey, salt: Array(agency.text.utf8), info: Array("mark1 \(kind)".utf8), outputByteCount: 32)
        return Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }

    /// The secret out of its sealed form.
    public func open(_ sealed: [UInt8], of owner: String, kind: String) throws -> [UInt8] {
        try SecretSeal.open(sealed, under: agencyKey, parent: agency.text, owner: owner, kind: kind)
    }

    /// Ends the store; nothing may be asked of it afterwards.
    public func close() throws {
        try translating {
            try clients.withLock { cached in
                cached.removeAll()
                try queue.close()
                try SQLiteFile.keepLog(of: queue.path)
            }
        }
    }

    private func key(of client: ID<Client>, making: Bool) throws -> SymmetricKey {
        try translating {
            try clients.withLock { cached in
                if let key = cached[client] { return key }
                let key: SymmetricKey
                if let wrapped = try KeyTable.find(.client, client.text, in: queue) {
                    key = try KeyWrap.unwrap(
                        wrapped, under: agencyKey, parent: agency.text, child: client.text, kind: "client")
                } else if making {
                    key = try KeyTable.make(.client, client.text, parent: agency.text, under: agencyKey, in: queue)
                } else {
                    throw Refusal(.wrongKey, "refusal.key.absent")
                }
                cached[client] = key
                return key
            }
        }
    }

    private static func agencyKey(
        _ queue: DatabaseQueue, _ root: RootKey, _ agency: ID<Agency>, creating: Bool
    ) throws -> SymmetricKey {
        if let wrapped = try KeyTable.find(.agency, agency.text, in: queue) {
            return try KeyWrap.unwrap(wrapped, under: root.key, parent: "root", child: agency.text, kind: "agency")
        }
        guard creating else { throw Refusal(.wrongKey, "refusal.key.absent", hint: "hint.key.root.absent") }
        // A file with keys in it is some other agency's: of one whose folder is gone, or that is being added at this moment.
        guard try KeyTable.isEmpty(queue) else { throw Refusal(.wrongKey, "refusal.key.taken") }
        return try KeyTable.make(.agency, agency.text, parent: "root", under: root.key, in: queue)
    }
}

private func translating<T>(_ work: () throws -> T) throws -> T {
    do {
        return try work()
    } catch {
        throw SQLiteErrors.translated(error)
    }
}
