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
            _ = try await owner.fill("staff/clients/two/edit/", ["phone": "+353 1 555 0177"])
            _ = try await fresh.post("sign-out", [:])
            try await Task.sleep(for: .milliseconds(200))
            // By the eyes of the owner, who is promised to see it.
            let told = try await owner.get("staff/audit.csv")
            try seen.expect("the owner's audit log", told.status, is: 200)
            let lines = told.text.split(whereSeparator: \.isNewline)
            for action in ["sign-in", "sign-out", "page.read", "client.read", "request.refuse"] {
                try seen.expectSome("entries on \(action)", lines.count { $0.contains(",\(action),") })
            }
            // Who it was and what it was about, in words.
            let (anna, owners) = ("Anna", "Owner")
            for (action, who, what) in [
                ("document.read", anna, "published.pdf"), ("document.upload", anna, "noted.pdf"),
                ("clients.export", owners, ",ok,"),
                ("client.change", owners, lab.a.canary + "-two"),
            ] {
                try seen.expectSome(
                    "entries that say who did \(action), and with what",
                    lines.count { $0.contains(",\(who),\(action),") && $0.contains(what) })
            }
            try seen.expectSome(
                "entries on a sign-in that failed", lines.count { $0.contains("sign-in") && $0.contains("failed") })
        },
    ]
}
