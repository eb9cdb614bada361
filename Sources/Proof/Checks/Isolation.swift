import Actions
import Foundation
import Model
import Records

extension Check {
    static let isolation = [
        Check("foreign-ids") { lab, seen in
            let contact = lab.a.contact.browser
            let nobody = lab.workspace.world.uuid()
            let pairs: [(String, foreign: String, none: String)] = [
                ("another client", "clients/two/", "clients/nobody/"),
                ("another client's case", "clients/two/cases/permit/", "clients/nobody/cases/permit/"),
                ("that case among one's own", "clients/one/cases/permit/", "clients/one/cases/nothing/"),
                ("another client's invoice", "clients/one/invoices/P-2/", "clients/one/invoices/P-99/"),
                ("a document that is not published", "clients/one/documents/\(lab.a.hidden)", "clients/one/documents/\(nobody)"),
                ("another agency's document", "clients/one/documents/\(lab.b.published)", "clients/one/documents/\(nobody)"),
                (
                    "its thumbnail", "clients/one/documents/\(lab.b.published)/thumbnail",
                    "clients/one/documents/\(nobody)/thumbnail"
                ),
                ("its page", "clients/one/documents/\(lab.b.published)/view/", "clients/one/documents/\(nobody)/view/"),
                ("the staff's page of a client", "staff/clients/two/", "staff/clients/nobody/"),
            ]
            for (what, foreign, none) in pairs {
                let (one, other) = (try await contact.get(foreign), try await contact.get(none))
                try seen.expect(what, one.status, is: 404)
                try expect(one.comparable == other.comparable, "\(what): the answer differs from that for what does not exist")
            }
            seen.see("answers that are byte for byte those for what does not exist", pairs.count)
            let foreign = "clients/two/cases/permit/"
            let brought = try await contact.upload(foreign + "documents", name: "astray.pdf", Synthetic.pdf("astray"))
            try seen.expect("a document, brought to another client's case", brought.status, is: 404)
            let written = try await contact.upload(foreign + "messages", name: "astray.pdf", Synthetic.pdf("astray"))
            try seen.expect("a message to it", written.status, is: 404)
            let astray = try await lab.a.agency.inspect {
                try $0.one("SELECT count(*) FROM document WHERE name = 'astray.pdf'") { try $0.integer(0) } ?? 0
            }
            try seen.expect("documents that came there so", astray, is: 0)
        },
        Check("foreign-sessions") { lab, seen in
            for (who, somebody) in [("contact", lab.a.contact), ("member of staff", lab.a.agent), ("owner", lab.a.owner)] {
                for path in ["me/", "clients/one/", "staff/", "clients/one/documents/\(lab.b.published)"] {
                    let answer = try await somebody.browser.get(lab.b.home + path)
                    try seen.expect("\(who) of one agency at another's \(path.prefix { $0 != "/" })/", answer.status, is: 303)
                    try expect(answer["location"]?.hasPrefix(lab.b.home + "?to=") == true, "not led to that agency's sign-in")
                }
            }
        },
        Check("agencies-apart") { lab, seen in
            for (one, other) in [(lab.a, lab.b), (lab.b, lab.a)] {
                let own = try await Lab.hunt(one.canary, below: [one.agency.folder, one.agency.pageFolder])
                try seen.expectSome("files that hold an agency's words, among its own", own.hits)
                let foreign = try await Lab.hunt(one.canary, below: [other.agency.folder, other.agency.pageFolder])
                try seen.expectSome("files of the other agency that were searched", foreign.searched)
                try seen.expect("of them that hold those words", foreign.hits, is: 0)
            }
            let data = lab.workspace.settings.data
            let stores = try await Blocking.run {
                // By the name, and by how every database begins, whatever it is called.
                try Lab.files(below: data).filter { try $0.hasSuffix(".sqlite") || Lab.begins($0, "SQLite format 3\0") }
                    .map { $0.dropFirst(data.count + 1) }
            }
            let shape = stores.filter { $0.split(separator: "/").count != 2 || !$0.hasSuffix("/records.sqlite") }
            try seen.expectSome("databases, each in its agency's own folder", stores.count)
            try seen.expect("databases in any other place", shape.count, is: 0)
        },
    ]
}
