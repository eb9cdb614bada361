import Crypto
import Foundation
import Model

/// Which program it is: its version, and the beginning of the SHA-256 of its executable.
public enum BuildID {
    /// Reads the executable, which takes a moment.
    public static func text(version: String) -> String {
        var hash = SHA256()
        guard let file = FileHandle(forReadingAtPath: "/proc/self/exe") else { return version }
        defer { try? file.close() }
        while let bytes = try? file.read(upToCount: 1 << 20), !bytes.isEmpty { hash.update(data: bytes) }
        return "\(version)+\(Hex.text(hash.finalize()).prefix(12))"
    }
}
