import Glibc

/// What goes through the pipes between the program and its process for passwords: numbers big-endian, texts with their
/// length before them. Both ends are the same program.
enum PasswordMessage {
    struct Question {
        var password: [UInt8]
        /// The PHC string to compare with; empty: the password is to be hashed.
        var stored: String
        var argon2: Argon2

        var bytes: [UInt8] {
            PasswordMessage.number(argon2.passes) + PasswordMessage.number(UInt64(argon2.memory))
                + PasswordMessage.text(password) + PasswordMessage.text(Array(stored.utf8))
        }

        /// Reads one; nil at the end, or when what comes is none.
        init?(from descriptor: Int32) {
            guard let passes = PasswordMessage.number(from: descriptor), let memory = PasswordMessage.number(from: descriptor),
                let password = PasswordMessage.text(from: descriptor), let stored = PasswordMessage.text(from: descriptor),
                memory <= 4 << 30
            else { return nil }
            self.init(password, String(decoding: stored, as: UTF8.self), Argon2(passes: passes, memory: Int(memory)))
        }

        init(_ password: [UInt8], _ stored: String, _ argon2: Argon2) {
            (self.password, self.stored, self.argon2) = (password, stored, argon2)
        }
    }

    /// The most that a text may be long: many times a password.
    private static let longest: UInt64 = 1 << 20

    static func number(_ number: UInt64) -> [UInt8] { (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }

    static func text(_ bytes: [UInt8]) -> [UInt8] { number(UInt64(bytes.count)) + bytes }

    static func number(from descriptor: Int32) -> UInt64? {
        read(8, from: descriptor)?.reduce(0) { $0 << 8 | UInt64($1) }
    }

    static func text(from descriptor: Int32) -> [UInt8]? {
        guard let count = number(from: descriptor), count <= longest else { return nil }
        return read(Int(count), from: descriptor)
    }

    /// Writes all of it; false when the other end is gone.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    private static func read(_ count: Int, from descriptor: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress.map { $0 + done }, count - done) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return nil }
            done += got
        }
        return bytes
    }
}
