import CMagic
import Model
import Synchronization

/// libmagic's opinion. A cookie of libmagic is never used by two threads at once (shared ones crash): each look takes one out of
/// the pool, or makes one, and puts it back.
final class Magic: Sendable {
    /// One pool for the process: cookies are alike, and each costs some hundred kilobytes.
    static let shared = Magic()

    /// Idle cookies that are kept.
    private static let kept = 4
    private let idle = Mutex<[Cookie]>([])

    /// The media type that libmagic gives to the first 64 KiB; empty when it gave up, which a stranger's bytes can bring about.
    /// - Throws: `Refusal(.failed)` when libmagic cannot be used at all.
    func type(of bytes: [UInt8]) throws -> String {
        let cookie = try idle.withLock { $0.popLast() } ?? Cookie()
        let answer = cookie.type(of: bytes)
        idle.withLock { if $0.count < Magic.kept { $0.append(cookie) } }
        return answer
    }
}

/// One magic_t. Unchecked, because the pool lends it to one thread at a time.
private final class Cookie: @unchecked Sendable {
    private let handle: magic_t

    init() throws {
        let flags =
            MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CDF | MAGIC_ERROR
        guard let handle = magic_open(flags) else { throw Refusal(.failed, "refusal.document.magic") }
        guard magic_load(handle, nil) == 0 else {
            let cause = Cookie.trouble(handle)
            magic_close(handle)
            throw Refusal(.failed, "refusal.document.magic", cause: cause)
        }
        self.handle = handle
        // Bounds for what a stranger's bytes may cost (libmagic(3), magic_setparam).
        for (parameter, limit) in [
            (MAGIC_PARAM_INDIR_MAX, 50), (MAGIC_PARAM_NAME_MAX, 100), (MAGIC_PARAM_REGEX_MAX, 8192),
            (MAGIC_PARAM_BYTES_MAX, Evidence.headLength), (MAGIC_PARAM_ENCODING_MAX, Evidence.headLength),
        ] {
            var value = limit
            magic_setparam(handle, parameter, &value)
        }
    }

    deinit { magic_close(handle) }

    func type(of bytes: [UInt8]) -> String {
        let answer = bytes.withUnsafeBytes { magic_buffer(handle, $0.baseAddress, min($0.count, Evidence.headLength)) }
        return answer.map { String(cString: $0) } ?? ""
    }

    private static func trouble(_ handle: magic_t) -> MagicTrouble {
        MagicTrouble(text: magic_error(handle).map { String(cString: $0) } ?? "unknown")
    }
}

/// What libmagic says of its own failure; for the log.
private struct MagicTrouble: Error {
    let text: String
}
