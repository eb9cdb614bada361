import Documents
import Foundation
import Model
import Records
import Site
import Templates
import TestKit
import Testing

@testable import Actions

private let day: Int64 = 86_400

extension House {
    /// Lets time pass, then does what the rules say.
    fileprivate func wait(days: Int64, isDry: Bool = false) async throws -> [RetentionRule.Subject: RetentionOutcome] {
        place.clock.advance(seconds: days * day)
        let outcomes = try await agency.runRetention(isDry: isDry, hasRested: true)
        return Dictionary(uniqueKeysWithValues: outcomes.map { ($0.rule.subject, $0) })
    }

    /// Two years without a sign-in, and the three warnings: then the accounts that nobody uses are put away.
    fileprivate func waitUntilPutAway() async throws {
        for days: Int64 in [732, 30, 30, 30] { _ = try await wait(days: days) }
    }

    /// Asks by the public form, as Anna; the token of the letter.
    @discardableResult fileprivate func askByForm(_ kind: String, _ email: String) async throws -> String {
        let fields = ["kind": kind, "name": "Anna", "email": email, "words": "", "language": "en"]
        try await agency.askByForm(Typed(fields: fields), address: "192.0.2.9")
        let letter = try await agency.records.read { try $0.latestMail(limit: 100) }.first {
            $0.address == email && $0.person == nil && $0.body.contains("token=")
        }
        return String(try #require(letter?.body.firstMatch(of: /token=([A-Za-z0-9_-]{43})/)).1)
    }

    /// The letters about an account that is not used.
    fileprivate func warnings(to person: Person) async throws -> Int {
        try await agency.records.read { try $0.latestMail(limit: 100) }.count { $0.kind == "inactive" && $0.person == person.id }
    }
}

@Test func `who does not sign in for two years gets three letters, then the account is put away, at three years it is erased`()
    async throws
{
    let house = try await House()
    let anna = house.small.anna
    try await house.give(anna)
    _ = try await house.signIn(anna)
    let day = house.place.clock.now
    // 24 months, to the day.
    #expect(try await house.wait(days: 730)[.inactive]?.done == 0)
    #expect(try await house.wait(days: 2)[.inactive]?.found ?? 0 >= 1)
    #expect(try await house.warnings(to: anna) == 1)
    #expect(try await house.wait(days: 29)[.inactive]?.done == 0)
    _ = try await house.wait(days: 1)
    _ = try await house.wait(days: 30)
    #expect(try await house.warnings(to: anna) == 3)
    #expect(try await house.agency.records.read { try $0.person(anna.id)?.isDisabled } == false)
    _ = try await house.wait(days: 30)
    #expect(try await house.agency.records.read { try $0.person(anna.id)?.isDisabled } == true)
    #expect(try await house.agency.erasures() == [])
    // Three years after the last sign-in, not after the closing.
    let passed = (house.place.clock.now.milliseconds - day.milliseconds) / 86_400_000
    _ = try await house.wait(days: 1096 - passed)
    _ = try await house.wait(days: 1)
    #expect(try await house.agency.erasures().contains { $0.subject == anna.id.text && $0.left == 0 })
    #expect(try await house.agency.records.read { try $0.person(email: anna.email) } == nil)
    #expect(try await house.agency.verifyAudit().problem == nil)
}

@Test func `one sign-in makes an account as new, and so does whoever takes one out of the archive`() async throws {
    let house = try await House()
    let anna = house.small.anna
    try await house.give(anna)
    _ = try await house.signIn(anna)
    _ = try await house.wait(days: 732)
    #expect(try await house.warnings(to: anna) == 1)
    _ = try await house.signIn(anna)
    for _ in 0..<3 { _ = try await house.wait(days: 30) }
    #expect(try await house.warnings(to: anna) == 1)
    // Again two years, and this time until it is closed.
    try await house.waitUntilPutAway()
    #expect(try await house.agency.records.read { try $0.person(anna.id)?.isDisabled } == true)
    // Letters to them went with the account; from now on it counts anew.
    #expect(try await house.warnings(to: anna) == 0)
    try await house.agency.restoreAccount(anna.email)
    _ = try await house.wait(days: 1)
    #expect(try await house.agency.records.read { try $0.person(anna.id)?.isDisabled } == false)
    #expect(try await house.warnings(to: anna) == 1)
}

@Test func `an account that is put away is read by nobody, and comes back as it was`() async throws {
    let house = try await House()
    let (agency, anna) = (house.agency, house.small.anna)
    try await house.give(anna)
    _ = try await house.signIn(anna)
    let before = try await agency.records.read { (try $0.person(anna.id), try $0.contacts(of: anna.id)) }
    try await house.waitUntilPutAway()
    #expect(try await agency.archivedAccounts().contains { $0.person == anna.id })
    let away = try #require(try await agency.records.read { try $0.putAway(anna.id) })
    #expect(try await agency.records.read { try $0.contacts(of: anna.id) }.isEmpty)
    #expect(try await agency.records.read { try $0.person(email: anna.email) } == nil)
    let text = String(decoding: away.sealed, as: UTF8.self)
    #expect(!text.contains(anna.email) && !text.contains(anna.name))
    // It opens in its own place only.
    #expect(throws: Refusal.self) {
        try ArchivedAccount(PutAway(person: house.small.ben.id, at: away.at, sealed: away.sealed), agency.keys)
    }
    _ = try await house.wait(days: 0)
    for file in ["data/north/records.sqlite", "data/north/records.sqlite-wal"] {
        let bytes = try Data(contentsOf: URL(filePath: house.place.scratch.path(file)))
        #expect(bytes.range(of: Data(anna.email.utf8)) == nil, "\(file)")
    }
    #expect(await refusal { try await agency.restoreAccount("nobody@else.example") } == "notFound refusal.archive.none")
    // Somebody else has the address by now.
    _ = try await agency.addPerson(NewPerson(email: anna.email, role: .agent, name: "Another"))
    #expect(await refusal { try await agency.restoreAccount(anna.email) } == "conflict refusal.person.exists")
    _ = try await agency.eraseSubject(try await agency.subject(anna.email))
    try await agency.restoreAccount(anna.id.text)
    let after = try await agency.records.read { (try $0.person(anna.id), try $0.contacts(of: anna.id)) }
    #expect(after.1 == before.1 && after.0?.email == anna.email && after.0?.name == anna.name)
    #expect(after.0?.hasPassword == false && after.0?.isDisabled == false)
    #expect(try await agency.archivedAccounts().allSatisfy { $0.person != anna.id })
    try await house.give(anna)
    _ = try await house.signIn(anna)
    #expect(try await house.workspace.check() == [])
}

@Test func `who an account was that is put away stands in no letter and no request, and comes back with them`() async throws {
    let house = try await House()
    let (agency, anna, olga) = (house.agency, house.small.anna, house.small.olga)
    for person in [anna, olga] { try await house.give(person) }
    let she = try await house.signIn(anna).session
    let request = try await agency.askAboutData(she, Typed(fields: ["kind": "access", "words": "A copy for Anna."]))
    try await house.waitUntilPutAway()
    // It waits for an answer: until then it must be known who asked.
    #expect(try await agency.archivedAccounts().allSatisfy { $0.person != anna.id })
    try await agency.decideRequest(
        request.id.text, Typed(fields: ["decision": "refused", "outcome": "No, Anna."]), try await house.signIn(olga).session,
        address: "192.0.2.1")
    try await house.askByForm("access", anna.email)
    _ = try await house.wait(days: 0)
    #expect(try await agency.archivedAccounts().allSatisfy { $0.person != anna.id })
    let spool = agency.settings.spool(of: agency.slug.text)
    try Disk.makeFolders(spool)
    let letters = try await agency.records.read { try $0.latestMail(limit: 100) }.filter { $0.address == anna.email }
    #expect(letters.contains { $0.person == nil } && letters.contains { $0.person == anna.id })
    for letter in letters { try Data(letter.address.utf8).write(to: URL(filePath: "\(spool)/\(letter.id).eml")) }
    _ = try await house.wait(days: 2)
    #expect(try await agency.archivedAccounts().contains { $0.person == anna.id })
    for letter in letters { #expect(!Disk.isFile("\(spool)/\(letter.id).eml")) }
    #expect(try await agency.records.read { try $0.latestMail(limit: 100) }.allSatisfy { $0.address != anna.email })
    let away = try #require(try await agency.records.read { try $0.dataRequest(request.id) })
    #expect([away.name, away.email, away.words, away.outcome] == ["", "", "", ""])
    #expect(away.person == anna.id && away.state == .refused)
    for path in try Disk.files(below: house.place.scratch.path("data/north")) {
        let bytes = try Data(contentsOf: URL(filePath: house.place.scratch.path("data/north/" + path)))
        #expect(bytes.range(of: Data(anna.email.utf8)) == nil, "\(path)")
    }
    try await agency.restoreAccount(anna.email)
    let back = try #require(try await agency.records.read { try $0.dataRequest(request.id) })
    #expect([back.name, back.email, back.words, back.outcome] == [anna.name, anna.email, "A copy for Anna.", "No, Anna."])
}

@Test func `an authority that asks for an account that is put away gets who it was and what they could see`() async throws {
    let house = try await House()
    let (agency, anna) = (house.agency, house.small.anna)
    try await house.give(anna)
    _ = try await house.signIn(anna)
    try await house.waitUntilPutAway()
    #expect(try await agency.archivedAccounts().contains { $0.person == anna.id })
    func open(_ who: String) async throws -> Disclosure {
        try await agency.openDisclosure(NewDisclosure(authority: "A court", basis: "Order 7", who: who), by: "Rasa")
    }
    // By the address that they had, however it is typed, and by their id.
    #expect(try await open(anna.id.text).subject == anna.id.text)
    let asked = try await open(" " + anna.email.uppercased())
    #expect(asked.subject == anna.id.text && asked.kind == "person")
    #expect(await refusal { _ = try await open("nobody@else.example") } == "notFound refusal.subject.none")
    for name in ["Rasa", "Tomas"] { try await agency.approveDisclosure(asked.number, by: name) }
    let path = house.place.scratch.path("given")
    try await agency.exportDisclosure(asked.number, to: try LocalWriter(path), key: try LocalWriter(path + ".key"), by: "Rasa")
    let key = try #require(
        Hex.bytes(try String(contentsOfFile: path + ".key", encoding: .utf8).trimmingCharacters(in: .newlines)))
    let bytes = try StreamSeal.open(
        Array(try Data(contentsOf: URL(filePath: path))), key: key, context: asked.context(of: agency.id))
    try Data(bytes).write(to: URL(filePath: path + ".zip"))
    let zip = try ZipReader(path + ".zip")
    func text(_ name: String) throws -> String { String(decoding: try zip.bytes(name, limit: 1 << 20), as: UTF8.self) }
    let account = try text("data/archived_account.json")
    #expect(account.contains(anna.email) && account.contains(anna.name))
    #expect(try text("data/client_case.jsonl").contains("\"slug\""))
    #expect(try await agency.archivedAccounts().contains { $0.person == anna.id })
}

@Test func `what there is of a client has its contacts of before: those taken away from it, and those put away`() async throws {
    let house = try await House()
    let (agency, anna, olga) = (house.agency, house.small.anna, house.small.olga)
    for person in [anna, olga] { try await house.give(person) }
    _ = try await house.signIn(anna)
    // One more, who is taken away and has sent nothing.
    let gone = NewPerson(email: "gone@acme.example", role: .contact, name: "Gina Gone", client: .of("acme"))
    _ = try await agency.addPerson(gone)
    func export(_ name: String, of client: Slug) async throws -> Unpacked {
        let path = house.place.scratch.path(name)
        _ = try await agency.export(client: client, to: try LocalWriter(path))
        #expect(try await Workspace.verifyExport(path).problems == [])
        return try Unpacked(path)
    }
    let contact = try await agency.records.read { connection in
        try connection.contacts(of: try #require(try connection.person(email: gone.email)).id).first
    }
    let owner = try await house.signIn(olga).session
    try await agency.removeContact(of: .of("acme"), try #require(contact).id.text, by: owner)
    let names = try await export("removed.zip", of: .of("acme")).rows("person").compactMap { $0["name"] as? String }
    #expect(Set(names).isSuperset(of: [anna.name, "Gina Gone"]))
    try await house.waitUntilPutAway()
    let archive = try await export("away.zip", of: .of("acme"))
    let accounts = try archive.text("data/archived_accounts.json")
    #expect(accounts.contains(anna.email) && accounts.contains(anna.name))
    #expect(!(try archive.all.contains(house.small.olga.email)))
    // Another client's export says nothing of them.
    let other = try await export("beta.zip", of: .of("beta")).all
    #expect(!other.contains("Gina Gone") && !other.contains(anna.email))
}

@Test func `an account that is put away is found by its address, and erased when its owner asks for it`() async throws {
    let house = try await House()
    let (agency, anna, olga) = (house.agency, house.small.anna, house.small.olga)
    for person in [anna, olga] { try await house.give(person) }
    _ = try await house.signIn(anna)
    try await house.waitUntilPutAway()
    #expect(try await agency.findSubject(anna.email.uppercased()).subject == .person(anna.id))
    #expect(await refusal { _ = try await agency.findSubject("nobody@else.example") } == "notFound refusal.subject.none")
    let request = try await agency.proveRequest(token: try await house.askByForm("erase", anna.email))
    #expect(request.person == nil)
    let owner = try await house.signIn(olga).session
    let shown = try await agency.dataRequest(request.id.text, owner).erases
    #expect(shown.map(\.isClient) == [false])
    // Everybody whose account is put away has one name; what is typed is what tells this request from others.
    #expect(shown.first?.confirmation == "\(request.number)")
    var fields = ["decision": "done", "outcome": "Gone.", "name": try #require(shown.first).name]
    let placeholder = Typed(fields: fields)
    #expect(
        await refusal { try await agency.decideRequest(request.id.text, placeholder, owner, address: "192.0.2.1") }
            == "invalid name: refusal.erase.name")
    fields["name"] = "\(request.number)"
    try await agency.decideRequest(request.id.text, Typed(fields: fields), owner, address: "192.0.2.1")
    #expect(try await agency.archivedAccounts().allSatisfy { $0.person != anna.id })
    let receipt = try #require(try await agency.erasures().first { $0.subject == anna.id.text })
    let done = try #require(try await agency.records.read { try $0.dataRequest(request.id) })
    #expect(receipt.left == 0 && done.erasure == receipt.erasure && done.state == .done)
    #expect([done.name, done.email, done.words] == ["", "", ""] && done.person == nil)
    let letter = try #require(try await agency.records.read { try $0.latestMail(limit: 9) }.first { $0.kind == "erased" })
    let values = ["number": "\(request.number)", "agency": try await agency.agency().name]
    #expect(letter.address == anna.email)
    #expect(letter.body.contains(agency.site.words("en").text("mail.erased.lead", values).prefix(40)))
    #expect(try await agency.wasErased(anna.email))
}

@Test func `a hold on a client keeps those too whose account is put away`() async throws {
    let house = try await House()
    let (agency, anna, olga) = (house.agency, house.small.anna, house.small.olga)
    for person in [anna, olga] { try await house.give(person) }
    _ = try await house.signIn(anna)
    try await house.waitUntilPutAway()
    #expect(try await agency.archivedAccounts().contains { $0.person == anna.id })
    try await agency.hold(.client(house.small.acme.id), reason: "Dispute 7")
    let held = "conflict refusal.erase.held"
    #expect(await refusal { try await agency.eraseSubject(.person(anna.id)) } == held)
    #expect(try await agency.findSubject(anna.email).hold?.reason == "Dispute 7")
    let request = try await agency.proveRequest(token: try await house.askByForm("erase", anna.email))
    let owner = try await house.signIn(olga).session
    #expect(try await agency.dataRequest(request.id.text, owner).erases.map(\.hold) == ["Dispute 7"])
    let typed = Typed(fields: ["decision": "done", "outcome": "Gone.", "name": "\(request.number)"])
    #expect(
        await refusal { try await agency.decideRequest(request.id.text, typed, owner, address: "192.0.2.1") } == held)
    // Nor does the rule of three years erase them, until it is lifted.
    let outcome = try await house.wait(days: 400)[.inactive]
    #expect(outcome?.held ?? 0 >= 1)
    #expect(try await agency.erasures().allSatisfy { $0.subject != anna.id.text })
    try await agency.liftHold(.client(house.small.acme.id))
    _ = try await house.wait(days: 1)
    #expect(try await agency.erasures().contains { $0.subject == anna.id.text && $0.left == 0 })
}

@Test func `whose data is restricted is neither put away nor erased by a rule`() async throws {
    let house = try await House()
    let (agency, anna) = (house.agency, house.small.anna)
    try await house.give(anna)
    _ = try await house.signIn(anna)
    try await agency.change { connection, journal in
        try connection.restrict(.person(anna.id), .claims, "", by: .operator, agency.world, &journal)
    }
    for _ in 0..<5 { _ = try await house.wait(days: 300) }
    let outcome = try #require(try await house.wait(days: 0, isDry: true)[.inactive])
    #expect(outcome.held >= 1)
    #expect(try await agency.records.read { try $0.person(email: anna.email) } != nil)
    #expect(try await house.warnings(to: anna) == 0)
}

@Test func `requests and notices of policies go three years after their end, and figures of use in theirs`() async throws {
    let house = try await House()
    let agency = house.agency
    let olga = house.small.session(house.small.olga)
    let request = try await agency.recordRequest(
        olga, Typed(fields: ["kind": "access", "name": "Carl Blue", "email": "carl@else.example", "words": "A copy."]))
    try await agency.decideRequest(
        request.id.text, Typed(fields: ["decision": "refused", "outcome": "No."]), olga, address: "192.0.2.1")
    #expect(try await house.wait(days: 1095)[.request]?.found == 0)
    #expect(try await house.wait(days: 2)[.request]?.done == 1)
    let kept = try #require(try await agency.records.read { try $0.dataRequest(request.id) })
    #expect(kept.state == .refused && kept.number == request.number && kept.closed != nil)
    #expect([kept.name, kept.email, kept.words, kept.outcome] == ["", "", "", ""])
    #expect(try await house.wait(days: 1)[.request]?.found == 0)
}

@Test func `closed cases go when the agency says so, with all that belongs to them, and those on hold stay`() async throws {
    let house = try await House()
    let (agency, small) = (house.agency, house.small)
    let document = try await agency.keep("Old lease.\n", named: "lease.txt", on: small.lease, .client)
    try await agency.change { connection, journal in
        for record in [small.lease, small.audit] {
            var closed = record
            (closed.status, closed.closed) = (.closed, .of("2026-03-01"))
            try connection.update(closed)
        }
        journal.changed(.everything)
    }
    #expect(try await agency.retentionRules().first { $0.subject == .closedCase }?.keep == .always)
    _ = try await agency.set([("retention_cases", "2")])
    try await agency.hold(.client(small.beta.id), reason: "Dispute")
    #expect(try await agency.retentionRules().first { $0.subject == .closedCase }?.keep == .years(2))
    #expect(try await house.wait(days: 700)[.closedCase]?.found == 0)
    let dry = try await house.wait(days: 25, isDry: true)[.closedCase]
    #expect(dry?.found == 2 && dry?.done == 0)
    #expect(try await agency.records.read { try $0.caseRecord(small.lease.id) } != nil)
    let done = try await house.wait(days: 0)[.closedCase]
    #expect(done?.found == 2 && done?.done == 1 && done?.held == 1)
    #expect(try await agency.records.read { try $0.caseRecord(small.lease.id) } == nil)
    #expect(try await agency.records.read { try $0.caseRecord(small.audit.id) } != nil)
    #expect(try await agency.records.read { try $0.document(document.id) } == nil)
    #expect(try !agency.documents.list().contains { $0.1 == document.id })
    #expect(try await agency.records.read { try $0.invoices(of: small.acme.id) }.count == 2)
    try await agency.settled()
    #expect(try house.place.pages(.of("north")).keys.contains { $0.contains("acme") && $0.contains("lease") } == false)
    #expect(try await house.workspace.check() == [])
}

@Test func `an invoice of an erased client goes at the end of its time, and the client with it`() async throws {
    let house = try await House()
    let canary = try await Canary(house.agency, hasInvoice: true)
    _ = try await house.agency.eraseSubject(.client(canary.client.id))
    // The last day of 2036: still kept.
    #expect(try await house.wait(days: 3949)[.erasedInvoice]?.found == 0)
    #expect(try await house.wait(days: 1)[.erasedInvoice]?.done == 1)
    #expect(try await house.agency.records.read { try $0.client(canary.client.id) } == nil)
    #expect(try Canary.hunt(house.place.scratch.path) == [])
    // Those of living clients stay: they are the agency's own books.
    #expect(try await house.agency.records.read { try $0.invoices(of: house.small.acme.id) }.count == 2)
}

@Test func `nothing of an agency in use is overdue but what lives shortly, and nothing is after the rules had their turn`()
    async throws
{
    let house = try await House()
    try await house.give(house.small.anna)
    _ = try await house.signIn(house.small.anna, device: "d")
    _ = try await house.agency.invite(house.small.ben.email)
    try await house.agency.change { _, journal in journal.mail(.passwordChanged, to: house.small.anna.id) }
    let records = try await house.agency.records.read {
        try ($0.clients(), $0.people(), $0.events(ofCasesOf: house.small.acme.id))
    }
    let found = try await house.wait(days: 600, isDry: true).filter { $0.value.found > 0 }
    #expect(!found.isEmpty)
    #expect(Set(found.keys).isSubset(of: [.idleSession, .session, .device, .invitation, .letter, .secretLetter, .letterFile]))
    _ = try await house.agency.runRetention(hasRested: true)
    #expect(try await house.agency.overdue().allSatisfy { $0.found == 0 })
    let after = try await house.agency.records.read { try ($0.clients(), $0.people(), $0.events(ofCasesOf: house.small.acme.id)) }
    #expect(records.0 == after.0 && records.1.map(\.id) == after.1.map(\.id) && records.2 == after.2)
}

@Test func `the public page has a row for every rule that works, and no other`() async throws {
    let house = try await House()
    let rules = try await house.agency.retentionRules()
    #expect(Set(rules.map(\.subject)) == Set(RetentionRule.Subject.allCases))
    let bytes = try #require(try house.place.pages(.of("north"))["privacy/retention/index.html"])
    let page = String(decoding: bytes, as: UTF8.self)
    #expect(page.matches(of: /<tr><td>/).count == rules.count)
    let words = house.agency.site.words("en")
    for rule in rules { #expect(page.contains(words.text("retention.what.\(rule.subject.rawValue)"))) }
    // Another rule of the agency makes another page.
    _ = try await house.agency.set([("retention_cases", "7")])
    try await house.agency.settled()
    let other = String(decoding: try #require(try house.place.pages(.of("north"))["privacy/retention/index.html"]), as: UTF8.self)
    #expect(other != page && other.contains("7 years"))
}
