import Foundation
import Model
import Records

/// That somebody was erased: ids alone, so that the ledger of them may be kept wherever backups are.
public struct Tombstone: Codable, Sendable, Hashable {
    /// Of the agency.
    public let agency: String
    /// Of the erasure whose receipt says more.
    public let erasure: String
    /// `client` or `person`.
    public let kind: String
    /// Of the client or person.
    public let id: String
    /// When, milliseconds since 1970.
    public let at: Int64

    var subject: DataMap.Subject? { DataMap.Subject(table: kind, id: id) }

    /// One line of the ledger, with its end.
    func line() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}

/// The ledger of an agency's tombstones: a file of JSON lines outside of records and backups that is only ever added to. What a
/// backup brings back is erased again by it, before anybody can see it.
struct TombstoneLedger: Sendable {
    let path: String
    let agency: ID<Agency>

    init(_ settings: WorkspaceSettings, _ agency: ID<Agency>) {
        (path, self.agency) = (settings.tombstones + "/" + agency.text + ".jsonl", agency)
    }

    var exists: Bool { Disk.isFile(path) }

    /// What stands in it, in its order.
    /// - Throws: `Refusal(.failed)` when a line is none, or of another agency: then nobody knows who else was erased.
    func read() throws -> [Tombstone] {
        try TombstoneLedger.parse(String(decoding: try LedgerMirror.bytes(at: path), as: UTF8.self), of: agency)
    }

    /// The tombstones of a ledger's text. A last line without an end is what a crash left, and was never acknowledged: the beginning of
    /// a line of ours. Anything else there was no ledger at any time.
    /// - Parameter isWhole: whether it came from elsewhere: something, but not one whole line, is no ledger then.
    static func parse(_ text: String, of agency: ID<Agency>, isWhole: Bool = false) throws -> [Tombstone] {
        var stones: [Tombstone] = []
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let rest = lines.removeLast()
        let beginning = #"{"agency":"\#(agency.text)","#
        guard rest.hasPrefix(beginning) || beginning.hasPrefix(rest) else {
            throw Refusal(.failed, "refusal.tombstone.line", ["line": String(lines.count + 1)])
        }
        for (index, line) in lines.enumerated() where !line.isEmpty {
            guard let stone = try? JSONDecoder().decode(Tombstone.self, from: Data(line.utf8)), stone.agency == agency.text,
                stone.subject != nil
            else { throw Refusal(.failed, "refusal.tombstone.line", ["line": String(index + 1)]) }
            stones.append(stone)
        }
        if isWhole, stones.isEmpty, !text.isEmpty { throw Refusal(.failed, "refusal.tombstone.line", ["line": "1"]) }
        return stones
    }

    /// Adds those of whom it says nothing yet; durable when it returns. An erasure that is done again after a restore leaves
    /// the line of the first. Without any, the file is made: an agency that has a ledger is one of which it is known who was erased.
    func add(_ stones: [Tombstone]) throws {
        func subject(_ stone: Tombstone) -> [String] { [stone.agency, stone.kind, stone.id] }
        try Disk.makeFolders(path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ".")
        let isNew = !exists
        var seen = Set(try read().map(subject))
        let added = try stones.filter { seen.insert(subject($0)).inserted }.map { try $0.line() }.joined()
        if added.isEmpty && !isNew { return }
        // What a crash has left of a line was never acknowledged, and goes.
        try Disk.append(Array(added.utf8), to: path)
    }
}

extension WorkspaceSettings {
    /// The folder of the ledgers, one file an agency, named by its id. Not part of any backup; copied beside them.
    public var tombstones: String { data + "/.tombstones" }

    /// The mark of an agency that was restored and is not to be seen before its ledger was replayed.
    func replayMark(of agency: String) -> String { folder(of: agency) + "/" + WorkspaceSettings.replayMark }

    static let replayMark = "replay-due"
}
