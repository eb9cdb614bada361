import Foundation
import Model

/// How far the book of checkpoints has come: `keys/checkpoint.last`, with the keys and not beside the book, so that whoever can write to
/// data/ alone cannot take the book away, or the end of it, and begin another.
///
/// The note comes first and the mark after it: what a crash leaves between the two is a book that knows more than its mark.
struct CheckpointMark: Codable, Sendable, Equatable {
    static let file = "checkpoint.last"

    /// Which note it is, from 1.
    let number: Int
    /// SHA-256 of the note, hexadecimal. Each note names the one before, so this one stands for all of them.
    let sha256: String

    init(number: Int, of checkpoint: Checkpoint) {
        (self.number, sha256) = (number, Hex.text(Checkpoint.digest(of: checkpoint.note)))
    }

    /// The mark; nil before the first checkpoint, and where an earlier program made the last one.
    /// - Parameter folder: the workspace's `keys/`.
    /// - Throws: `Refusal(.configuration)` when the file is no mark.
    static func read(_ folder: String) throws -> CheckpointMark? {
        let path = folder + "/" + file
        guard let text = try Disk.text(path) else { return nil }
        guard let mark = try? JSONDecoder().decode(CheckpointMark.self, from: Data(text.utf8)) else {
            throw Refusal(.configuration, "refusal.audit.checkpoints", ["path": path])
        }
        return mark
    }

    /// Durable when it returns.
    func write(to folder: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let writer = try LocalWriter(folder + "/" + CheckpointMark.file)
        try writer.put(Array(try encoder.encode(self)) + [UInt8(ascii: "\n")])
        try writer.keep()
    }

    /// For a book that comes from a backup: it ends earlier, and whoever restores knows that.
    static func remove(from folder: String) throws {
        try Disk.removeDurably([folder + "/" + file])
    }
}
