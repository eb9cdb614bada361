import Foundation
import Model
public import Records

/// Shows that an agency's log ended with one head when a checkpoint was made, to whoever has the checkpoint's key.
public struct AuditProof: Codable, Sendable, Hashable {
    /// The agency's id.
    public let agency: String
    /// The last entry's seq and hash (64 hexadecimal digits) at that moment.
    public let seq: Int64
    /// The hash of the log's last entry, hexadecimal.
    public let hash: String
    /// Which leaf of the tree it is, from 0.
    public let index: Int
    /// The hashes from the leaf to the root, the nearest first; 64 hexadecimal digits each.
    public let path: [String]
    /// The checkpoint.
    public let note: String
    /// The public key, for information: whoever verifies takes the one that they got before.
    public let key: String

    /// The head that it proves.
    /// - Throws: `Refusal(.invalid)` when the note is not signed by the key, or the path does not lead to its root.
    func head(_ key: PublicCheckpointKey) throws -> AuditHead {
        guard let checkpoint = Checkpoint(note: note), checkpoint.isSigned(by: key) else {
            throw Refusal(.invalid, "refusal.audit.note")
        }
        let steps = path.compactMap { Hex.bytes($0) }
        guard let head = AuditHead("\(seq):\(hash)"), steps.count == path.count,
            MerkleTree.root(from: head.leaf(of: ID(agency)), at: index, of: checkpoint.size, by: steps) == checkpoint.root
        else { throw Refusal(.invalid, "refusal.audit.proof") }
        return head
    }
}

extension OpenAgency {
    /// The proof that this agency's log is in the newest checkpoint.
    /// - Throws: `Refusal(.notFound)` when there is none, or it was made before the agency.
    public func auditProof(in workspace: Workspace) async throws -> AuditProof {
        let (checkpoint, heads) = try await workspace.checkpoints.newest()
        let leaves = CheckpointBook.leaves(of: heads)
        guard let checkpoint, let head = heads[id.text], let index = leaves.firstIndex(where: { $0.agency == id.text }) else {
            throw Refusal(.notFound, "refusal.audit.not-in-it", ["agency": slug.text], hint: "hint.audit.checkpoint")
        }
        return AuditProof(
            agency: id.text, seq: head.seq, hash: Hex.text(head.hash), index: index,
            path: MerkleTree.path(to: index, in: leaves.map(\.leaf)).map { Hex.text($0) }, note: checkpoint.note,
            key: try await workspace.checkpointKeyText())
    }

    /// The end of this agency's log that something kept elsewhere names: `SEQ:HASH`, a checkpoint, or a proof.
    /// - Throws: `Refusal(.invalid)` when it is none of these or is not signed by this workspace's key; `.notFound` when the
    ///   heads of that checkpoint are not kept here, or this agency is not among them.
    public func keptHead(_ text: String, in workspace: Workspace) async throws -> AuditHead {
        if let head = AuditHead(text.trimmingCharacters(in: .whitespacesAndNewlines)) { return head }
        let key = try await Blocking.run { try workspace.checkpointKey().isPublic }
        if let proof = try? JSONDecoder().decode(AuditProof.self, from: Data(text.utf8)) {
            guard proof.agency == id.text else {
                throw Refusal(.invalid, "refusal.audit.not-in-it", ["agency": slug.text])
            }
            return try proof.head(key)
        }
        // Programs for mail keep a note with the line ends of their system, and without the last one.
        var lines = text.replacing("\r\n", with: "\n")
        while lines.last?.isNewline == true { lines.removeLast() }
        guard let checkpoint = Checkpoint(note: lines + "\n"), checkpoint.isSigned(by: key) else {
            throw Refusal(.invalid, "refusal.audit.note")
        }
        guard let heads = try await workspace.checkpoints.heads(of: checkpoint.root),
            CheckpointBook.root(of: heads) == checkpoint.root
        else { throw Refusal(.notFound, "refusal.audit.heads-gone") }
        guard let head = heads[id.text] else {
            throw Refusal(.notFound, "refusal.audit.not-in-it", ["agency": slug.text])
        }
        return head
    }
}
