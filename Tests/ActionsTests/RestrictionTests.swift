import Foundation
import Model
import Records
import TestKit
import Testing

@testable import Actions

@Test func `restricted data is kept, shown and changed by nobody, and left out of files, search, work and letters`() async throws
{
    let office = try await Office()
    let (agency, small) = (office.house.agency, office.house.small)
    let page = try await office.house.page(office.anna, "cases/lease/")
    try await agency.restrict(client: .of("acme"), Typed(fields: ["reason": "a", "words": "They say it is wrong."]), office.olga)
    // Kept and shown.
    #expect(try await office.house.page(office.anna, "cases/lease/") == page)
    #expect(try await agency.clientOverview(office.olga, .of("acme")).restriction?.reason == .accuracy)
    // Changed by nobody.
    let restricted: (any Error) -> Bool = { ($0 as? Refusal)?.kind == .restricted }
    let typed = Typed(fields: [
        "title": "New", "kind": "note", "day": "2026-03-01", "visibility": "client", "key": World.real.uuid(),
    ])
    await #expect { _ = try await agency.addEntry(office.olga, client: .of("acme"), case: .of("lease"), typed) } throws: {
        restricted($0)
    }
    await #expect { try await agency.archiveClient(.of("acme"), true, by: office.olga) } throws: { restricted($0) }
    // Left out.
    let csv = String(decoding: try await agency.exportClients(office.olga, ClientFilter()), as: UTF8.self)
    #expect(!csv.contains("Acme") && csv.contains("Beta"))
    let invoices = String(decoding: try await agency.invoicesCSV(office.olga, InvoiceFilter()), as: UTF8.self)
    #expect(!invoices.contains("INV-2026-0001"))
    #expect(try await agency.staffWork(office.olga).recent.allSatisfy { $0.client != .of("acme") })
    try await agency.change { connection, journal in
        journal.tell(.entered(small.event("News", .client, World.real), of: small.acme.id, by: .operator))
    }
    #expect(try await agency.records.read { try $0.notices(of: small.anna.id, limit: 10) }.isEmpty)
    // Others go on.
    try await agency.archiveClient(.of("beta"), true, by: office.olga)
}

@Test func `restricted data is changed by no command and no import either, and a restricted contact is not found`() async throws {
    let office = try await Office()
    let (house, agency, small) = (office.house, office.house.agency, office.house.small)
    let document = try await agency.keep("A lease.\n", named: "lease.txt", on: small.lease, .client)
    let contact = try await agency.records.read { try $0.contacts(of: small.anna.id)[0].id.text }
    let (typed, again) = (Typed(fields: ["reason": "a", "words": ""]), Typed(fields: ["reason": "a", "words": ""]))
    for _ in 0..<2 { try await agency.restrict(contact: contact, of: .of("acme"), typed, office.olga) }
    #expect(
        await refusal { try await agency.restrict(contact: contact, of: .of("acme"), again, office.olga) }
            == "conflict refusal.restricted.already")
    #expect(try await agency.restriction(ofContact: contact, of: .of("acme"), office.olga).restriction?.reason == .accuracy)
    let locked = "restricted refusal.restricted"
    #expect(await refusal { try await agency.setContact(small.anna.email, of: .of("acme"), sees: .cases) } == locked)
    #expect(await refusal { try await agency.eraseSubject(.person(small.anna.id)) } == locked)
    try await agency.restrict(client: .of("acme"), again, office.olga)
    #expect(await refusal { try await agency.unpublish(document: document.id.text, by: .operator) } == locked)
    #expect(
        await refusal {
            try await agency.addPerson(NewPerson(email: "new@acme.example", role: .contact, client: .of("acme")))
        } == locked)
    func problems(_ files: [String: String]) async throws -> [String] {
        let report = try await house.workspace.importFolder(agency.slug, from: TextFolder(files))
        return report.problems.map { "\($0.file):\($0.line) \($0.word)" }
    }
    #expect(
        try await problems(["clients.csv": "client,name\nbeta,Beta\nacme,Another\n"]) == ["clients.csv:3 import.restricted"])
    #expect(
        try await problems([
            "events.csv": "client,case,date,kind,title,visibility\nacme,lease,2026-03-01,note,Ours,internal\n"
        ]) == ["events.csv:2 import.restricted"])
    #expect(
        try await problems(["contacts.csv": "client,name,email\nacme,Other,\(small.anna.email)\n"])
            == ["contacts.csv:2 import.restricted"])
    // What is as it was is no change.
    #expect(try await problems(["clients.csv": "client,name\nacme,\(small.acme.name)\n"]).isEmpty)
}

@Test func `a restriction is lifted only after those concerned were told`() async throws {
    let office = try await Office()
    let agency = office.house.agency
    try await agency.restrict(client: .of("acme"), Typed(fields: ["reason": "d", "words": ""]), office.olga)
    let id = try await agency.restrictions(office.olga)[0].restriction.id.text
    await #expect { try await agency.lift(restriction: id, office.olga) } throws: {
        ($0 as? Refusal)?.word == "refusal.restricted.untold"
    }
    try await agency.announceLifting(id, Typed(fields: [:]), office.olga)
    // The letter waits still.
    await #expect { try await agency.lift(restriction: id, office.olga) } throws: { ($0 as? Refusal)?.kind == .conflict }
    try await agency.records.write { _ = try $0.run("UPDATE mail SET state = 'sent' WHERE kind = 'data-request'") }
    try await agency.lift(restriction: id, office.olga)
    #expect(try await agency.restrictions(office.olga).isEmpty)
    try await agency.archiveClient(.of("acme"), true, by: office.olga)
    // The schema keeps the order, whoever writes.
    await #expect(throws: (any Error).self) {
        try await agency.records.write { _ = try $0.run("UPDATE restriction SET told = NULL") }
    }
}

@Test func `a request for restriction that is granted restricts the person, and one for objection objects`() async throws {
    let office = try await Office()
    let (agency, anna) = (office.house.agency, office.house.small.anna)
    try await office.decide(try await office.ask(.restrict), "refused")
    #expect(try await agency.ownData(office.anna).restriction == nil)
    try await office.decide(try await office.ask(.restrict))
    #expect(try await agency.ownData(office.anna).restriction != nil)
    let may = { (purpose: Processing) in
        try await agency.records.read { try $0.mayProcess(.person(anna.id), for: purpose) }
    }
    for purpose in Processing.allCases { #expect(try await !may(purpose)) }
    try await office.decide(try await office.ask(.object))
    #expect(try await agency.ownData(office.anna).objections == [.usage, .product])
}

@Test func `an objection holds at once, for its own purpose alone`() async throws {
    let office = try await Office()
    let (agency, anna) = (office.house.agency, office.house.small.anna)
    func may(_ purpose: Processing) async throws -> Bool {
        try await agency.records.read { try $0.mayProcess(.person(anna.id), for: purpose) }
    }
    #expect(try await may(.usage))
    try await agency.setObjections(office.anna, Typed(fields: ["objections": "usage"]))
    #expect(try await !may(.usage))
    for purpose in [Processing.product, .change, .digest, .list] { #expect(try await may(purpose)) }
    try await agency.setObjections(office.anna, Typed(fields: [:]))
    #expect(try await may(.usage))
    #expect(
        try await office.house.log(of: anna.id.text).filter { $0.hasPrefix("objection.") } == ["objection.set", "objection.set"])
}

@Test func `a correction shows old and new, is granted at once, and writes nothing over what is restricted`() async throws {
    let office = try await Office()
    let (agency, small) = (office.house.agency, office.house.small)
    func ask(_ fields: [String: String], _ session: Session) async throws -> DataRequest {
        let stands = RequestChange.Field.allCases.map { ("clients[0].\($0.rawValue)", small.acme[keyPath: $0.place]) }
        let form = Dictionary(uniqueKeysWithValues: stands).merging(["clients[0].client": "acme"]) { $1 }
        return try await agency.askForCorrection(session, Typed(fields: form.merging(fields) { $1 }))
    }
    func phone() async throws -> String? { try await agency.records.read { try $0.client(small.acme.id)?.phone } }
    await #expect { try await ask([:], office.anna) } throws: {
        ($0 as? Refusal)?.fields["words"]?.word == "refusal.request.nothing"
    }
    await #expect { try await ask(["clients[0].email": "nonsense"], office.anna) } throws: {
        ($0 as? Refusal)?.fields["clients[0].email"] != nil
    }
    // Somebody else's client is not there.
    await #expect { try await ask(["clients[0].client": "beta"], office.anna) } throws: { ($0 as? Refusal)?.kind == .notFound }
    await #expect { try await agency.correctable(office.olga) } throws: { ($0 as? Refusal)?.kind == .notFound }
    let request = try await ask(["clients[0].phone": "1 2 3"], office.anna)
    await #expect { try await ask(["clients[0].phone": "4"], office.anna) } throws: {
        ($0 as? Refusal)?.fields["words"]?.word == "refusal.request.open"
    }
    let asked = RequestChange(client: small.acme.id, field: .phone, old: small.acme.phone, new: "1 2 3")
    #expect(try await agency.ownData(office.anna).changes[request.id] == [asked])
    // Meanwhile somebody writes another number: what it replaces is that one.
    try await agency.records.write { _ = try $0.run("UPDATE client SET phone = '9' WHERE id = \(small.acme.id)") }
    #expect(try await agency.dataRequest(request.id.text, office.olga).changes.map(\.old) == ["9"])
    try await agency.restrict(client: .of("acme"), Typed(fields: ["reason": "a", "words": ""]), office.olga)
    await #expect { try await office.decide(request) } throws: { ($0 as? Refusal)?.kind == .restricted }
    #expect(try await phone() == "9")
    try await agency.records.write { _ = try $0.run("DELETE FROM restriction") }
    try await office.decide(request)
    #expect(try await phone() == "1 2 3")
    let known = try await agency.dataRequest(request.id.text, office.olga)
    #expect(known.changes.map { [$0.old, $0.new] } == [["9", "1 2 3"]] && known.clients[small.acme.id] == small.acme.name)
    #expect(known.steps.map(\.what) == [.received, .carried, .decided])
    #expect(try await office.house.log(of: small.acme.id.text).contains { $0.hasPrefix("client.change") })
}

@Test func `no other letter passes for the one that says that a restriction ends`() async throws {
    let office = try await Office()
    let (agency, anna) = (office.house.agency, office.house.small.anna)
    let contact = try await agency.records.read { try $0.contacts(of: anna.id)[0].id.text }
    try await agency.restrict(contact: contact, of: .of("acme"), Typed(fields: ["reason": "a", "words": ""]), office.olga)
    let id = try await agency.restrictions(office.olga)[0].restriction.id.text
    for _ in 0..<2 { try await agency.announceLifting(id, Typed(fields: [:]), office.olga) }
    #expect(try await office.letters(to: anna).count == 1)
    func set(_ old: String, _ new: String) async throws {
        try await agency.records.write { connection in
            _ = try connection.run("UPDATE mail SET state = \(new) WHERE kind = 'data-request' AND state = \(old)")
        }
    }
    try await set("waiting", "failed")
    _ = try await office.ask(.access)
    try await set("waiting", "sent")
    let untold = "conflict refusal.restricted.untold"
    #expect(await refusal { try await agency.lift(restriction: id, office.olga) } == untold)
    // Announced anew, the letter of before says it no more.
    try await set("failed", "sent")
    office.house.place.clock.advance(seconds: 1)
    try await agency.announceLifting(id, Typed(fields: [:]), office.olga)
    #expect(await refusal { try await agency.lift(restriction: id, office.olga) } == untold)
    try await set("waiting", "sent")
    try await agency.lift(restriction: id, office.olga)
    #expect(try await agency.restrictions(office.olga).isEmpty)
}

@Test func `whose data is restricted can be locked out, and is neither let in nor invited`() async throws {
    let office = try await Office()
    let (agency, small) = (office.house.agency, office.house.small)
    let contact = try await agency.records.read { try $0.contacts(of: small.anna.id)[0].id.text }
    let (typed, locked) = (Typed(fields: ["reason": "a", "words": ""]), "restricted refusal.restricted")
    try await agency.restrict(contact: contact, of: .of("acme"), typed, office.olga)
    #expect(await refusal { _ = try await agency.invite(small.anna.email) } == locked)
    try await agency.lockContact(of: .of("acme"), contact, true, by: office.olga)
    #expect(await refusal { try await agency.lockContact(of: .of("acme"), contact, false, by: office.olga) } == locked)
    #expect(await refusal { try await agency.setDisabled(small.anna.email, false) } == locked)
    try await agency.records.write { _ = try $0.run("DELETE FROM restriction") }
    try await agency.lockContact(of: .of("acme"), contact, false, by: office.olga)
    // The same where it is the client's data.
    try await agency.restrict(client: .of("acme"), Typed(fields: ["reason": "a", "words": ""]), office.olga)
    try await agency.lockContact(of: .of("acme"), contact, true, by: office.olga)
    #expect(await refusal { try await agency.lockContact(of: .of("acme"), contact, false, by: office.olga) } == locked)
    #expect(try await agency.records.read { try $0.person(small.anna.id)?.isDisabled } == true)
}
