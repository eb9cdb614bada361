import CLinux
public import Crypto
import Foundation
import Glibc
import Model
import Records

/// The key above all others: 32 bytes, in `keys/root.key` as 64 hexadecimal digits and a line end, or a systemd credential.
public struct RootKey: Sendable {
    /// 256 bits.
    public let key: SymmetricKey

    /// - Parameter key: 256 bits.
    public init(_ key: SymmetricKey) {
        self.key = key
    }

    /// The name of the systemd credential that takes the file's place (systemd.exec, LoadCredential=).
    public static let credential = "portico.root.key"

    /// The folder in which systemd hands over credentials, if it does.
    public static var systemCredentials: String? {
        ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"]
    }

    /// Reads the key: the credential when the system gives one, else the file.
    ///
    /// - Parameters:
    ///   - path: `keys/root.key`.
    ///   - credentials: the folder of systemd credentials, if there is one.
    /// - Throws: `Refusal(.configuration)` when there is none, others may read it, or it is not 64 hexadecimal digits.
    public static func load(
        _ path: String, credentials: String? = RootKey.systemCredentials
    ) throws -> RootKey {
        if let credentials {
            let given = credentials + "/" + credential
            // The system itself guards its credentials, sometimes by an access list, which looks like a group's mode.
            if SQLiteFile.exists(given) { return try read(given, isGuarded: true) }
        }
        return try read(path, isGuarded: false)
    }

    /// Makes a new key in a new file, 0400; it is on the disk when this returns.
    ///
    /// - Throws: `Refusal(.conflict)` when there is a file already.
    @discardableResult public static func create(_ path: String) throws -> RootKey {
        let root = RootKey(SymmetricKey(size: .bits256))
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o400)
        guard descriptor >= 0 else {
            if errno == EEXIST { throw Refusal(.conflict, "refusal.key.root.exists", ["path": path]) }
            throw SQLiteFile.failure(path)
        }
        defer { close(descriptor) }
        var text = Array((root.key.withUnsafeBytes { Hex.text($0) } + "\n").utf8)
        defer { wipe(&text) }
        guard write(descriptor, text, text.count) == text.count, fsync(descriptor) == 0 else {
            let failure = SQLiteFile.failure(path)
            unlink(path)
            throw failure
        }
        try SQLiteFile.synchronizeFolder(of: path)
        return root
    }

    private static func read(_ path: String, isGuarded: Bool) throws -> RootKey {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Refusal(
                .configuration, "refusal.key.root.absent", ["path": path], hint: "hint.key.root.absent",
                cause: SQLiteFile.failure(path).cause)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SQLiteFile.failure(path) }
        guard isGuarded || status.st_mode & 0o077 == 0 else {
            throw Refusal(.configuration, "refusal.key.root.mode", ["path": path], hint: "hint.key.root.mode")
        }
        var bytes = [UInt8](repeating: 0, count: 80)
        defer { wipe(&bytes) }
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        let digits = bytes.prefix(max(0, count))
        guard digits.count == 65, digits.last == UInt8(ascii: "\n"),
            let key = Hex.bytes(String(decoding: digits.dropLast(), as: UTF8.self))
        else {
            throw Refusal(.configuration, "refusal.key.root.form", ["path": path])
        }
        return RootKey(SymmetricKey(data: key))
    }

    /// Leaves no copy of a key in freed memory.
    private static func wipe(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { memory in
            if let start = memory.baseAddress { explicit_bzero(start, memory.count) }
        }
    }
}
