import Actions
import Foundation
import Model
import Records
import Site
import Templates

extension Check {
    static let work = [
        Check("client-life") { lab, seen in
            let owner = lab.b.owner.browser
            let name = "\(lab.b.canary)-new <script>alert(1)</script>"
            let made = try await owner.fill("staff/new-client/", ["name": name, "email": "new@\(lab.b.slug).invalid"])
            try seen.expect("staff add a client", made.status, is: 303)
            let path = made["location"].map { String($0.prefix { $0 != "?" }) } ?? ""
            let page = try await owner.get(path)
            try seen.expect("its page", page.status, is: 200)
            try seen.expect("what was typed stays text there", page.text.contains("<script>alert(1)"), is: false)
            try seen.expect("and is shown", page.text.contains("&lt;script&gt;alert(1)"), is: true)
            let changed = try await owner.fill(path + "edit/", ["phone": "+353 1 555 0100"])
            try seen.expect("its details are changed", changed.status, is: 303)
            try seen.expect("and shown", try await owner.get(path).text.contains("555 0100"), is: true)
            let contact = try await owner.fill(
                path + "contacts/new/", ["name": "Carla", "email": "carla@\(lab.b.slug).invalid"])
            try seen.expect("a contact is added to it", contact.status, is: 303)
            try seen.expect("and listed there", try await owner.get(path).text.contains("carla@\(lab.b.slug).invalid"), is: true)
            try seen.expect("it is archived", try await owner.post(path + "archive", [:]).status, is: 303)
            try seen.expect("and out of the list", try await owner.get("staff/").text.contains(path), is: false)
            try seen.expect("and brought back", try await owner.post(path + "restore", [:]).status, is: 303)
        },
        Check("case-status") { lab, seen in
            let page = "clients/two/cases/permit/"
            func shown() async throws -> String {
                guard
                    let file = Lab.files(below: lab.b.agency.pageFolder + "/clients/two").first(where: {
                        $0.hasSuffix("/cases/permit/index.html")
                    })
                else { throw Failing("the case has no page") }
                return try String(contentsOfFile: file, encoding: .utf8)
            }
            let before = try await shown()
            let moved = try await lab.b.agent.browser.post("staff/" + page + "status", ["status": "waiting"])
            try seen.expect("staff say that a case waits", moved.status, is: 303)
            let words = lab.workspace.site.words("en").text("case.status.waiting")
            try seen.expect("its client's page said so before", before.contains(words), is: false)
            try seen.expect("and says so when they are answered", try await shown().contains(words), is: true)
        },
        Check("history-kept") { lab, seen in
            let form = "staff/clients/two/cases/permit/entry/"
            let first = try await lab.b.agent.browser.fill(
                form, ["title": "Called", "body": "\(lab.b.canary)-first", "visibility": "client", "kind": "call"])
            try seen.expect("staff write an entry", first.status, is: 303)
            func events() async throws -> [String] {
                try await lab.b.agency.inspect { connection in
                    try connection.all("SELECT id, day, title, body, visibility FROM event ORDER BY id") { row in
                        try (0..<5).map { try row.text($0) }.joined(separator: "|")
                    }
                }
            }
            let before = try await events()
            guard let id = before.first(where: { $0.contains("-first") })?.prefix(36) else {
                throw Failing("the entry is not there")
            }
            let second = try await lab.b.agent.browser.fill(
                form + "?corrects=\(id)",
                ["title": "Wrote", "body": "\(lab.b.canary)-second", "visibility": "client", "kind": "note"])
            try seen.expect("and correct it", second.status, is: 303)
            let after = try await events()
            try seen.expect("entries more than before", after.count - before.count, is: 1)
            try seen.expect("entries that are not what they were", before.count { !after.contains($0) }, is: 0)
        },
        Check("own-settings") { lab, seen in
            let saved = try await lab.b.owner.browser.fill("staff/settings/", ["phone": "+353 1 555 0199"])
            try seen.expect("an owner changes the agency's telephone", saved.status, is: 303)
            try await lab.b.agency.settled()
            let page = try await lab.b.contact.browser.get("clients/one/")
            try seen.expect("the client's page shows it", page.text.contains("555 0199"), is: true)
            try seen.expect("an agent may not", try await lab.b.agent.browser.get("staff/settings/").status, is: 404)
        },
        Check("request-numbers") { lab, seen in
            var numbers: Set<String> = []
            let paths = ["", "nothing/", "clients/none/", "sign-in", "privacy/", "staff/"]
            for path in paths {
                guard let number = try await lab.visitor.get(path)["request-id"] else { throw Failing("an answer has no number") }
                numbers.insert(number)
            }
            try seen.expect("answers with a number of their own", numbers.count, is: paths.count)
            let secret = "typed-\(lab.workspace.world.uuid())"
            let answer = try await lab.visitor.post("sign-in", ["email": "nobody@\(lab.a.slug).invalid", "password": secret])
            try seen.expect("a refusal repeats what was typed as a password", answer.text.contains(secret), is: false)
        },
        Check("records-whole") { lab, seen in
            var (agencies, faults, documents, lost) = (0, 0, 0, 0)
            for agency in try await lab.agencies() {
                agencies += 1
                faults += try await agency.structure().count
                let paths = try await agency.inspect {
                    try $0.all("SELECT client, id FROM document WHERE removed_at IS NULL ORDER BY id") {
                        "\(try $0.text(0))/\(try $0.text(1))"
                    }
                }
                let folder = agency.folder + "/documents/"
                documents += paths.count
                lost += try await Blocking.run { paths.count { !FileManager.default.fileExists(atPath: folder + $0) } }
            }
            try seen.expectSome("databases examined", agencies)
            try seen.expect("faults in structure or references", faults, is: 0)
            try seen.expectSome("documents that they name", documents)
            try seen.expect("of them without a file", lost, is: 0)
        },
    ]
}
