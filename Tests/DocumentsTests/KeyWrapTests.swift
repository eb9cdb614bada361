import Crypto
import Documents
import Model
import Testing

@Suite struct KeyWrapTests {
    private let parent = SymmetricKey(size: .bits256)
    private let key = SymmetricKey(size: .bits256)

    @Test func `a wrapped key comes back only where it belongs`() throws {
        let wrapped = try KeyWrap.wrap(key, under: parent, parent: "p", child: "c", kind: "client")
        #expect(wrapped.count == KeyWrap.wrappedLength)
        #expect(try KeyWrap.unwrap(wrapped, under: parent, parent: "p", child: "c", kind: "client") == key)
        for (parentName, child, kind) in [
            ("q", "c", "client"), ("p", "d", "client"), ("p", "c", "document"), ("pc", "", "client"), ("", "pc", "client"),
        ] {
            let refused = refusal { _ = try KeyWrap.unwrap(wrapped, under: parent, parent: parentName, child: child, kind: kind) }
            #expect(refused?.kind == .wrongKey)
        }
        #expect(
            refusal { _ = try KeyWrap.unwrap(wrapped, under: key, parent: "p", child: "c", kind: "client") }?.kind == .wrongKey)
        for place in wrapped.indices {
            var changed = wrapped
            changed[place] ^= 1
            #expect(
                refusal { _ = try KeyWrap.unwrap(changed, under: parent, parent: "p", child: "c", kind: "client") }?.kind
                    == .wrongKey)
        }
        for length in [0, 12, 28, 59, 61] {
            let bytes = [UInt8]((wrapped + [0]).prefix(length))
            #expect(
                refusal { _ = try KeyWrap.unwrap(bytes, under: parent, parent: "p", child: "c", kind: "client") }?.kind
                    == .wrongKey)
        }
    }

    @Test func `only keys of 256 bits are wrapped`() throws {
        let short = SymmetricKey(size: .bits128)
        #expect(refusal { _ = try KeyWrap.wrap(short, under: parent, parent: "p", child: "c", kind: "k") }?.kind == .failed)
        #expect(refusal { _ = try KeyWrap.wrap(key, under: short, parent: "p", child: "c", kind: "k") }?.kind == .failed)
    }

    /// Made with Python's `AESGCM`: key 00…1f, wrapped key 20…3f, nonce 40…4b.
    @Test func `the form is the documented one, byte for byte`() throws {
        let parent = SymmetricKey(data: [UInt8](0..<32))
        let wrapped = try KeyWrap.wrap(
            SymmetricKey(data: [UInt8](32..<64)), under: parent, parent: "root", child: Vectors.agency, kind: "agency",
            nonce: AES.GCM.Nonce(data: [UInt8](64..<76)))
        #expect(
            Hex.text(wrapped)
                == "404142434445464748494a4bc2988c000219a124e5ed3d1db7493d7449f7606f830039144f7e74deab2ed3e48ff14c3ae7034b873217e6e1f2a4eab9"
        )
    }
}
