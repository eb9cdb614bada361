import Crypto
import Foundation
import Model

/// The format of a sealed file: our header of eight bytes, then one Cobblestone-256 message (c2sp.org/chunked-encryption with
/// AES-256-GCM): `salt(24) ‖ commitment(32) ‖ chunks`. Every chunk holds 16 KiB and a tag of 16 bytes; the last is always
/// shorter than 16 KiB, maybe empty, so a cut file never looks whole. docs/formats/documents.md works one out by hand.
enum Cobblestone {
    static let chunk = 16_384
    static let tag = 16
    static let sealedChunk = chunk + tag
    static let saltLength = 24
    static let commitmentLength = 32
    /// `PORT`, version 1, three zero bytes: outside the message, so that the scheme can change.
    static let header: [UInt8] = Array("PORT".utf8) + [1, 0, 0, 0]
    /// Where the first chunk begins.
    static let chunksStart = Int64(8 + saltLength + commitmentLength)
    /// The largest file that the format takes here: far below the 2^32 chunks at which counting would need care.
    static let largest = Int64(1) << 45

    private static let info = Array("c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM".utf8) + [0]

    /// What a file's seal is bound to: with another agency, client, document or version it does not open.
    /// - Parameter kind: three letters that say what it is: `CP1` for a document.
    /// - Returns: kind ‖ agency(16) ‖ client(16) ‖ document(16) ‖ version u64 big-endian; nil when an id is no UUID.
    static func context(
        _ kind: String = "CP1", agency: ID<Agency>, client: ID<Client>, document: ID<Document>, version: Int64
    ) -> [UInt8]? {
        guard let agency = agency.bytes, let client = client.bytes, let document = document.bytes else { return nil }
        return Array(kind.utf8) + agency + client + document + BigEndian.bytes(version)
    }

    /// Bytes of the sealed file for so many bytes of content.
    static func sealedLength(_ size: Int64) -> Int64 {
        chunksStart + size / Int64(chunk) * Int64(sealedChunk) + size % Int64(chunk) + Int64(tag)
    }

    /// Bytes of content in a sealed file of that length; nil when no sealed file has it.
    static func contentLength(sealed: Int64) -> Int64? {
        let body = sealed - chunksStart
        guard body >= Int64(tag) else { return nil }
        let (whole, rest) = body.quotientAndRemainder(dividingBy: Int64(sealedChunk))
        guard rest >= Int64(tag) else { return nil }
        return whole * Int64(chunk) + rest - Int64(tag)
    }

    /// What is derived for one message: the key of its chunks, the nonce they count from, and the proof that the key is the
    /// right one.
    struct Keys {
        let key: SymmetricKey
        let baseNonce: [UInt8]
        let commitment: [UInt8]

        /// HKDF-Expand (RFC 5869) with SHA-512 over the info string, a zero byte, salt and context.
        init(documentKey: SymmetricKey, salt: some Sequence<UInt8>, context: [UInt8]) {
            let derived = HKDF<SHA512>.expand(
                pseudoRandomKey: documentKey, info: Cobblestone.info + salt + context,
                outputByteCount: 32 + 12 + Cobblestone.commitmentLength)
            (key, baseNonce, commitment) = derived.withUnsafeBytes { bytes in
                (SymmetricKey(data: bytes[0..<32]), Array(bytes[32..<44]), Array(bytes[44...]))
            }
        }

        /// The nonce of a chunk: the base with the chunk's number, big-endian, XORed into its end.
        func nonce(_ number: UInt64) throws -> AES.GCM.Nonce {
            var bytes = baseNonce
            for (offset, byte) in BigEndian.bytes(number).enumerated() { bytes[4 + offset] ^= byte }
            return try AES.GCM.Nonce(data: bytes)
        }

        /// One chunk's content.
        /// - Throws: when it is not authentic.
        func open(_ sealed: UnsafeRawBufferPointer, number: UInt64) throws -> Data {
            guard sealed.count >= Cobblestone.tag else { throw CryptoKitError.incorrectParameterSize }
            let box = try AES.GCM.SealedBox(
                nonce: nonce(number), ciphertext: UnsafeRawBufferPointer(rebasing: sealed.dropLast(Cobblestone.tag)),
                tag: UnsafeRawBufferPointer(rebasing: sealed.suffix(Cobblestone.tag)))
            return try AES.GCM.open(box, using: key)
        }
    }
}

/// The nonces of one message, each of which can be had once. It cannot be copied, so no two places can count from the same
/// number; a nonce used twice under one key would give both plaintexts away.
struct Nonces: ~Copyable {
    private let keys: Cobblestone.Keys
    private(set) var used: UInt64 = 0

    init(_ keys: Cobblestone.Keys) { self.keys = keys }

    /// Seals one chunk under the next nonce.
    mutating func seal(_ chunk: UnsafeRawBufferPointer) throws -> AES.GCM.SealedBox {
        let nonce = try keys.nonce(used)
        used += 1
        return try AES.GCM.seal(chunk, using: keys.key, nonce: nonce)
    }
}

/// Seals a stream: takes bytes as they come and gives sealed ones to whoever writes them, a quarter of a MiB at a time.
struct Sealer: ~Copyable {
    private var nonces: Nonces
    /// Content of the chunk under way.
    private let plain: UnsafeMutableRawBufferPointer
    private var filled = 0
    /// Sealed bytes that are not written yet.
    private let out: UnsafeMutableRawBufferPointer
    private var ready = 0

    /// - Parameter salt: 24 random bytes.
    init(documentKey: SymmetricKey, salt: [UInt8], context: [UInt8]) throws {
        guard salt.count == Cobblestone.saltLength else { throw Refusal(.failed, "refusal.key.form") }
        let keys = Cobblestone.Keys(documentKey: documentKey, salt: salt, context: context)
        nonces = Nonces(keys)
        plain = .allocate(byteCount: Cobblestone.chunk, alignment: 16)
        out = .allocate(byteCount: 16 * Cobblestone.sealedChunk, alignment: 16)
        let start = Cobblestone.header + salt + keys.commitment
        out.copyBytes(from: start)
        ready = start.count
    }

    deinit {
        // The content was a client's: it does not stay behind in freed memory.
        plain.initializeMemory(as: UInt8.self, repeating: 0)
        plain.deallocate()
        out.deallocate()
    }

    /// Takes content. `write` is given sealed bytes, in order, whenever there are enough.
    mutating func update(_ bytes: UnsafeRawBufferPointer, write: (UnsafeRawBufferPointer) throws -> Void) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            if filled == 0, rest.count >= Cobblestone.chunk {
                try seal(UnsafeRawBufferPointer(rebasing: rest.prefix(Cobblestone.chunk)), write: write)
                rest = rest.dropFirst(Cobblestone.chunk)
                continue
            }
            let taken = min(Cobblestone.chunk - filled, rest.count)
            UnsafeMutableRawBufferPointer(rebasing: plain[filled..<(filled + taken)]).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: rest.prefix(taken)))
            filled += taken
            rest = rest.dropFirst(taken)
            if filled == Cobblestone.chunk {
                filled = 0
                try seal(UnsafeRawBufferPointer(plain), write: write)
            }
        }
    }

    /// Seals the last chunk, which is always short, and gives out everything.
    mutating func finish(write: (UnsafeRawBufferPointer) throws -> Void) throws {
        try seal(UnsafeRawBufferPointer(rebasing: plain[..<filled]), write: write)
        filled = 0
        try flush(write)
    }

    private mutating func seal(_ chunk: UnsafeRawBufferPointer, write: (UnsafeRawBufferPointer) throws -> Void) throws {
        if ready + chunk.count + Cobblestone.tag > out.count { try flush(write) }
        let box = try nonces.seal(chunk)
        for part in [box.ciphertext, box.tag] {
            UnsafeMutableRawBufferPointer(rebasing: out[ready...]).copyBytes(from: part)
            ready += part.count
        }
    }

    private mutating func flush(_ write: (UnsafeRawBufferPointer) throws -> Void) throws {
        let bytes = UnsafeRawBufferPointer(rebasing: out[..<ready])
        ready = 0
        try write(bytes)
    }
}
