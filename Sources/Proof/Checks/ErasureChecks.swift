import Actions
import Foundation
import Model
import Records
import Site
import Templates

extension Check {
    /// What goes when somebody asks for it.
    static let erasures = [
        Check("erasure-granted") { lab, seen in
            let guest = try await Guest.make(in: lab.b, lab, kind: .person)
            try seen.expectSome("files with a trace of who is to be erased", try await guest.traces().hits)
            let asked = try await guest.browser.fill("me/data/request/", ["kind": "erase", "words": "I am \(guest.word)."])
            try seen.expect("a client asks for erasure", asked.status, is: 303)
            let form = ["kind": "access", "name": guest.name, "email": guest.email, "words": ""]
            let unproved = try await lab.b.visitor(lab.wire).fill("privacy/request/", form)
            try seen.expect("somebody asks with that address, which nobody proves", unproved.status, is: 303)
            try await lab.b.agency.sendToFiles()
            let requests = try await lab.b.agency.inspect { connection in
                try connection.openDataRequests().filter { $0.kind == .erase }.map(\.id)
            }
            guard let id = requests.last else { throw Failing("no request has come") }
            let granted = try await lab.b.owner.browser.fill(
                "staff/requests/\(id)/", ["decision": "done", "outcome": "As you asked.", "name": guest.name],
                present: lab.b.password)
            try seen.expect("the agency's owner grants it", granted.status, is: 303)
            try seen.expect("who asked is signed in no more", try await guest.browser.get("me/").status, is: 303)
            let letters = try await lab.b.agency.inspect { try $0.latestMail(limit: 100) }.count { $0.kind == "erased" }
            try seen.expect("letters that tell them so", letters, is: 1)
            try await lab.b.agency.sendToFiles()
            try await lab.b.agency.runRetention()
            try await guest.expectGone(&seen)
            let request = try await lab.b.agency.inspect { try $0.dataRequest(id) }
            try seen.expect("the request is done, and says no more who made it", request?.state == .done, is: true)
            try seen.expect("texts left in it", [request?.name, request?.email, request?.words].count { $0 != "" }, is: 0)
        },
        Check("erasure-own") { lab, seen in
            let guest = try await Guest.make(in: lab.b, lab, kind: .company)
            try await guest.write()
            let form = "me/data/erase/"
            let page = try await guest.browser.get(form)
            let stays = lab.workspace.site.words("en").text("erase.stays")
            try seen.expect("the form says what stays", page.text.contains(stays), is: true)
            let slip = try await guest.browser.fill(form, ["email": "somebody@else.invalid"], present: lab.b.password)
            try seen.expect("another address than one's own", slip.status, is: 422)
            let erased = try await guest.browser.fill(form, ["email": guest.email], present: lab.b.password)
            try seen.expect("one's own", erased.status, is: 200)
            let text = FormReader.area("receipt", erased.text)
            let signed = try SignedReceipt.verified(Array(text.utf8))
            try seen.expect("what the signed receipt says", "\(signed.receipt.kind) \(signed.receipt.state)", is: "erase done")
            try seen.expect("still signed in", try await guest.browser.get("me/").status == 200, is: false)
            let (address, name) = (guest.email, guest.name)
            let found = try await Lab.hunt(address, below: [lab.b.agency.folder, lab.b.agency.pageFolder])
            let named = try await Lab.hunt(name, below: [lab.b.agency.folder, lab.b.agency.pageFolder])
            try seen.expectSome("files searched for the address and the name", found.searched)
            try seen.expect("of them with a trace", found.hits + named.hits, is: 0)
            let last = try await lab.b.agency.erasures().last
            try seen.expect("rows that a second look found", last?.left, is: 0)
            // After the search: who tries in vain to sign in stands in the log with what they typed.
            let again = try await lab.b.visitor(lab.wire).post(
                "sign-in", ["email": guest.email, "password": lab.b.password])
            try seen.expect("signing in again", again.status, is: 401)
            let owner = lab.b.owner
            let only = try await owner.browser.fill(form, ["email": owner.email], present: lab.b.password)
            try seen.expect("the only owner of an agency, who must hand over first", only.status, is: 409)
        },
        Check("erasure-client") { lab, seen in
            let guest = try await Guest.make(in: lab.b, lab, kind: .company)
            let form = "staff/clients/\(guest.slug)/erase/"
            let called = "\(guest.word) Limited"
            let slip = try await lab.b.owner.browser.fill(form, ["name": "Somebody"], present: lab.b.password)
            try seen.expect("an owner erases a client by a slip", slip.status, is: 422)
            try seen.expect("an agent", try await lab.b.agent.browser.get(form).status, is: 404)
            let erased = try await lab.b.owner.browser.fill(form, ["name": called], present: lab.b.password)
            try seen.expect("an owner erases the client on purpose", erased.status, is: 303)
            try await guest.expectGone(&seen)
            let back = try await guest.comeBack(lab)
            try seen.expect("an import that would bring them back", back, is: "import.erased")
            let outside = try await lab.b.agency.erasures().last?.outside
            try seen.expect("keys destroyed", outside?.keys, is: 1)
            try seen.expectSome("files of documents removed", outside?.documents ?? 0)
        },
        Check("erasures-in-time") { lab, seen in
            let (now, most) = (lab.workspace.world.now(), DataRequest.days * 86_400_000)
            var (receipts, requests, late, left) = (0, 0, 0, 0)
            for agency in try await lab.agencies() {
                let (erasures, asked) = try await agency.inspect { connection in
                    (try connection.erasures(), try connection.dataRequests().filter { $0.kind == .erase })
                }
                receipts += erasures.count
                requests += asked.count
                for erasure in erasures { late += (erasure.done ?? now).milliseconds - erasure.asked.milliseconds > most ? 1 : 0 }
                for request in asked where (request.closed ?? now).milliseconds - request.received.milliseconds > most {
                    late += 1
                }
                left += try await agency.erasures().count { $0.done != nil && $0.left != 0 }
            }
            try seen.expectSome("erasures in all agencies", receipts)
            seen.see("requests for erasure", requests)
            try seen.expect("of both done, or still open, later than 30 days after they were asked for", late, is: 0)
            try seen.expect("erasures that have left something", left, is: 0)
        },
    ]
}
