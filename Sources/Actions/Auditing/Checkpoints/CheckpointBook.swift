import Foundation
import Model
import Records

/// All checkpoints of a workspace, outside every database: `data/checkpoints.jsonl`, to which lines are only added. A line has a
/// note and the heads that differ from those of the line before, so that the heads of any of them can be told.
actor CheckpointBook {
    static let file = "checkpoints.jsonl"

    /// The heads of all logs, by the agency's id.
    typealias Heads = [String: AuditHead]

    struct Line: Codable {
        let note: String
        /// New or changed: `SEQ:HASH` by the agency's id.
        let heads: [String: String]
        /// Agencies that are no longer there.
        let gone: [String]
    }

    private let path: String
    private let keys: String
    private var last: (checkpoint: Checkpoint?, heads: Heads)?

    /// - Parameters:
    ///   - folder: the workspace's `data/`.
    ///   - keys: its `keys/`, where the mark is.
    init(_ folder: String, keys: String) {
        (path, self.keys) = (folder + "/" + CheckpointBook.file, keys)
    }

    /// The newest; nil before the first.
    func newest() throws -> (checkpoint: Checkpoint?, heads: Heads) {
        if let last { return last }
        var found: (Checkpoint?, Heads) = (nil, [:])
        try each { found = ($0, $1) }
        last = found
        return found
    }

    /// The heads that a checkpoint was made of; nil when none of its root is kept here.
    func heads(of root: [UInt8]) throws -> Heads? {
        var found: Heads?
        try each { checkpoint, heads in
            if checkpoint.root == root { found = heads }
        }
        return found
    }

    /// Writes one more at the end; it is on the disk when this returns.
    /// - Parameter sign: makes the checkpoint that follows the newest.
    /// - Throws: `Refusal(.failed)` when notes are gone that were there: another book would hide that.
    func add(_ heads: Heads, sign: (Checkpoint?) throws -> Checkpoint) throws -> Checkpoint {
        if let mark = try lost() {
            throw Refusal(.failed, "refusal.audit.book", ["number": "\(mark.number)"], hint: "hint.audit.book")
        }
        let before = try newest()
        let checkpoint = try sign(before.checkpoint)
        let line = Line(
            note: checkpoint.note, heads: heads.filter { before.heads[$0.key] != $0.value }.mapValues(\.text),
            gone: before.heads.keys.filter { heads[$0] == nil }.sorted())
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try Disk.append(Array(try encoder.encode(line)) + [UInt8(ascii: "\n")], to: path)
        last = (checkpoint, heads)
        var number = 0
        try each { _, _ in number += 1 }
        try CheckpointMark(number: number, of: checkpoint).write(to: keys)
        return checkpoint
    }

    /// The note that the mark names, when the book does not hold it in its place: the book is gone, was cut off or is another one.
    func lost() throws -> CheckpointMark? {
        guard let mark = try CheckpointMark.read(keys) else { return nil }
        var (number, isThere) = (0, false)
        try each { checkpoint, _ in
            number += 1
            if number == mark.number { isThere = CheckpointMark(number: number, of: checkpoint) == mark }
        }
        return isThere ? nil : mark
    }

    /// What is wrong with the file: a note that is not signed by our key, does not follow from the one before, or is not of its
    /// heads. Nil when nothing is.
    func problem(_ key: PublicCheckpointKey) throws -> Int? {
        var (number, before, wrong): (Int, Checkpoint?, Int?) = (0, nil, nil)
        try each { checkpoint, heads in
            number += 1
            defer { before = checkpoint }
            let follows = checkpoint.previous == before.map { Checkpoint.digest(of: $0.note) }
            if wrong == nil, !follows || !checkpoint.isSigned(by: key) || CheckpointBook.root(of: heads) != checkpoint.root {
                wrong = number
            }
        }
        return wrong
    }

    /// The root over heads, in the order of the agencies' ids.
    static func root(of heads: Heads) -> [UInt8] { MerkleTree.root(of: leaves(of: heads).map(\.leaf)) }

    static func leaves(of heads: Heads) -> [(agency: String, leaf: [UInt8])] {
        heads.sorted { $0.key < $1.key }.map { ($0.key, $0.value.leaf(of: ID($0.key))) }
    }

    /// Goes along the file. A last line without its end was never acknowledged, and is not looked at.
    private func each(_ body: (Checkpoint, Heads) -> Void) throws {
        var heads: Heads = [:]
        var rest: [UInt8] = []
        guard Disk.isFile(path), let reader = try LocalReader(path) else { return }
        let decoder = JSONDecoder()
        while case let bytes = try reader.read(), !bytes.isEmpty {
            rest += bytes
            var from = rest.startIndex
            while let end = rest[from...].firstIndex(of: UInt8(ascii: "\n")) {
                guard let line = try? decoder.decode(Line.self, from: Data(rest[from..<end])),
                    let checkpoint = Checkpoint(note: line.note)
                else { throw Refusal(.failed, "refusal.audit.checkpoints", ["path": path]) }
                for agency in line.gone { heads[agency] = nil }
                for (agency, text) in line.heads { heads[agency] = AuditHead(text) }
                body(checkpoint, heads)
                from = end + 1
            }
            rest.removeSubrange(..<from)
        }
    }
}
