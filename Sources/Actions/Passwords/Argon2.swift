import CSodium
import Model

/// Argon2id (RFC 9106) as libsodium computes it: one lane, PHC strings.
/// Costs time and memory on the calling thread: only `Passwords` calls it, on its own threads.
public struct Argon2: Sendable, Hashable {
    /// How many passes over the memory; one at least.
    public let passes: UInt64
    /// Bytes of memory a computation fills; 8,192 at least.
    public let memory: Int

    /// - Parameters:
    ///   - passes: how many passes over the memory.
    ///   - memory: bytes, a multiple of 1,024.
    public init(passes: UInt64, memory: Int) {
        (self.passes, self.memory) = (max(1, passes), max(8192, memory))
    }

    /// 64 MiB and two passes: above what OWASP's password storage sheet asks for (46 MiB, one pass).
    public static let standard = Argon2(passes: 2, memory: 64 << 20)
    /// The least that there is. For tests: a password hashed with it protects nothing.
    public static let weakest = Argon2(passes: 1, memory: 8192)

    /// libsodium must be told to start once, before anything else.
    private static let isReady = sodium_init() >= 0

    /// The PHC string of a password under a fresh salt.
    /// - Throws: `Refusal(.unavailable)` when the memory cannot be had.
    func hash(_ password: [UInt8]) throws -> String {
        guard Argon2.isReady else { throw Argon2.noMemory }
        var out = [CChar](repeating: 0, count: crypto_pwhash_strbytes())
        let rc = password.withUnsafeBytes { bytes in
            crypto_pwhash_str_alg(
                &out, bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? Argon2.empty, UInt64(bytes.count), passes, memory,
                crypto_pwhash_alg_argon2id13())
        }
        guard rc == 0 else { throw Argon2.noMemory }
        return String(decoding: out.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether the password is the one whose PHC string this is.
    func verify(_ password: [UInt8], against hash: String) -> Bool {
        guard Argon2.isReady, let stored = Argon2.stored(hash) else { return false }
        return password.withUnsafeBytes { bytes in
            crypto_pwhash_str_verify(
                stored, bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? Argon2.empty, UInt64(bytes.count)) == 0
        }
    }

    /// Whether the string was made with other parameters than these.
    func needsRehash(_ hash: String) -> Bool {
        guard Argon2.isReady, let stored = Argon2.stored(hash) else { return true }
        return crypto_pwhash_str_needs_rehash(stored, passes, memory) != 0
    }

    /// A well-formed PHC string that no password has, for whom there is none: verifying against it takes as long as
    /// against a real one.
    var nobodys: String {
        "$argon2id$v=19$m=\(memory / 1024),t=\(passes),p=1$bm9ib2R5cyBvd24gc2FsdA$"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    }

    /// As libsodium wants it: a buffer of its fixed size, zero-terminated.
    private static func stored(_ hash: String) -> [CChar]? {
        let size = crypto_pwhash_strbytes()
        guard hash.utf8.count < size, !hash.utf8.contains(0) else { return nil }
        let bytes = hash.utf8.map { CChar(bitPattern: $0) }
        return bytes + [CChar](repeating: 0, count: size - bytes.count)
    }

    private static let noMemory = Refusal(.unavailable, "refusal.busy")
    /// What stands for the bytes of an empty password: an empty array has no address.
    private nonisolated(unsafe) static let empty: UnsafePointer<CChar> = {
        let zero = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        zero.initialize(to: 0)
        return UnsafePointer(zero)
    }()
}
