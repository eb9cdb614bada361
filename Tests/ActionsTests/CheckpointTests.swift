import Foundation
import Model
import Records
import TestKit
import Testing

@testable import Actions

@Suite struct CheckpointTests {
    /// Two agencies with some history, and a checkpoint of it.
    private func start() async throws -> (Place, Workspace, OpenAgency, Checkpoint) {
        let place = try Place()
        let workspace = try place.workspace(.command)
        let (north, south) = (try await workspace.make("north"), try await workspace.make("south"))
        for number in 0..<5 { try await north.set([("phone", "\(number)")]) }
        try await south.set([("phone", "1")])
        return (place, workspace, north, try await workspace.makeCheckpoint())
    }

    @Test func `a checkpoint that was kept shows that the log's end was cut off`() async throws {
        let (_, workspace, north, checkpoint) = try await start()
        let kept = try await north.keptHead(checkpoint.note, in: workspace)
        // As a program for mail saves it.
        let saved = String(checkpoint.note.replacing("\n", with: "\r\n").dropLast())
        #expect(try await north.keptHead(saved, in: workspace) == kept)
        #expect(try await north.verifyAudit(kept: kept).problem == nil)
        try await north.set([("phone", "9")])
        #expect(try await north.verifyAudit(kept: kept).problem == nil, "what comes later changes nothing")
        _ = try await north.records.write { connection in
            try connection.run("DELETE FROM audit_detail WHERE seq > 3")
            try connection.run("DELETE FROM audit WHERE seq > 3")
        }
        #expect(try await north.verifyAudit().problem == nil, "the chain alone does not show it")
        #expect(try await north.verifyAudit(kept: kept).problem == AuditProblem(seq: 4, what: .cut))
        #expect(try await workspace.check(.of("north")).map(\.word) == ["problem.audit.cut"])
        await workspace.stop()
    }

    @Test func `a checkpoint that was kept shows that the log was written anew`() async throws {
        let (_, workspace, north, checkpoint) = try await start()
        let kept = try await north.keptHead(checkpoint.note, in: workspace)
        let (old, world) = (try await north.auditEntries(), north.world)
        _ = try await north.records.write { connection in
            try connection.run("DELETE FROM audit_detail")
            try connection.run("DELETE FROM audit")
            try connection.append(
                old.map {
                    var new = NewAuditEntry(
                        at: $0.at, actor: .operator, action: $0.action, subject: $0.subject, detail: "nothing",
                        salt: world.random(16))
                    new.outcome = $0.outcome
                    return new
                })
        }
        #expect(try await north.verifyAudit().problem == nil, "the chain alone does not show it")
        #expect(try await north.verifyAudit(kept: kept).problem == AuditProblem(seq: kept.seq, what: .rewritten))
        await workspace.stop()
    }

    @Test func `another process finds the same, by the note, by a proof and by the head itself`() async throws {
        let (place, workspace, north, checkpoint) = try await start()
        let proof = try await north.auditProof(in: workspace)
        let head = AuditHead("\(proof.seq):\(proof.hash)")
        await workspace.stop()
        let next = try place.workspace(.looking)
        let again = try await next.agency(.of("north"))
        let text = String(decoding: try JSONEncoder().encode(proof), as: UTF8.self)
        for kept in [checkpoint.note, text, "\(proof.seq):\(proof.hash)\n"] {
            #expect(try await again.keptHead(kept, in: next) == head)
        }
        #expect(try await next.newestCheckpoint() == checkpoint)
        #expect(try await next.check() == [])
        await next.stop()
    }

    @Test func `what is not signed by the workspace, or is of another agency, is refused`() async throws {
        let (_, workspace, north, checkpoint) = try await start()
        let other = try await start()
        let (south, proof) = (try await workspace.agency(.of("south")), try await north.auditProof(in: workspace))
        let text = String(decoding: try JSONEncoder().encode(proof), as: UTF8.self)
        let wrong = text.replacing("\"seq\":\(proof.seq)", with: "\"seq\":\(proof.seq - 1)")
        for (agency, kept) in [
            (north, "nonsense"), (north, other.3.note), (north, checkpoint.note.replacing("\n2\n", with: "\n3\n")), (south, text),
            (north, wrong),
        ] {
            await #expect(throws: Refusal.self) { _ = try await agency.keptHead(kept, in: workspace) }
        }
        await other.1.stop()
        await workspace.stop()
    }

    @Test func `notes follow one another, and one that was altered or taken out is named`() async throws {
        let (place, workspace, north, first) = try await start()
        try await north.set([("phone", "7")])
        let second = try await workspace.makeCheckpoint()
        #expect(second.previous == Checkpoint.digest(of: first.note) && second.root != first.root)
        #expect(try await workspace.checkpoints.heads(of: first.root) != workspace.checkpoints.heads(of: second.root))
        try await workspace.makeCheckpoint()
        await workspace.stop()
        let path = place.scratch.path("data/" + CheckpointBook.file)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(lines.count == 3 && !lines[2].contains("\"heads\":{\""), "heads that are the same are not written again")
        #expect(try place.mode("data/" + CheckpointBook.file) == 0o600 && place.mode("keys/checkpoint.key") == 0o400)
        for altered in [
            [lines[0], lines[2]], [lines[1], lines[2]], [lines[0], lines[1].replacing(":7", with: ":8"), lines[2]],
        ] {
            try altered.map { $0 + "\n" }.joined().write(toFile: path, atomically: true, encoding: .utf8)
            let next = try place.workspace(.looking)
            let problems = try await next.checkCheckpoints().map(\.word)
            #expect(altered.count == 3 || problems == ["problem.audit.book", "problem.audit.checkpoint"])
            await next.stop()
        }
        // Half a line, as a crash leaves it, is taken away by the next.
        try (lines.map { $0 + "\n" }.joined() + "{\"note\":\"hal").write(toFile: path, atomically: true, encoding: .utf8)
        let last = try place.workspace(.command)
        try await last.makeCheckpoint()
        #expect(try await last.checkCheckpoints() == [])
        await last.stop()
        #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 4)
    }

    @Test func `a book that was taken away or cut off is missed, and no other is begun in its place`() async throws {
        let (place, workspace, north, _) = try await start()
        try await north.set([("phone", "7")])
        try await workspace.makeCheckpoint()
        await workspace.stop()
        let path = place.scratch.path("data/" + CheckpointBook.file)
        let whole = try String(contentsOfFile: path, encoding: .utf8)
        let first = String(try #require(whole.split(separator: "\n").first)) + "\n"
        for left: String? in [nil, "", first, first + first] {
            try Disk.remove(path)
            if let left { try left.write(toFile: path, atomically: true, encoding: .utf8) }
            let next = try place.workspace(.command)
            #expect(try await next.checkCheckpoints().first?.word == "problem.audit.book", "\(left ?? "gone")")
            await #expect { try await next.makeCheckpoint() } throws: { ($0 as? Refusal)?.word == "refusal.audit.book" }
            await next.stop()
            #expect(try Disk.text(path) == left)
        }
        try whole.write(toFile: path, atomically: true, encoding: .utf8)
        let last = try place.workspace(.command)
        #expect(try await last.check() == [])
        try await last.makeCheckpoint()
        await last.stop()
    }

    @Test func `a crash between the note and its mark looks like nothing`() async throws {
        let (place, workspace, north, _) = try await start()
        let mark = place.scratch.path("keys/" + CheckpointMark.file)
        let old = try #require(try Disk.text(mark))
        try await north.set([("phone", "7")])
        try await workspace.makeCheckpoint()
        await workspace.stop()
        // As it was before the second; and as an earlier program leaves it.
        for left: String? in [old, nil] {
            try Disk.remove(mark)
            if let left { try left.write(toFile: mark, atomically: true, encoding: .utf8) }
            let next = try place.workspace(.command)
            #expect(try await next.check() == [])
            try await next.makeCheckpoint()
            #expect(try await next.checkCheckpoints() == [])
            await next.stop()
            #expect(try Disk.text(mark) != left)
        }
    }

    @Test func `the server keeps one an hour`() async throws {
        let (place, workspace, _, first) = try await start()
        #expect(await workspace.keepCheckpoint() == first.at.adding(seconds: 3600))
        #expect(try await workspace.newestCheckpoint() == first)
        place.clock.advance(seconds: 3600)
        _ = await workspace.keepCheckpoint()
        #expect(try await workspace.newestCheckpoint()?.at == first.at.adding(seconds: 3600))
        await workspace.stop()
    }

    // MARK: The manual, and the script

    /// The manual's worked proof.
    private static func worked() throws -> (text: String, proof: AuditProof) {
        let manual = try String(contentsOf: Checkout.root.appending(path: "docs/audit.md"), encoding: .utf8)
        let text = try #require(manual.split(separator: "\n").first { $0.hasPrefix("{\"agency\"") })
        return (String(text), try JSONDecoder().decode(AuditProof.self, from: Data(text.utf8)))
    }

    @Test func `the worked proof of the manual is what the program computes`() throws {
        let (_, proof) = try Self.worked()
        let key = try CheckpointKey(seed: Array(0..<32))
        let head = try #require(AuditHead("\(proof.seq):\(proof.hash)"))
        let others = [("…0002", 7, 0x11), ("…0003", 1, 0x22)].map { name, seq, byte in
            (
                proof.agency.dropLast(4) + name.dropFirst(),
                AuditHead(seq: Int64(seq), hash: Array(repeating: UInt8(byte), count: 32))
            )
        }
        var heads = [proof.agency: head]
        for (agency, head) in others { heads[String(agency)] = head }
        let read = try #require(Checkpoint(note: proof.note))
        let made = try Checkpoint(
            origin: "portal.example.org/audit", size: 3, root: CheckpointBook.root(of: heads), at: read.at, previous: nil,
            key: key)
        #expect(made == read && made.note == proof.note)
        #expect(proof.key == key.isPublic.text(as: made.origin))
        #expect(try proof.head(key.isPublic) == head)
    }

    /// scripts/verify_checkpoint.py with the Python that has what signatures need.
    private func script(_ proof: String, _ key: String, _ log: [String]) throws -> (words: String, code: Int32) {
        let scratch = try Scratch("proof")
        try proof.write(toFile: scratch.path("proof.json"), atomically: true, encoding: .utf8)
        let own = Checkout.root.appending(path: ".build/venv/bin/python").path
        let answer = try OtherProgram.run(
            FileManager.default.isExecutableFile(atPath: own) ? own : "/usr/bin/python3",
            [Checkout.root.appending(path: "scripts/verify_checkpoint.py").path, scratch.path("proof.json"), key],
            input: Data(log.map { $0 + "\n" }.joined().utf8), environment: ["PYTHONDONTWRITEBYTECODE": "1"])
        return (answer.text, answer.code)
    }

    @Test func `the script finds the manual's worked proof right, and no altered one`() throws {
        let manual = try String(contentsOf: Checkout.root.appending(path: "docs/audit.md"), encoding: .utf8)
        let log = manual.split(separator: "\n").filter { $0.hasPrefix("{\"seq\"") }.map(String.init)
        let (text, proof) = try Self.worked()
        #expect(try script(text, proof.key, log).words == "ok \(proof.seq):\(proof.hash)")
        #expect(try script(text, proof.key, Array(log.dropLast())).words == "4 cut")
        #expect(try script(text.replacing("\"index\": 0", with: "\"index\": 1"), proof.key, log).code == 1)
        #expect(try script(text.replacing("time 1767", with: "time 1768"), proof.key, log).code == 1)
    }

    @Test func `the script agrees about an export and a proof of a live agency`() async throws {
        let (_, workspace, north, _) = try await start()
        let proof = try await north.auditProof(in: workspace)
        try await north.set([("phone", "later")])
        var log: [String] = []
        try await north.exportAudit { log.append($0) }
        let text = String(decoding: try JSONEncoder().encode(proof), as: UTF8.self)
        let head = try await north.verifyAudit().head
        let answer = try script(text, proof.key, log)
        #expect(answer.words == "ok \(head.text)" && answer.code == 0)
        #expect(try script(text, proof.key, Array(log.prefix(3))).words == "4 cut")
        let other = try CheckpointKey(seed: Array(repeating: 1, count: 32)).isPublic.text(as: workspace.checkpointOrigin)
        #expect(try script(text, other, log).code == 1)
        await workspace.stop()
    }
}
