import Crypto
import Foundation
public import Model
import Records

/// All audit logs at one moment, as a signed note that anybody may keep: whoever has it can show later that a log was cut off
/// or written anew. The form is C2SP's (c2sp.org/tlog-checkpoint, c2sp.org/signed-note); the tree is RFC 6962's.
public struct Checkpoint: Sendable, Hashable {
    /// Whose logs these are, such as `portal.example.org/audit`; the name of the key too.
    public let origin: String
    /// How many logs there are.
    public let size: Int
    /// The root over their heads, in the order of the agencies' ids; 32 bytes.
    public let root: [UInt8]
    /// When it was made.
    public let at: Instant
    /// SHA-256 of the whole note before; nil for the first.
    public let previous: [UInt8]?
    /// The whole note, as it was signed; ends in a line end.
    public let note: String

    /// What the signature is made over: lines, each with its end.
    private static func body(_ origin: String, _ size: Int, _ root: [UInt8], _ at: Instant, _ previous: [UInt8]?) -> String {
        var lines = [origin, "\(size)", base64(root), "time \(at.milliseconds)"]
        if let previous { lines.append("previous " + base64(previous)) }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Signs a new one.
    init(
        origin: String, size: Int, root: [UInt8], at: Instant, previous: Checkpoint?, key: CheckpointKey
    ) throws {
        let before = previous.map { Checkpoint.digest(of: $0.note) }
        let body = Checkpoint.body(origin, size, root, at, before)
        (self.origin, self.size, self.root, self.at, self.previous) = (origin, size, root, at, before)
        note = body + "\n\u{2014} \(origin) " + Checkpoint.base64(try key.signature(of: body, as: origin)) + "\n"
    }

    /// Reads a note; nil when it has not this form. Whether it is signed rightly, `isSigned` says.
    public init?(note: String) {
        guard let end = note.range(of: "\n\n\u{2014} "), note.hasSuffix("\n") else { return nil }
        let lines = note[..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 4, !lines[0].isEmpty, let size = Int(lines[1]), size >= 0, let root = Checkpoint.bytes(lines[2]),
            root.count == 32, let at = Checkpoint.value("time", lines).flatMap({ Int64($0) })
        else { return nil }
        (origin, self.size, self.root, self.at, self.note) = (lines[0], size, root, Instant(milliseconds: at), note)
        previous = Checkpoint.value("previous", lines).flatMap(Checkpoint.bytes)
    }

    /// Whether one of its signatures is the key's.
    func isSigned(by key: PublicCheckpointKey) -> Bool {
        guard let end = note.range(of: "\n\n\u{2014} ") else { return false }
        let body = String(note[..<end.lowerBound]) + "\n"
        let signatures = note[note.index(end.lowerBound, offsetBy: 2)...].split(separator: "\n")
        return signatures.contains { line in
            let parts = line.split(separator: " ")
            guard parts.count == 3, parts[0] == "\u{2014}", let bytes = Checkpoint.bytes(String(parts[2])) else { return false }
            return key.isSignature(bytes, of: body, as: String(parts[1]))
        }
    }

    private static func value(_ name: String, _ lines: [String]) -> String? {
        lines.dropFirst(3).first { $0.hasPrefix(name + " ") }.map { String($0.dropFirst(name.count + 1)) }
    }

    static func digest(of note: String) -> [UInt8] { Array(SHA256.hash(data: Array(note.utf8))) }
    static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
    static func bytes(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { Array($0) } }
}
