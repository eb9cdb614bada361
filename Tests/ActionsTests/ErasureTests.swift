import Documents
import Foundation
import Model
import Records
import Site
import TestKit
import Testing

@testable import Actions

@Test func `a client who is erased is found nowhere: not in one byte of records, log, documents, pages and letters`() async throws
{
    let house = try await House()
    let canary = try await Canary(house.agency)
    let folder = house.place.scratch.path
    // The hunt finds what is there: the records' file or its log, pages, letters; documents are sealed.
    let before = try Canary.hunt(folder)
    #expect(before.contains { $0.hasPrefix("data/north/records.sqlite") })
    #expect(before.contains { $0.hasPrefix("public/north/clients/kanarija-giesmininke/") })
    #expect(before.contains { $0.hasPrefix("data/north/mail/") })
    #expect(try house.agency.documents.list().contains { $0.0 == canary.client.id })

    let receipt = try await house.agency.eraseSubject(.client(canary.client.id))
    #expect(try Canary.hunt(folder) == [])
    #expect(receipt.left == 0)
    #expect(receipt.persons == [canary.person.id.text])
    #expect(receipt.kept == [])
    #expect(receipt.outside.documents >= 1)
    #expect(receipt.outside.keys == 1)
    #expect(receipt.outside.letters == 2)
    #expect(receipt.tables.first { $0.table == "client" }?.deleted == 1)
    #expect(receipt.tables.first { $0.table == "event" }?.deleted == 1)
    #expect(receipt.tables.first { $0.table == "message" }?.deleted == 1)
    #expect(receipt.tables.first { $0.table == "person" }?.deleted == 1)

    // Everything else is as it was, and whole.
    #expect(try await house.workspace.check() == [])
    #expect(try await house.agency.verifyAudit().problem == nil)
    await #expect(throws: Refusal.self) { try await house.agency.findSubject(canary.client.id.text) }
    #expect(try await house.agency.erasures() == [receipt])
    // The key is gone: whoever has a copy of the bytes has nothing.
    #expect(throws: Refusal.self) { try house.agency.documents.open(canary.document) }

    await house.workspace.stop()
    #expect(try Canary.hunt(folder) == [])
}

@Test func `invoices that the law keeps stay, with whom they name and until when, and nothing beside them`() async throws {
    let house = try await House()
    let canary = try await Canary(house.agency, hasInvoice: true)
    let receipt = try await house.agency.eraseSubject(.client(canary.client.id))
    #expect(receipt.left == 0)
    #expect(receipt.kept.map(\.table) == ["invoice", "invoice_line", "invoice_party"])
    #expect(receipt.kept.allSatisfy { $0.basis == "legalDuty" && $0.until == "2036-12-31" })
    #expect(receipt.kept.map(\.rows) == [1, 1, 2])
    let client = try #require(try await house.agency.records.read { try $0.client(canary.client.id) })
    #expect(client.name == canary.client.name)
    #expect(client.email.isEmpty && client.phone.isEmpty && !client.slug.text.contains("kanarija"))
    #expect(client.erased != nil)
    let invoices = try await house.agency.records.read { try $0.invoices(of: canary.client.id) }
    #expect(invoices.map(\.number) == ["INV-2026-0099"])

    // Those who answer for the books see it; agents do not, and nobody adds anything.
    let olga = house.small.session(house.small.olga)
    #expect(try await house.agency.access(olga, client: client.slug).access == .staff)
    var agent = house.small.olga
    agent.role = .agent
    let seen = try await house.agency.records.read { [agent] in try $0.access(of: agent, to: client.id) }
    #expect(seen == Access.none)
    await #expect(throws: Refusal.self) {
        try await house.agency.archiveClient(client.slug, false, by: olga)
    }
    // No page of it is served or made, and the search does not find it.
    let pages = try house.place.pages(.of("north")).keys.filter { $0.contains(client.slug.text) || $0.contains("kanarija") }
    #expect(pages.isEmpty)
    let hits = try await house.agency.records.read { connection in
        try SearchRow.Kind.allCases.reduce(0) { try $0 + connection.fullText.count(SearchQuery("Kanarija", kind: $1)) }
    }
    #expect(hits == 0)
    // The name stands in the client's row alone.
    let found = try Canary.hunt(house.place.scratch.path).filter { !$0.hasPrefix("data/north/records.sqlite:") }
    #expect(found == [])
    #expect(try await house.workspace.check() == [])
}

@Test func `what a contact wrote for a client stays, without them`() async throws {
    let house = try await House()
    let (agency, small) = (house.agency, house.small)
    let canary = try await Canary(agency)
    // A contact of a company that goes on: what they sent belongs to its case.
    try await agency.change { connection, journal in
        try connection.insert(
            Contact(id: agency.world.id(), client: small.acme.id, person: canary.person.id, language: "en", sees: .all))
        try connection.insert(
            Message(
                id: agency.world.id(), client: small.acme.id, caseID: small.lease.id, person: canary.person.id,
                author: canary.person.name, origin: .client, at: agency.world.now(), text: "The key is under the mat."),
            form: "g", digest: .init(repeating: 2, count: 32))
        try connection.insert(small.event("Call with Kanarija Giesmininkė-Čiulbutė, not Kanarijai", .client, agency.world))
        journal.changed(.client(small.acme.id))
    }
    _ = try await agency.eraseSubject(.client(canary.client.id))
    #expect(try await agency.records.read { try $0.person(canary.person.id) } != nil)

    let receipt = try await agency.eraseSubject(.person(canary.person.id))
    #expect(receipt.left == 0)
    #expect(receipt.hasLookedForNames)
    // The row counts for each form of the name that stood in it.
    #expect((1...2).contains(receipt.mentions["event"] ?? 0))
    let messages = try await agency.records.read { try $0.messages(ofCasesOf: small.acme.id) }
    #expect(messages[small.lease.id]?.map(\.author) == ["former contact"])
    #expect(messages[small.lease.id]?.map(\.text) == ["The key is under the mat."])
    let events = try await agency.records.read { try $0.events(ofCasesOf: small.acme.id) }
    #expect(events[small.lease.id]?.contains { $0.title == "Call with former contact, not Kanarijai" } == true)
    // What else is called so is not theirs.
    let found = try Canary.hunt(house.place.scratch.path)
    #expect(!found.isEmpty && found.allSatisfy { $0.hasSuffix(": kanarija") })
    let page = try #require(try house.place.pages(.of("north"))["clients/acme/en.cid/cases/lease/index.html"])
    #expect(String(decoding: page, as: UTF8.self).contains("former contact"))
    #expect(try await house.workspace.check() == [])
    await #expect(throws: Refusal.self) { try await agency.eraseSubject(.person(canary.person.id)) }
}

@Test func `an erasure that is killed after its transaction is finished at the next opening`() async throws {
    let house = try await House()
    let canary = try await Canary(house.agency)
    let room = house.agency.room
    await room.audit.empty()
    let run = ErasureRun(
        agency: try await house.agency.agency(), subject: .client(canary.client.id), actor: .operator, id: room.world.uuid(),
        now: room.world.now(), keeping: try await house.agency.keeping(),
        names: FormerNames(contact: "former contact", member: "former member"), client: "erased client", replayed: nil,
        isWanted: false, archived: nil, guardian: ReturnGuard(keys: house.agency.keys, isMeant: false))
    try await room.change(alone: false) { connection, journal in try run.eraseRows(connection, &journal) }
    let killed = try Place(copying: house.place)
    #expect(try Canary.hunt(killed.scratch.path) != [])
    let workspace = try killed.workspace()
    let agency = try await workspace.agency(.of("north"))
    let receipt = try #require(try await agency.erasures().first)
    #expect(receipt.done != nil && receipt.left == 0)
    try await agency.settled()
    #expect(try Canary.hunt(killed.scratch.path) == [])
    let problems = try await workspace.check()
    #expect(problems == [])
    await workspace.stop()
}

@Test func `one that fails leaves everything as it was`() async throws {
    let house = try await House()
    let canary = try await Canary(house.agency)
    struct Broken: Error {}
    await #expect(throws: Broken.self) {
        try await house.agency.room.erase(.client(canary.client.id), by: .operator) { _, _ in throw Broken() }
    }
    #expect(try await house.agency.records.read { try $0.client(canary.client.id) } == canary.client)
    #expect(try await house.agency.erasures() == [])
    #expect(!Disk.isFolder(house.place.scratch.path("data/.tombstones")))
}

@Test func `a backup brings nobody back who was erased since`() async throws {
    let house = try await House()
    let canary = try await Canary(house.agency)
    let (data, keys) = (LocalFolder(house.place.elsewhere.path("backup")), LocalFolder(house.place.elsewhere.path("backup-keys")))
    _ = try await house.workspace.backup(to: data, keys: keys)
    _ = try await house.agency.eraseSubject(.client(canary.client.id))
    await house.workspace.stop()

    // With the ledger beside the backup, which the erasure has brought up to date: gone before anybody can look.
    let place = try Place()
    try FileManager.default.removeItem(atPath: place.scratch.path("keys"))
    let workspace = try place.workspace()
    _ = try await workspace.restore(from: data, keys: keys)
    let agency = try await workspace.agency(.of("north"))
    try await agency.settled()
    #expect(try Canary.hunt(place.scratch.path) == [])
    #expect(try await agency.erasures().count == 1)
    #expect(Disk.status(place.scratch.path("data/north/replay-due")) == nil)
    #expect(try await workspace.check() == [])
    await workspace.stop()
}

@Test func `without a ledger nothing is restored, and what is locked opens for nobody until it was replayed`() async throws {
    let house = try await House()
    let canary = try await Canary(house.agency)
    let (data, keys) = (LocalFolder(house.place.elsewhere.path("backup")), LocalFolder(house.place.elsewhere.path("backup-keys")))
    _ = try await house.workspace.backup(to: data, keys: keys)
    _ = try await house.agency.eraseSubject(.client(canary.client.id))
    let id = house.agency.id
    let ledger = try #require(try Disk.text(house.place.scratch.path("data/.tombstones/\(id).jsonl")))
    await house.workspace.stop()
    try FileManager.default.removeItem(atPath: house.place.elsewhere.path("backup/tombstones"))

    let place = try Place()
    try FileManager.default.removeItem(atPath: place.scratch.path("keys"))
    let workspace = try place.workspace()
    let refusal = await #expect(throws: Refusal.self) { try await workspace.restore(from: data, keys: keys) }
    #expect(refusal?.word == "refusal.restore.no-ledger")
    #expect(try workspace.slugs.isEmpty)
    _ = try await workspace.restore(from: data, keys: keys, trust: .nobodyWasErased)
    #expect(try await workspace.agency(.of("north")).records.read { try $0.client(canary.client.id) } != nil)
    await workspace.stop()

    // As a kill in the midst of a restore leaves it, with the ledger lost.
    try Workspace.lockUntilReplayed(place.scratch.path("data/north"))
    try FileManager.default.removeItem(atPath: place.scratch.path("data/.tombstones"))
    let locked = try place.workspace()
    let shut = await #expect(throws: Refusal.self) { try await locked.agency(.of("north")) }
    #expect(shut?.kind == .unavailable && shut?.word == "refusal.agency.replay")
    await #expect(throws: Refusal.self) { try await locked.replayErasures(.of("north")) }
    #expect(try await locked.replayErasures(.of("north"), ledger: ledger) == 1)
    #expect(try await locked.agency(.of("north")).records.read { try $0.client(canary.client.id) } == nil)
    #expect(try Canary.hunt(place.scratch.path("data")) == [])
    await locked.stop()
}

@Test func `a hold keeps somebody from being erased until it is lifted`() async throws {
    let house = try await House()
    let (agency, small) = (house.agency, house.small)
    try await agency.hold(.client(small.acme.id), reason: "Court case 12")
    for subject in [DataMap.Subject.client(small.acme.id), .person(small.anna.id)] {
        let refusal = await #expect(throws: Refusal.self) { try await agency.eraseSubject(subject) }
        #expect(refusal?.kind == .conflict && refusal?.arguments == ["reason": "Court case 12"])
    }
    #expect(try await agency.findSubject("acme").hold?.reason == "Court case 12")
    #expect(try await agency.records.read { try $0.client(small.acme.id) } == small.acme)
    try await agency.liftHold(.client(small.acme.id))
    _ = try await agency.eraseSubject(.person(small.anna.id))
    #expect(
        try await house.log().filter { $0.hasPrefix("hold.") || $0 == "subject.erase" } == [
            "hold.set", "hold.lift", "subject.erase",
        ])
}

@Test func `the last owner stays; only the owner erases, by the name and a fresh proof`() async throws {
    let house = try await House()
    let (agency, small) = (house.agency, house.small)
    let refusal = await #expect(throws: Refusal.self) { try await agency.eraseSubject(.person(small.olga.id)) }
    #expect(refusal?.word == "refusal.person.last-owner")
    try await house.give(small.olga)
    let session = try await house.signIn(small.olga).session
    var person = session.person
    person.role = .admin
    let admin = Session(person: person, tokenHash: session.tokenHash)
    await #expect(throws: Refusal.self) {
        try await agency.eraseSubject(.client(small.beta.id), Typed(fields: ["name": "Beta"]), by: admin, address: "192.0.2.1")
    }
    let wrong = await #expect(throws: Refusal.self) {
        try await agency.eraseSubject(.client(small.beta.id), Typed(fields: ["name": "Bet"]), by: session, address: "192.0.2.1")
    }
    #expect(wrong?.fields["name"]?.word == "refusal.erase.name")
    house.place.clock.advance(seconds: 11 * 60)
    let stale = await #expect(throws: Refusal.self) {
        try await agency.eraseSubject(.client(small.beta.id), Typed(fields: ["name": "Beta"]), by: session, address: "192.0.2.1")
    }
    #expect(stale?.fields["present"] != nil)
    let receipt = try await agency.eraseSubject(
        .client(small.beta.id), Typed(fields: ["name": "Beta", "present": House.password]), by: session, address: "192.0.2.1")
    #expect(receipt.left == 0)
}

@Test func `the ledger takes no half line for a tombstone, and no line for what it is not`() throws {
    let scratch = try Scratch("ledger")
    var settings = WorkspaceSettings(root: scratch.path)
    settings.threads = 1
    let agency = ID<Agency>("01980000-0000-7000-8000-000000000001")
    let ledger = TombstoneLedger(settings, agency)
    func stone(_ id: String) -> Tombstone { Tombstone(agency: agency.text, erasure: "e", kind: "client", id: id, at: 1) }
    try ledger.add([])
    #expect(try ledger.exists && ledger.read() == [])
    try ledger.add([stone("a"), stone("b")])
    try ledger.add([stone("b")])
    #expect(try ledger.read() == [stone("a"), stone("b")])
    #expect(
        try Disk.text(ledger.path)?.split(separator: "\n").first
            == #"{"agency":"01980000-0000-7000-8000-000000000001","at":1,"erasure":"e","id":"a","kind":"client"}"#)
    // What a crash leaves.
    try Disk.append(Array(#"{"agency":"0198"#.utf8), to: ledger.path)
    #expect(try ledger.read() == [stone("a"), stone("b")])
    try ledger.add([stone("c")])
    #expect(try ledger.read() == [stone("a"), stone("b"), stone("c")])
    try Disk.append(Array("{}\n".utf8), to: ledger.path)
    let refusal = #expect(throws: Refusal.self) { try ledger.read() }
    #expect(refusal?.arguments == ["line": "4"])
}

@Test(arguments: [
    ("Ona", "Ona and Simona, ONA!", "X and Simona, X!"),
    ("ona@x.lt", "to ona@x.lt, not mona@x.lt", "to X, not mona@x.lt"),
    ("Žydrė Ąžuolė", "žydrė ąžuolė; Žydrė Ąžuolėlė", "X; Žydrė Ąžuolėlė"), ("ab", "", ""),
    ("clients/a/", "/north/clients/a/b", "/north/Xb"),
])
func `a name is replaced where it stands as a whole word`(_ name: String, _ text: String, _ expected: String) {
    #expect(Mention.replace(name, in: text, by: "X") == expected)
}
