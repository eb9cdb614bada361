import Foundation
import Model
import Records
import TestKit
import Testing

@testable import Actions

@Test func `a request has a number, a month, and a signed receipt that anybody can verify`() async throws {
    let office = try await Office()
    let agency = office.house.agency
    let request = try await office.ask(.rectify)
    #expect(request.number == 1)
    #expect(request.due.milliseconds - request.received.milliseconds == 30 * 86_400_000)
    #expect(try await office.letters(to: office.house.small.anna).count == 1)
    await #expect { try await office.ask(.rectify) } throws: { ($0 as? Refusal)?.fields["kind"]?.word == "refusal.request.open" }
    let signed = try await agency.requestReceipt(request.id.text, office.anna)
    #expect(try SignedReceipt.verified(try signed.bytes()) == signed)
    #expect(signed.receipt.state == "open" && signed.receipt.steps.map(\.what) == ["received"])
    let text = String(decoding: try signed.bytes(), as: UTF8.self)
    for (old, new) in [("\"number\" : 1", "\"number\" : 2"), ("rectify", "erase"), ("open", "done")] {
        #expect(text.contains(old), "\(old)")
        #expect { try SignedReceipt.verified(Array(text.replacing(old, with: new).utf8)) } throws: {
            ($0 as? Refusal)?.word == "refusal.receipt.altered"
        }
    }
    #expect { try SignedReceipt.verified(Array("{}".utf8)) } throws: { ($0 as? Refusal)?.word == "refusal.receipt.none" }
    #expect(try office.house.place.mode("keys/checkpoint.key") == 0o400)
    // Its owner may read it, and nobody else of the clients.
    #expect(try await agency.requestReceipt(request.id.text, office.olga).key == signed.key)
    try await office.decide(request)
    let second = try await agency.requestReceipt(request.id.text, office.anna)
    #expect(second.receipt.state == "done" && second.receipt.outcome == "It is so.")
    #expect(try await office.letters(to: office.house.small.anna).count == 2)
    await #expect { try await office.decide(request) } throws: { ($0 as? Refusal)?.kind == .conflict }
    let log = try await office.house.log(of: request.id.text).filter { $0.hasPrefix("request.") && $0 != "request.receipt" }
    #expect(log == ["request.open", "request.decide done"])
}

@Test func `owners are reminded on day 10, 20 and 25, once each, and every day when it is overdue`() async throws {
    let office = try await Office()
    let (agency, clock, olga) = (office.house.agency, office.house.place.clock, office.house.small.olga)
    _ = try await office.ask(.erase)
    var sent: [Int: Int] = [:]
    for day in 1...32 {
        clock.advance(seconds: 86_400)
        try await agency.remindOfRequests()
        try await agency.remindOfRequests()
        sent[day] = try await office.letters(to: olga).count
    }
    #expect([9, 10, 19, 20, 24, 25, 30, 31, 32].map { sent[$0] ?? -1 } == [1, 2, 2, 3, 3, 4, 4, 5, 6])
    let letters = try await office.letters(to: olga)
    #expect(letters[1].contains("20 days") && letters[3].contains("5 days"))
    #expect(letters[4].contains("overdue"))
    let counts = try await agency.records.read { try $0.dataRequestCounts(at: clock.now) }
    #expect(counts.open == 1 && counts.overdue == 1)
}

@Test func `owners and admins are told when a request comes, in their language, without who asks`() async throws {
    let office = try await Office()
    let (agency, small) = (office.house.agency, office.house.small)
    let ada = try await agency.addPerson(NewPerson(email: "ada@north.example", role: .admin, name: "Ada", language: "lt"))
    let lost = try await agency.addPerson(NewPerson(email: "lost@north.example", role: .admin, name: "Lost"))
    try await agency.setDisabled(lost.email, true)
    func told(_ person: Person, _ request: DataRequest) async throws -> [String] {
        try await office.letters(to: person).filter { $0.contains("/staff/requests/\(request.id)/") }
    }
    let asked = try await office.ask(.access, "Anna's own words.")
    let (owner, admin) = (try await told(small.olga, asked), try await told(ada, asked))
    try #require(owner.count == 1 && admin.count == 1)
    #expect(owner[0].contains("Request 1 about data has come") && admin[0].contains("Gautas prašymas 1"))
    for letter in owner + admin {
        for word in [small.anna.name, small.anna.email, "own words"] { #expect(!letter.contains(word), "\(word)") }
    }
    // Whoever cannot sign in is not written to, nor those who have nothing to do with it.
    for person in [lost, small.anna, small.ben] { #expect(try await told(person, asked).isEmpty) }
    // Who wrote it down knows; who proves an address by the public form is told of as well.
    let fields = ["kind": "access", "name": "Carl", "email": "carl@else.example", "words": ""]
    let written = try await agency.recordRequest(office.olga, Typed(fields: fields))
    #expect(try await told(small.olga, written).isEmpty)
    #expect(try await told(ada, written).count == 1)
    try await agency.askByForm(Typed(fields: fields), address: "192.0.2.9")
    let letter = try await agency.records.read { try $0.latestMail(limit: 10) }.first { $0.address == "carl@else.example" }
    let token = try #require(letter?.body.firstMatch(of: /token=([A-Za-z0-9_-]{43})/)).1
    let proved = try await agency.proveRequest(token: String(token))
    for person in [small.olga, ada] { #expect(try await told(person, proved).count == 1) }
    // Who erases their own account has had their answer with that.
    _ = try await agency.eraseOneself(
        office.anna, Typed(fields: ["email": small.anna.email, "present": House.password]), address: "192.0.2.1")
    let all = try await agency.dataRequestList().count
    #expect(try await office.letters(to: ada).count == all - 1)
}

@Test func `what came by letter is due a month after it came`() async throws {
    let office = try await Office()
    let agency = office.house.agency
    let typed = Typed(fields: [
        "kind": "access", "name": "Carl", "email": "carl@else.example", "words": "A copy.", "day": "2026-03-01",
    ])
    let request = try await agency.recordRequest(office.olga, typed)
    #expect(request.person == nil && request.channel == .staff)
    #expect(Day(request.due, in: .gmt) == .of("2026-03-30"))
    await #expect { try await agency.recordRequest(office.anna, typed) } throws: { ($0 as? Refusal)?.kind == .notFound }
    await #expect { try await office.export(request) } throws: {
        ($0 as? Refusal)?.kind == .notFound
    }
    let own = try await office.ask(.access)
    let file = try await office.export(own)
    var bytes: [UInt8] = []
    for try await piece in file.bytes { bytes += piece }
    #expect(bytes.starts(with: Array("PK".utf8)) && Int64(bytes.count) == file.size)
    #expect(try await agency.dataRequest(own.id.text, office.olga).steps.map(\.what) == [.received, .exported])
}

@Test func `who has no account proves an address first, and nothing is done before`() async throws {
    let office = try await Office()
    let (agency, clock) = (office.house.agency, office.house.place.clock)
    func ask(_ email: String) async throws {
        let fields = ["kind": "access", "name": "Carl", "email": email, "words": "A copy.", "language": "lt"]
        try await agency.askByForm(Typed(fields: fields), address: "192.0.2.9")
    }
    func tokens(_ email: String) async throws -> [String] {
        let bodies = try await agency.records.read { connection in
            try connection.all("SELECT body FROM mail WHERE person IS NULL AND address = \(email) ORDER BY id") { try $0.text(0) }
        }
        return bodies.compactMap { $0.firstMatch(of: /token=([A-Za-z0-9_-]{43})/).map { String($0.1) } }
    }
    try await ask("carl@else.example")
    #expect(try await agency.dataRequestList().isEmpty)
    let token = try #require(try await tokens("carl@else.example").first)
    // Looking at it spends nothing; what is no token proves nothing.
    for _ in 0..<2 { #expect(try await agency.requestToProve(token: token) == .access) }
    #expect(try await agency.requestToProve(token: World.real.token()) == nil)
    let request = try await agency.proveRequest(token: token)
    #expect(request.person == nil && request.channel == .form && request.number == 1)
    await #expect { try await agency.proveRequest(token: token) } throws: { ($0 as? Refusal)?.kind == .notFound }
    // An account's address: the request is the account's.
    try await ask("anna@acme.example")
    let own = try #require(try await tokens("anna@acme.example").first)
    #expect(try await agency.proveRequest(token: own).person == office.house.small.anna.id)
    // Nobody's mailbox is flooded, and a day later a link proves nothing.
    for _ in 0..<5 { try await ask("dora@else.example") }
    let some = try await tokens("dora@else.example")
    #expect(some.count == 3)
    clock.advance(seconds: 24 * 3600 + 1)
    #expect(try await agency.requestToProve(token: some[0]) == nil)
    try await agency.runRetention()
    #expect(
        try await agency.records.read { try $0.requestTicketCount(email: "dora@else.example", since: Instant(milliseconds: 0)) }
            == 0)
}

@Test func `a correction that is refused changes nothing, and one that stands already is no change`() async throws {
    let office = try await Office()
    let (agency, small) = (office.house.agency, office.house.small)
    let request = try await office.ask(.rectify)
    let wish = RequestChange(client: small.acme.id, field: .city, old: small.acme.city, new: "Kaunas")
    try await agency.records.write { try $0.insert(wish, of: request.id) }
    try await office.decide(request, "refused")
    #expect(try await agency.records.read { try $0.client(small.acme.id) } == small.acme)
    let again = try await office.ask(.rectify)
    try await agency.records.write { connection in
        try connection.insert(wish, of: again.id)
        _ = try connection.run("UPDATE client SET city = 'Kaunas' WHERE id = \(small.acme.id)")
    }
    try await office.decide(again)
    #expect(try await agency.ownData(office.anna).changes[again.id]?.first?.old == small.acme.city)
    #expect(try await !office.house.log(of: small.acme.id.text).contains { $0.hasPrefix("client.change") })
}

@Test func `a copy is fetched once by its link, for seven days, and by the newest link alone`() async throws {
    let office = try await Office()
    let (agency, clock, small) = (office.house.agency, office.house.place.clock, office.house.small)
    let request = try await office.ask(.access)
    func offer() async throws -> String {
        try await office.offer(request)
        let body = try #require(try await office.letters(to: small.anna).last)
        return try #require(body.firstMatch(of: /privacy\/request\/copy\?token=([A-Za-z0-9_-]{43})/).map { String($0.1) })
    }
    await #expect { try await office.offer(request, by: office.anna) } throws: { ($0 as? Refusal)?.kind == .notFound }
    let (first, second) = (try await offer(), try await offer())
    let gone: (any Error) -> Bool = { ($0 as? Refusal)?.kind == .notFound }
    #expect(try await agency.copyToFetch(token: first) == nil)
    for _ in 0..<2 { #expect(try await agency.copyToFetch(token: second) == request.number) }
    await #expect { try await agency.fetchCopy(token: first) } throws: { gone($0) }
    var bytes: [UInt8] = []
    for try await piece in try await agency.fetchCopy(token: second).bytes { bytes += piece }
    #expect(bytes.starts(with: Array("PK".utf8)))
    await #expect { try await agency.fetchCopy(token: second) } throws: { gone($0) }
    let third = try await offer()
    clock.advance(seconds: 7 * 86_400 - 1)
    #expect(try await agency.copyToFetch(token: third) == request.number)
    clock.advance(seconds: 1)
    await #expect { try await agency.fetchCopy(token: third) } throws: { gone($0) }
    let steps = try await agency.dataRequest(request.id.text, office.olga).steps.map(\.what)
    #expect(steps == [.received, .offered, .offered, .fetched, .offered])
    // What is over goes with the next round of retention; what is decided is offered to nobody.
    clock.advance(seconds: 1)
    _ = try await agency.runRetention()
    #expect(try await agency.records.read { try $0.rowCounts()["data_request_copy"] } == 0)
    try await office.decide(request)
    await #expect { try await office.offer(request) } throws: { ($0 as? Refusal)?.kind == .conflict }
}

@Test func `from day 25 on admins are reminded as well`() async throws {
    let office = try await Office()
    let (agency, clock) = (office.house.agency, office.house.place.clock)
    let admin = try await agency.addPerson(NewPerson(email: "ada@agency.example", role: .admin, name: "Ada"))
    _ = try await office.ask(.erase)
    for (days, letters) in [(20, 1), (4, 1), (1, 2), (1, 2), (5, 3)] {
        clock.advance(seconds: Int64(days) * 86_400)
        try await agency.remindOfRequests()
        #expect(try await office.letters(to: admin).count == letters, "after \(days) days more")
    }
}

@Test func `data is given out for an open request with a fresh proof, and an owner's by no request that an admin wrote down`()
    async throws
{
    let office = try await Office()
    let (house, agency, small) = (office.house, office.house.agency, office.house.small)
    _ = try await agency.addPerson(
        NewPerson(email: "ada@agency.example", role: .admin, name: "Ada", password: House.password))
    let ada = try await agency.signIn(
        email: "ada@agency.example", password: House.password, device: nil, address: "192.0.2.1"
    ).signedIn().session
    func record(_ kind: DataRequest.Kind, _ person: Person) async throws -> String {
        let fields = ["kind": kind.rawValue, "name": person.name, "email": person.email, "words": "By telephone."]
        return try await agency.recordRequest(ada, Typed(fields: fields)).id.text
    }
    func both(_ id: String, _ who: Session, _ fields: [String: String] = [:]) async -> [String?] {
        let typed = Typed(fields: fields)
        return [
            await refusal { _ = try await agency.exportForRequest(id, typed, who, address: "192.0.2.1") },
            await refusal { try await agency.offerCopy(id, typed, who, address: "192.0.2.1") },
        ]
    }
    func decide(_ id: String, _ decision: String, _ who: Session) async -> String? {
        let typed = Typed(fields: ["decision": decision, "outcome": "It is so."])
        return await refusal { try await agency.decideRequest(id, typed, who, address: "192.0.2.1") }
    }
    let hers = try await record(.access, small.olga)
    #expect(await both(hers, ada) == Array(repeating: "forbidden refusal.request.written", count: 2))
    #expect(try await !agency.dataRequest(hers, ada).mayBeCopied)
    #expect(try await agency.dataRequest(hers, office.olga).mayBeCopied)
    #expect(await both(hers, office.olga) == [nil, nil])
    for kind in [DataRequest.Kind.restrict, .object] {
        #expect(await decide(try await record(kind, small.olga), "done", ada) == "invalid decision: refusal.request.written")
    }
    #expect(try await agency.ownData(office.olga).restriction == nil)
    #expect(try await agency.ownData(office.olga).objections.isEmpty)
    // A contact's is written down and answered as ever, by whoever proved lately who they are.
    let annas = try await record(.access, small.anna)
    house.place.clock.advance(seconds: 11 * 60)
    #expect(await both(annas, ada) == Array(repeating: "invalid present: refusal.account.stale", count: 2))
    #expect(try await agency.dataRequest(annas, office.olga).steps.map(\.what) == [.received])
    let present = ["present": House.password]
    #expect(await both(annas, ada, present) == [nil, nil])
    #expect(try await agency.dataRequest(annas, office.olga).steps.map(\.what) == [.received, .exported, .offered])
    #expect(await decide(annas, "refused", ada) == nil)
    #expect(await both(annas, ada, present) == Array(repeating: "conflict refusal.request.closed", count: 2))
    #expect(try await !agency.dataRequest(annas, office.olga).mayBeCopied)
}

@Test func `the letter that proves an address says nothing that was typed`() async throws {
    let office = try await Office()
    let fields = [
        "kind": "access", "name": "Click http://evil.example/win", "email": "victim@else.example",
        "words": "And evil.example here.",
        "language": "en",
    ]
    try await office.house.agency.askByForm(Typed(fields: fields), address: "192.0.2.9")
    let mail = try #require(try await office.house.outbox().last)
    #expect(mail.address == "victim@else.example" && mail.body.contains("privacy/request/confirm?token="))
    #expect(!mail.body.contains("evil") && !mail.subject.contains("evil") && !mail.body.hasPrefix("Hello"))
}
