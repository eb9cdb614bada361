import Foundation
import Model
import Records
import Site
import Templates
import TestKit
import Testing

@testable import Actions

/// The canary of the erasures, who asks to be erased.
private struct Asking {
    let house: House
    let canary: Canary
    let she, olga: Session

    init() async throws {
        house = try await House()
        canary = try await Canary(house.agency)
        for person in [canary.person, house.small.olga] { try await house.give(person) }
        she = try await house.signIn(canary.person).session
        olga = try await house.signIn(house.small.olga).session
    }

    func ask() async throws -> DataRequest {
        try await house.agency.askAboutData(she, Typed(fields: ["kind": "erase", "words": "Kanarija asks."]))
    }

    func decide(_ request: DataRequest, _ fields: [String: String], by session: Session? = nil) async throws {
        try await house.agency.decideRequest(
            request.id.text, Typed(fields: ["decision": "done", "outcome": "As you asked."].merging(fields) { $1 }),
            session ?? olga, address: "192.0.2.1")
    }

    func request(_ id: ID<DataRequest>) async throws -> DataRequest? {
        try await house.agency.records.read { try $0.dataRequest(id) }
    }

    /// Sends every letter as a file; then the rules have their turn.
    func send() async throws {
        let courier = Courier(MailSettings(), Egress(processors: [], root: "", world: house.agency.world))
        _ = try await house.agency.deliver(by: courier)
        _ = try await house.agency.runRetention(hasRested: true)
    }
}

@Test func `a request for erasure that the owner grants erases the client and whoever asked, and they are told`() async throws {
    let asking = try await Asking()
    let (agency, request) = (asking.house.agency, try await asking.ask())
    let shown = try await agency.dataRequest(request.id.text, asking.olga)
    #expect(shown.erases.map(\.isClient) == [true])
    let name = asking.canary.client.name
    #expect(await refusal { try await asking.decide(request, ["name": "Kanarija"]) } == "invalid name: refusal.erase.name")
    // A hold stands before it, and says why.
    try await agency.hold(.client(asking.canary.client.id), reason: "Dispute 7")
    #expect(await refusal { try await asking.decide(request, ["name": name]) } == "conflict refusal.erase.held")
    #expect(try await asking.request(request.id)?.state == .open)
    try await agency.liftHold(.client(asking.canary.client.id))
    try await asking.decide(request, ["name": name])

    let done = try #require(try await asking.request(request.id))
    #expect(done.state == .done && done.closed != nil && done.person == nil)
    #expect([done.name, done.email, done.words, done.outcome] == ["", "", "", ""])
    let receipt = try #require(try await agency.erasures().first)
    #expect(done.erasure == receipt.erasure && receipt.left == 0)
    #expect(try await agency.records.read { try $0.steps(of: request.id).map(\.what) } == [.received, .decided, .carried])
    #expect(try await agency.session(token: "x") == nil)
    #expect(await refusal { try await asking.decide(request, ["name": name]) } == "conflict refusal.request.closed")
    // The one letter says so, and nothing of it is left when it is out.
    let letters = try await agency.records.read { try $0.latestMail(limit: 50) }.filter { $0.kind == "erased" }
    #expect(letters.map(\.address) == [asking.canary.person.email])
    #expect(letters[0].body.contains("As you asked.") && !letters[0].body.contains("Kanarija"))
    try await asking.send()
    #expect(try Canary.hunt(asking.house.place.scratch.path) == [])
    #expect(try await asking.house.workspace.check() == [])
    #expect(try await agency.verifyAudit().problem == nil)
}

@Test func `only the owner grants an erasure, with a fresh proof; a refusal takes neither`() async throws {
    let asking = try await Asking()
    let request = try await asking.ask()
    let agency = asking.house.agency
    _ = try await agency.addPerson(
        NewPerson(email: "admin@north.example", role: .admin, name: "Ada", password: House.password))
    let admin = try await agency.signIn(
        email: "admin@north.example", password: House.password, device: nil, address: "192.0.2.1"
    ).signedIn().session
    let name = ["name": asking.canary.client.name]
    #expect(
        await refusal { try await asking.decide(request, name, by: admin) } == "invalid decision: refusal.request.owner")
    asking.house.place.clock.advance(seconds: 11 * 60)
    #expect(await refusal { try await asking.decide(request, name) } == "invalid present: refusal.account.stale")
    try await asking.decide(request, ["decision": "refused"], by: admin)
    #expect(try await asking.request(request.id)?.state == .refused)
    #expect(try await agency.erasures() == [])
}

@Test func `nothing of whom a request is about is erased before all of it may be`() async throws {
    let asking = try await Asking()
    let (agency, canary, acme) = (asking.house.agency, asking.canary, asking.house.small.acme)
    try await agency.change { connection, journal in
        try connection.insert(
            Contact(id: agency.world.id(), client: acme.id, person: canary.person.id, language: "en", sees: .all))
        journal.changed(.client(acme.id))
    }
    let (request, name) = (try await asking.ask(), ["name": canary.person.name])
    #expect(try await agency.dataRequest(request.id.text, asking.olga).erases.map(\.isClient) == [true, false])
    try await agency.hold(.client(acme.id), reason: "Dispute 9")
    #expect(await refusal { try await asking.decide(request, name) } == "conflict refusal.erase.held")
    #expect(try await agency.records.read { try $0.client(canary.client.id)?.erased == nil } == true)
    #expect(try await agency.records.read { try $0.client(canary.client.id) } != nil)
    #expect(try await agency.erasures() == [])
    #expect(try await asking.request(request.id)?.state == .open)
    try await agency.liftHold(.client(acme.id))
    try await asking.decide(request, name)
    #expect(try await Set(agency.erasures().map(\.kind)) == ["client", "person"])
    #expect(try await agency.erasures().allSatisfy { $0.left == 0 && $0.done != nil })
    #expect(try await asking.request(request.id)?.state == .done)
    try await asking.send()
    #expect(try Canary.hunt(asking.house.place.scratch.path) == [])
}

@Test func `who is two clients is erased with the second`() async throws {
    let asking = try await Asking()
    let (agency, canary) = (asking.house.agency, asking.canary)
    let second = Client(id: agency.world.id(), slug: .of("kanarija-antroji"), name: "Kanarija Antroji", kind: .person)
    try await agency.change { connection, journal in
        try connection.insert(second)
        try connection.insert(
            Contact(id: agency.world.id(), client: second.id, person: canary.person.id, language: "en", sees: .all))
        journal.changed(.client(second.id))
    }
    let request = try await asking.ask()
    try await asking.decide(request, ["name": canary.person.name])
    #expect(try await agency.records.read { try $0.clients() }.allSatisfy { !$0.slug.text.hasPrefix("kanarija") })
    #expect(try await agency.records.read { try $0.person(email: canary.person.email) } == nil)
    #expect(try await agency.erasures().map(\.left) == [0, 0])
    #expect(try await asking.request(request.id)?.state == .done)
}

@Test func `a letter of the public form goes with whoever has its address, with its file`() async throws {
    let asking = try await Asking()
    let (agency, canary) = (asking.house.agency, asking.canary)
    let fields = ["kind": "access", "name": "Giesmininke", "email": canary.person.email, "words": ""]
    try await agency.askByForm(Typed(fields: fields), address: "192.0.2.9")
    try await asking.send()
    let letters = try await agency.records.read { try $0.mail(toStranger: canary.person.email) }
    let file = "\(agency.settings.spool(of: agency.slug.text))/\(try #require(letters.first)).eml"
    #expect(Disk.isFile(file))
    _ = try await agency.eraseSubject(.client(canary.client.id))
    #expect(!Disk.isFile(file))
    #expect(try await agency.records.read { try $0.mail(toStranger: canary.person.email) } == [])
    #expect(try Canary.hunt(asking.house.place.scratch.path) == [])
}

@Test func `who has no account is told all the same, and what is left of the request is that it came`() async throws {
    let asking = try await Asking()
    let agency = asking.house.agency
    let request = try await agency.recordRequest(
        asking.olga, Typed(fields: ["kind": "erase", "name": "Carl Blue", "email": "carl@else.example", "words": "Off with it."]))
    #expect(try await agency.dataRequest(request.id.text, asking.olga).erases == [])
    try await asking.decide(request, [:])
    let done = try #require(try await asking.request(request.id))
    #expect(done.state == .done && done.name.isEmpty && done.email.isEmpty && done.words.isEmpty)
    let letter = try #require(try await agency.records.read { try $0.latestMail(limit: 1) }.first)
    #expect(letter.address == "carl@else.example")
    // Nothing was found, and nothing else is claimed.
    let words = agency.site.words("en")
    let values = ["number": "\(request.number)", "agency": try await agency.agency().name]
    #expect(letter.body.contains(words.text("mail.erased.nobody", values).prefix(40)))
    #expect(!letter.body.contains(words.text("mail.erased.lead", values).prefix(40)))
    try await asking.send()
    #expect(try await agency.records.read { try $0.latestMail(limit: 1) }.first?.address == "")
}

@Test func `one erases one's own account at once, and takes a signed receipt along`() async throws {
    let asking = try await Asking()
    let (agency, she) = (asking.house.agency, asking.she)
    let own = try await agency.ownErasure(she)
    #expect(!own.isLastOwner && own.hasOwnClient && !own.outlook.isClient)
    #expect(
        await refusal { try await agency.eraseOneself(she, Typed(fields: ["email": "a@b.example"]), address: "192.0.2.1") }
            == "invalid email: refusal.erase.email")
    let signed = try await agency.eraseOneself(
        she, Typed(fields: ["email": asking.canary.person.email.uppercased()]), address: "192.0.2.1")
    #expect(try SignedReceipt.verified(try signed.bytes()) == signed)
    #expect(signed.receipt.kind == "erase" && signed.receipt.state == "done")
    #expect(signed.receipt.steps.map(\.what) == ["received", "carried"])
    #expect(try await agency.records.read { try $0.person(email: asking.canary.person.email) } == nil)
    #expect(try await agency.records.read { try $0.client(asking.canary.client.id) } != nil)
    #expect(try await agency.erasures().map(\.left) == [0])
    await #expect(throws: Refusal.self) { try await agency.ownData(she) }
}

@Test func `the last owner hands over first, and a hold keeps whoever it names`() async throws {
    let asking = try await Asking()
    let (agency, olga) = (asking.house.agency, asking.olga)
    #expect(try await agency.ownErasure(olga).isLastOwner)
    let typed = Typed(fields: ["email": asking.house.small.olga.email])
    #expect(
        await refusal { try await agency.eraseOneself(olga, typed, address: "192.0.2.1") }
            == "conflict refusal.person.last-owner")
    try await agency.hold(.person(asking.canary.person.id), reason: "Dispute 8")
    let her = Typed(fields: ["email": asking.canary.person.email])
    #expect(
        await refusal { try await agency.eraseOneself(asking.she, her, address: "192.0.2.1") } == "conflict refusal.erase.held")
    #expect(try await agency.dataRequestList().isEmpty)
    _ = try await agency.addPerson(
        NewPerson(email: "second@north.example", role: .owner, name: "Second", password: House.password))
    _ = try await agency.eraseOneself(olga, typed, address: "192.0.2.1")
    #expect(try await agency.people().map(\.person).count { $0.role == .owner } == 1)
}

@Test func `restricted data is erased for whom it is about, and for nobody else`() async throws {
    let asking = try await Asking()
    let agency = asking.house.agency
    let client = asking.canary.client
    try await agency.restrict(client: client.slug, Typed(fields: ["reason": "b", "words": ""]), asking.olga)
    #expect(await refusal { try await agency.eraseSubject(.client(client.id)) } == "restricted refusal.restricted")
    let request = try await asking.ask()
    try await asking.decide(request, ["name": client.name])
    #expect(try await agency.records.read { try $0.client(client.id) } == nil)
}

@Test func `a backup of before the erasure leaves no request open that it has answered`() async throws {
    let asking = try await Asking()
    let house = asking.house
    let request = try await asking.ask()
    let (data, keys) = (LocalFolder(house.place.elsewhere.path("backup")), LocalFolder(house.place.elsewhere.path("backup-keys")))
    _ = try await house.workspace.backup(to: data, keys: keys)
    try await asking.decide(request, ["name": asking.canary.client.name])
    await house.workspace.stop()
    let place = try Place()
    try FileManager.default.removeItem(atPath: place.scratch.path("keys"))
    let workspace = try place.workspace()
    _ = try await workspace.restore(from: data, keys: keys)
    let agency = try await workspace.agency(.of("north"))
    let again = try #require(try await agency.records.read { try $0.dataRequest(request.id) })
    #expect(again.state == .done && again.name.isEmpty && again.erasure != nil)
    await workspace.stop()
}

@Test func `whoever was erased comes back by no import and no form within a year, unless it is said`() async throws {
    let house = try await House()
    let (agency, canary) = (house.agency, try await Canary(house.agency))
    try await house.give(house.small.olga)
    let olga = try await house.signIn(house.small.olga).session
    _ = try await agency.eraseSubject(.client(canary.client.id))
    let email = canary.person.email
    func form(_ more: [String: String] = [:]) -> Typed {
        let key = house.agency.world.uuid()
        let fields = [
            "key": key, "name": "Somebody", "email": email.uppercased(), "kind": "person", "language": "en", "basis": "contract",
        ]
        return Typed(fields: fields.merging(more) { $1 })
    }
    let refused = "invalid email: refusal.erased.returns"
    #expect(await refusal { try await agency.addContact(to: .of("acme"), form(["sees": "cases"]), by: olga) } == refused)
    #expect(await refusal { try await agency.addClient(form(), by: olga) } == refused)
    let new = NewPerson(email: email, role: .contact, client: .of("acme"))
    #expect(await refusal { try await agency.addPerson(new) } == "invalid refusal.erased.returns")
    #expect(try await agency.wasErased(email.uppercased()))
    #expect(try await !agency.wasErased(house.small.anna.email))
    for files in [
        ["contacts.csv": "client,name,email\nacme,Somebody,\(email)\n"], ["clients.csv": "client,name,email\nnew,New,\(email)\n"],
    ] {
        let report = try await house.workspace.importFolder(agency.slug, from: TextFolder(files))
        #expect(report.flaws.map { $0.hasSuffix("email erased") } == [true])
    }
    // What is remembered names nobody, and without the key nobody can try.
    #expect(try Canary.hunt(house.place.scratch.path) == [])
    // Said on purpose, it is forgotten.
    let folder = TextFolder(["contacts.csv": "client,name,email\nacme,Somebody,\(email)\n"])
    #expect(try await house.workspace.importFolder(agency.slug, from: folder, again: true).problems.isEmpty)
    #expect(try await !agency.wasErased(email))
    // And after a year.
    _ = try await agency.eraseSubject(try await agency.subject(email))
    #expect(try await agency.wasErased(email))
    house.place.clock.advance(seconds: 364 * 86_400)
    _ = try await agency.runRetention(hasRested: true)
    #expect(try await agency.wasErased(email))
    house.place.clock.advance(seconds: 2 * 86_400)
    _ = try await agency.runRetention(hasRested: true)
    #expect(try await !agency.wasErased(email))
    _ = try await agency.addContact(to: .of("acme"), form(["sees": "cases"]), by: olga)
}

@Test func `whoever was erased comes back by no change of an address, invitation or correction either`() async throws {
    let house = try await House()
    let (agency, canary, small) = (house.agency, try await Canary(house.agency), house.small)
    for person in [small.anna, small.olga] { try await house.give(person) }
    let (anna, olga) = (try await house.signIn(small.anna).session, try await house.signIn(small.olga).session)
    _ = try await agency.eraseSubject(.client(canary.client.id))
    let (email, refused) = (canary.person.email, "invalid email: refusal.erased.returns")
    let new = try await agency.addPerson(NewPerson(email: "new@acme.example", role: .contact, name: "New", client: .of("acme")))
    let contact = try #require(try await agency.records.read { try $0.contacts(of: new.id).first })
    let changed = Typed(fields: [
        "name": "New", "email": email, "language": contact.language, "sees": "cases",
        FormState.field: FormState(contact, new.name, new.email).text,
    ])
    #expect(await refusal { try await agency.changeContact(of: .of("acme"), contact.id.text, changed, by: olga) } == refused)
    let client = Typed(fields: [
        "name": small.acme.name, "kind": small.acme.kind.rawValue, "basis": small.acme.basis.rawValue, "email": email,
        "language": small.acme.language, FormState.field: FormState(small.acme).text,
    ])
    #expect(await refusal { _ = try await agency.changeClient(.of("acme"), client, by: olga) } == refused)
    let colleague = Typed(fields: ["name": "New", "email": email, "role": "agent"])
    #expect(await refusal { _ = try await agency.inviteColleague(colleague, by: olga, address: "192.0.2.1") } == refused)
    // Who is a contact learns nothing of it: it is as with an address that is somebody's.
    let own = Typed(fields: ["email": email, "present": House.password])
    #expect(await refusal { try await agency.askForAddress(anna, own, address: "192.0.2.1") } == nil)
    #expect(try await house.outbox().allSatisfy { $0.kind != "new-address" })
    #expect(try await house.log(of: small.anna.id.text).last == "address.ask taken")
    let request = try await agency.askAboutData(anna, Typed(fields: ["kind": "rectify", "words": "Another address."]))
    let wish = RequestChange(client: small.acme.id, field: .email, old: small.acme.email, new: email)
    try await agency.records.write { try $0.insert(wish, of: request.id) }
    let granted = Typed(fields: ["decision": "done", "outcome": "It is so."])
    #expect(
        await refusal { try await agency.decideRequest(request.id.text, granted, olga, address: "192.0.2.1") }
            == "invalid decision: refusal.erased.returns")
    let people = try await agency.people().map(\.person.email)
    #expect(!people.contains(email))
    #expect(try await agency.records.read { try $0.client(small.acme.id)?.email } == small.acme.email)
}
