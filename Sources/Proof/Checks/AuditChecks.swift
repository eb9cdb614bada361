import Actions
import Foundation
import Records

extension Check {
    static let audit = [
        Check("audit-chain") { lab, seen in
            var (entries, broken): (Int64, Int) = (0, 0)
            for agency in try await lab.agencies() {
                let verdict = try await agency.verifyAudit()
                entries += verdict.head.seq
                if verdict.problem != nil { broken += 1 }
            }
            try seen.expectSome("entries of the logs of all agencies, each hash computed again", Int(entries))
            try seen.expect("logs in which one does not fit", broken, is: 0)
        },
        Check("audit-entries") { lab, seen in
            let (contact, owner) = (lab.a.contact.browser, lab.a.owner.browser)
            _ = try await lab.visitor.post("sign-in", ["email": lab.a.contact.email, "password": "not the password"])
            let fresh = Browser(lab.wire, home: lab.a.home)
            try await fresh.signIn(lab.a.contact.email, lab.a.password)
            _ = try await fresh.get("clients/one/")
            _ = try await fresh.get("clients/one/documents/\(lab.a.published)")
            _ = try await fresh.get("clients/two/")
            _ = try await contact.upload("clients/one/cases/lease/documents", name: "noted.pdf", Synthetic.pdf("noted"))
            _ = try await owner.get("staff/clients/one/")
            _ = try await owner.get("staff/clients.csv")
            _ = try await owner.get("staff/people/")
            _ = try await fresh.post("sign-out", [:])
            try await Task.sleep(for: .milliseconds(200))
            // By the eyes of the owner, who is promised to see it.
            let told = try await owner.get("staff/audit.csv")
            try seen.expect("the owner's audit log", told.status, is: 200)
            for action in [
                "sign-in", "sign-out", "page.read", "document.read", "document.upload", "client.read", "clients.export",
                "request.refuse",
            ] {
                let count = told.text.split(whereSeparator: \.isNewline).count { $0.contains(action) }
                try seen.expectSome("entries on \(action)", count)
            }
            try seen.expectSome(
                "entries on a sign-in that failed",
                told.text.split(whereSeparator: \.isNewline).count { $0.contains("sign-in") && $0.contains("failed") })
        },
    ]
}
