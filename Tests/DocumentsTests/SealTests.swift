import Crypto
import Foundation
import Model
import Testing

@testable import Documents

@Suite struct SealTests {
    /// Seals in pieces; without our header, as the format's own specification has it.
    private func message(_ content: [UInt8], key: SymmetricKey, salt: [UInt8], context: [UInt8], piece: Int = 5000) throws
        -> [UInt8]
    {
        var sealer = try Sealer(documentKey: key, salt: salt, context: context)
        var out: [UInt8] = []
        for start in stride(from: 0, to: content.count, by: piece) {
            try content[start..<min(content.count, start + piece)].withUnsafeBytes { bytes in
                try sealer.update(bytes) { out += $0 }
            }
        }
        try sealer.finish { out += $0 }
        #expect(out.starts(with: Cobblestone.header))
        return Array(out.dropFirst(Cobblestone.header.count))
    }

    private func key(_ size: Int) -> SymmetricKey {
        SymmetricKey(data: SHA256.hash(data: Array("key \(size)".utf8)))
    }

    @Test(arguments: Vectors.all.indices) func `we seal as Python does`(_ index: Int) throws {
        let vector = Vectors.all[index]
        let context = try #require(
            Cobblestone.context(
                agency: ID(Vectors.agency), client: ID(Vectors.client), document: ID(Vectors.document), version: 1))
        #expect(Hex.text(context) == Vectors.context)
        let salt = try #require(Hex.bytes(vector.salt))
        for piece in [1 << 20, 16_384, 777] {
            let sealed = try message(pattern(vector.size), key: key(vector.size), salt: salt, context: context, piece: piece)
            #expect(sealed.count == vector.length)
            #expect(Hex.text(SHA256.hash(data: sealed)) == vector.sha256, "pieces of \(piece)")
            let whole = Int64(sealed.count + Cobblestone.header.count)
            #expect(Cobblestone.sealedLength(Int64(vector.size)) == whole)
            #expect(Cobblestone.contentLength(sealed: whole) == Int64(vector.size))
        }
    }

    @Test func `Python opens what we seal, and we open what Python seals`() throws {
        let python = try Python.withCobblestone.get()
        let folder = try TemporaryFolder()
        let context = try #require(Hex.bytes(Vectors.context))
        let sizes = [0, 1, 16_383, 16_384, 16_385, 32_768, 100_000]
        func file(_ size: Int, _ kind: String) -> URL { URL(fileURLWithPath: "\(folder.path)/\(size).\(kind)") }
        for size in sizes {
            try Data(pattern(size)).write(to: file(size, "plain"))
            let sealed = try message(pattern(size), key: key(size), salt: World.real.random(24), context: context)
            try Data(sealed).write(to: file(size, "sealed"))
        }
        try python.run(
            """
            import hashlib, sys
            from cryptography.cobblestone import Cobblestone256Encryptor, Cobblestone256Decryptor
            context, folder = bytes.fromhex(sys.argv[1]), sys.argv[2]
            for size in sys.argv[3:]:
                key = hashlib.sha256(b"key " + size.encode()).digest()
                plain, sealed = (open(f"{folder}/{size}.{kind}", "rb").read() for kind in ("plain", "sealed"))
                d = Cobblestone256Decryptor(key, context)
                assert d.update(sealed) + d.finalize() == plain, size
                e = Cobblestone256Encryptor(key, context)
                open(f"{folder}/{size}.again", "wb").write(e.update(plain) + e.finalize())
            """, [Vectors.context, folder.path] + sizes.map { String($0) })
        for size in sizes {
            let theirs = Cobblestone.header + Array(try Data(contentsOf: file(size, "again")))
            #expect(try open(theirs, size: size, key: key(size)).read(0..<Int64(size)) == pattern(size))
        }
    }

    /// Opens a sealed file made elsewhere.
    private func open(_ bytes: [UInt8], size: Int, key: SymmetricKey, version: Int64 = 1, agency: String = Vectors.agency) throws
        -> OpenDocument
    {
        let folder = try TemporaryFolder()
        try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/file"))
        let document = Document(
            id: ID(Vectors.document), client: ID(Vectors.client), caseID: World.real.id(), name: "a", type: "text/plain",
            size: Int64(size), sha256: [], origin: .staff, visibility: .internal, person: nil, received: Instant(milliseconds: 0),
            wrappedKey: [])
        let context = try #require(
            Cobblestone.context(agency: ID(agency), client: document.client, document: document.id, version: version))
        let file = try Files.open("file", in: Files.root(folder.path), O_RDONLY)
        return try OpenDocument(file: file, document: document, key: key, context: context)
    }

    @Test(arguments: [0, 1, 16_383, 16_384, 16_385, 32_768, 100_000]) func `any range gives the bytes of that range`(_ size: Int)
        throws
    {
        let content = pattern(size)
        let context = try #require(Hex.bytes(Vectors.context))
        let sealed = Cobblestone.header + (try message(content, key: key(size), salt: World.real.random(24), context: context))
        let document = try open(sealed, size: size, key: key(size))
        #expect(document.size == Int64(size))
        var ranges = [0..<0, 0..<size, size..<size, max(0, size - 1)..<size, 0..<min(1, size)]
        for _ in 0..<50 {
            let (a, b) = (Int.random(in: 0...size), Int.random(in: 0...size))
            ranges.append(min(a, b)..<max(a, b))
        }
        for range in ranges {
            #expect(try document.read(Int64(range.lowerBound)..<Int64(range.upperBound)) == Array(content[range]), "\(range)")
        }
        for wrong in [Int64(-1)..<0, 0..<Int64(size + 1), Int64(size + 1)..<Int64(size + 2)] {
            #expect(refusal { _ = try document.read(wrong) }?.kind == .range)
        }
    }

    @Test func `pieces of a range are at most 256 KiB and make up the range`() async throws {
        let content = pattern(400_000)
        let context = try #require(Hex.bytes(Vectors.context))
        let sealed = Cobblestone.header + (try message(content, key: key(1), salt: World.real.random(24), context: context))
        let document = try open(sealed, size: 400_000, key: key(1))
        for range in [0..<400_000, 0..<0, 262_143..<262_145, 70_000..<399_999] {
            var got: [UInt8] = []
            for try await piece in document.chunks(Int64(range.lowerBound)..<Int64(range.upperBound)) {
                #expect((1...262_144).contains(piece.count))
                got += piece
            }
            #expect(got == Array(content[range]))
        }
        await #expect(throws: Refusal.self) {
            for try await _ in document.chunks(0..<400_001) {}
        }
    }

    @Test(arguments: [0, 1, 16_384, 32_768, 50_000]) func `nothing that was changed opens`(_ size: Int) throws {
        let context = try #require(Hex.bytes(Vectors.context))
        let sealed =
            Cobblestone.header + (try message(pattern(size), key: key(size), salt: World.real.random(24), context: context))
        /// Everything a reader does: opening, and reading all.
        func opens(
            _ bytes: [UInt8], key: SymmetricKey? = nil, version: Int64 = 1, agency: String = Vectors.agency,
            size claimed: Int? = nil
        ) -> Bool {
            refusal {
                let document = try open(
                    bytes, size: claimed ?? size, key: key ?? self.key(size), version: version, agency: agency)
                _ = try document.read(0..<document.size)
            } == nil
        }
        #expect(opens(sealed))
        // As the same bytes could be claimed to be longer or shorter, the claimed size follows the file's length.
        func opensAtItsLength(_ bytes: [UInt8]) -> Bool {
            guard let length = Cobblestone.contentLength(sealed: Int64(bytes.count)) else { return opens(bytes) }
            return opens(bytes, size: Int(length))
        }
        for bytes in [
            Array(sealed.dropLast()), sealed + [0], Array(sealed.dropLast(16)), sealed + [UInt8](repeating: 0, count: 16),
        ] {
            #expect(!opens(bytes) && !opensAtItsLength(bytes))
        }
        if size >= 16_384 {
            let last = size % 16_384 + 16
            #expect(!opensAtItsLength(Array(sealed.dropLast(last))))
            #expect(!opensAtItsLength(Array(sealed.prefix(64)) + sealed.dropFirst(64 + 16_400)))
            if size >= 32_768 {
                let swapped =
                    Array(sealed.prefix(64)) + sealed[(64 + 16_400)..<(64 + 32_800)] + sealed[64..<(64 + 16_400)]
                    + sealed.dropFirst(64 + 32_800)
                #expect(!opens(swapped))
            }
        }
        let places = Array(0..<64) + (0..<30).map { _ in Int.random(in: 64..<sealed.count) } + [sealed.count - 1]
        for place in places {
            var bytes = sealed
            bytes[place] ^= UInt8(1 << Int.random(in: 0..<8))
            #expect(!opens(bytes), "byte \(place)")
        }
        #expect(!opens(sealed, key: key(size + 1)))
        #expect(!opens(sealed, version: 2))
        #expect(!opens(sealed, agency: Vectors.client))
        #expect(!opens(Array(sealed.prefix(63))) && !opens([]))
    }

    @Test func `the manual's example is what the program writes`() throws {
        let text = try String(contentsOf: manual("docs/formats/documents.md"), encoding: .utf8)
        let context = try #require(Hex.bytes(Vectors.context))
        let key = SymmetricKey(data: [UInt8](0..<32))
        let sealed = try message(Array("Hello.\n".utf8), key: key, salt: [UInt8](0x40..<0x58), context: context)
        #expect(text.contains("\n" + Hex.text(Cobblestone.header + sealed) + "\n"))
        let wrapped = try KeyWrap.wrap(
            key, under: SymmetricKey(data: [UInt8](0x20..<0x40)), parent: Vectors.client, child: Vectors.document,
            kind: "document",
            nonce: AES.GCM.Nonce(data: [UInt8](0x60..<0x6C)))
        #expect(text.contains("\n" + Hex.text(wrapped) + "\n"))
    }

    @Test func `a length is found back, and one that no sealed file has is none`() {
        for size in (0...70).map({ Int64($0) }) + [16_383, 16_384, 16_385, 1 << 40] {
            #expect(Cobblestone.contentLength(sealed: Cobblestone.sealedLength(size)) == size)
        }
        for length: Int64 in [0, 8, 64, 79, 64 + 16_400, 64 + 16_400 + 15] {
            #expect(Cobblestone.contentLength(sealed: length) == nil, "\(length)")
        }
    }
}
