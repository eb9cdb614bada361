import Actions
import Foundation
import Model
import Records

extension Check {
    static let checkpoints = [
        Check("audit-checkpoint") { lab, seen in
            // A book that was taken away is not made anew: that would hide what it said.
            try seen.expect("what is wrong with the book of checkpoints", try await lab.workspace.checkCheckpoints().count, is: 0)
            if try await lab.workspace.newestCheckpoint() == nil { try await lab.workspace.makeCheckpoint() }
            guard let newest = try await lab.workspace.newestCheckpoint() else { throw Failing("there is no checkpoint") }
            let age = (lab.workspace.world.now().milliseconds - newest.at.milliseconds) / 3_600_000
            seen.see("hours since the newest checkpoint", age)
            let shown = try await lab.visitor.get("/.well-known/audit-checkpoint")
            try seen.expect("it can be fetched by anybody", shown.status, is: 200)
            try seen.expect("it is the one that is kept outside the databases", shown.text == newest.note, is: true)
            var (agencies, wrong) = (0, 0)
            for slug in try lab.workspace.slugs {
                let agency = try await lab.workspace.agency(slug)
                guard let proof = try? await agency.auditProof(in: lab.workspace) else { continue }
                let text = String(decoding: try JSONEncoder().encode(proof), as: UTF8.self)
                // Looks at the signature and at the way to the root; then the log must still lead to that head.
                let head = try await agency.keptHead(text, in: lab.workspace)
                agencies += 1
                if try await agency.verifyAudit(kept: head).problem != nil { wrong += 1 }
            }
            try seen.expectSome("logs that it covers", agencies)
            try seen.expect("logs that do not lead to what was signed", wrong, is: 0)
        }
    ]
}
