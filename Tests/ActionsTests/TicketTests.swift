import Model
import Records
import Testing

@testable import Actions

@Suite struct TicketTests {
    /// What a mail to sign in holds.
    private struct Asked {
        let browser: String
        let token: String
        let code: String
    }

    private func ask(_ house: House, _ email: String, browser: String? = nil) async throws -> Asked? {
        let before = try await house.outbox().count
        let own = try await house.agency.askByMail(email, way: .signIn, browser: browser, address: "192.0.2.7")
        let mails = try await house.outbox()
        guard mails.count > before, let body = mails.last?.body else { return nil }
        let token = try #require(body.firstMatch(of: /link\?token=([A-Za-z0-9_-]{43})/)?.output.1)
        let code = try #require(body.firstMatch(of: /\n +([0-9]{6})\n/)?.output.1)
        return Asked(browser: own, token: String(token), code: String(code))
    }

    private func code(_ house: House, _ code: String, _ browser: String?) async throws -> SignedIn {
        try await house.agency.signIn(code: code, browser: browser, device: nil, address: "192.0.2.7").signedIn()
    }

    private func link(_ house: House, _ token: String, _ browser: String?, shown: String? = nil) async throws -> SignedIn {
        try await house.agency.signIn(link: token, browser: browser, shown: shown, device: nil, address: "192.0.2.7").signedIn()
    }

    private let gone = "notFound refusal.ticket.gone"
    private let wrong = "signIn refusal.sign-in.code"

    @Test func `a contact signs in by the code of a mail, once`() async throws {
        let house = try await House()
        let asked = try #require(try await ask(house, " Anna@ACME.example "))
        let signedIn = try await code(house, " \(asked.code.prefix(3)) \(asked.code.suffix(3))", asked.browser)
        #expect(signedIn.session.person.id == house.small.anna.id)
        #expect(try await house.agency.session(token: signedIn.token) != nil)
        #expect(await refusal { try await code(house, asked.code, asked.browser) } == gone)
        #expect(await refusal { try await link(house, asked.token, asked.browser) } == gone)
        let log = try await house.log(of: house.small.anna.id.text)
        // What was asked for waits in the queue, so the two may stand either way.
        #expect(log.sorted() == ["sign-in", "sign-in.ask"])
    }

    @Test func `a mail alone does not sign in whoever has a second factor, by its code or by its link`() async throws {
        let house = try await House()
        let phone = try await house.phone(of: house.small.anna)
        let first = try #require(try await ask(house, house.small.anna.email))
        let byCode = try await house.agency.signIn(
            code: first.code, browser: first.browser, device: nil, address: "192.0.2.7"
        ).secondStep()
        let second = try #require(try await ask(house, house.small.anna.email))
        let byLink = try await house.agency.signIn(
            link: second.token, browser: second.browser, shown: nil, device: nil, address: "192.0.2.7"
        ).secondStep()
        for step in [byCode, byLink] { #expect(try await house.agency.session(token: step) == nil) }
        #expect(try await house.finish(byCode, phone.code(at: house.place.clock.now)).session.person.id == house.small.anna.id)
        #expect(try await house.finish(byLink, phone.codes[0]).session.person.id == house.small.anna.id)
    }

    @Test func `a code is worth nothing in another browser, a link only with what the first one shows`() async throws {
        let house = try await House()
        let asked = try #require(try await ask(house, house.small.anna.email))
        let other = house.agency.world.token()
        #expect(await refusal { try await code(house, asked.code, other) } == gone)
        #expect(await refusal { try await code(house, asked.code, nil) } == gone)
        #expect(try await house.agency.mailLink(token: asked.token, browser: other) == .elsewhere)
        #expect(try await house.agency.mailLink(token: asked.token, browser: asked.browser) == .ready)
        #expect(await refusal { try await link(house, asked.token, other) } == wrong)
        // The code of the mail is not what the browser shows.
        #expect(await refusal { try await link(house, asked.token, nil, shown: asked.code) } == wrong)
        let shown = try #require(try await house.agency.codeToShow(browser: asked.browser))
        let signedIn = try await link(house, asked.token, other, shown: shown.lowercased())
        #expect(signedIn.session.person.id == house.small.anna.id)
    }

    @Test func `five tries are all there are, whichever way they are made`() async throws {
        let house = try await House()
        let asked = try #require(try await ask(house, house.small.anna.email))
        let bad = asked.code == "000000" ? "000001" : "000000"
        for _ in 0..<3 { #expect(await refusal { try await code(house, bad, asked.browser) } == wrong) }
        for _ in 0..<2 { #expect(await refusal { try await link(house, asked.token, nil, shown: "AAAA-AAAA") } == wrong) }
        #expect(await refusal { try await code(house, asked.code, asked.browser) } == gone)
        #expect(await refusal { try await link(house, asked.token, asked.browser) } == gone)
    }

    @Test func `a link used fifty times at once signs in once`() async throws {
        let house = try await House()
        let asked = try #require(try await ask(house, house.small.anna.email))
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask { (try? await link(house, asked.token, asked.browser)) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(outcomes == 1)
    }

    @Test func `fifty codes tried at once are five tries`() async throws {
        let house = try await House()
        let asked = try #require(try await ask(house, house.small.anna.email))
        let bad = asked.code == "000000" ? "000001" : "000000"
        let wrongs = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<50 { group.addTask { await refusal { try await code(house, bad, asked.browser) } } }
            return await group.reduce(into: 0) { $0 += $1 == wrong ? 1 : 0 }
        }
        #expect(wrongs == 5)
    }

    @Test func `after ten minutes it is over`() async throws {
        let house = try await House()
        let asked = try #require(try await ask(house, house.small.anna.email))
        house.place.clock.advance(seconds: 600)
        #expect(await refusal { try await code(house, asked.code, asked.browser) } == gone)
        #expect(try await house.agency.mailLink(token: asked.token, browser: asked.browser) == .gone)
        #expect(try await house.agency.codeToShow(browser: asked.browser) == nil)
    }

    @Test func `staff, strangers and whoever is locked out get no mail, and the browser sees no difference`() async throws {
        let house = try await House()
        try await house.agency.setDisabled(house.small.ben.email, true)
        for email in [house.small.olga.email, "nobody@nowhere.example", house.small.ben.email] {
            #expect(try await ask(house, email) == nil)
            let browser = try await house.agency.askByMail(email, way: .signIn, browser: nil, address: "192.0.2.8")
            #expect(try await house.agency.codeToShow(browser: browser) != nil)
            #expect(await refusal { try await code(house, "123456", browser) } == wrong)
        }
        #expect(await refusal { try await ask(house, "no address") } == "invalid refusal.person.email")
    }

    @Test func `an address gets five mails an hour, and a place on the network asks for twenty at once`() async throws {
        let house = try await House()
        for _ in 0..<5 { #expect(try await ask(house, house.small.anna.email) != nil) }
        #expect(try await ask(house, house.small.anna.email) == nil)
        // Another one's mails are their own.
        #expect(try await ask(house, house.small.ben.email) != nil)
        for _ in 0..<13 { _ = try await ask(house, "nobody@nowhere.example") }
        #expect(await refusal { try await ask(house, house.small.anna.email) } == "tooMany refusal.sign-in.throttled")
        house.place.clock.advance(seconds: 3601)
        #expect(try await ask(house, house.small.anna.email) != nil)
    }

    @Test func `a password set meanwhile makes the links of before worthless`() async throws {
        let house = try await House()
        let asked = try #require(try await ask(house, house.small.anna.email))
        try await house.give(house.small.anna)
        #expect(await refusal { try await link(house, asked.token, asked.browser) } == gone)
    }

    @Test func `a forgotten password is replaced once; every session ends and a letter tells of it`() async throws {
        let house = try await House()
        try await house.give(house.small.olga)
        let old = try await house.signIn(house.small.olga)
        _ = try await house.agency.askByMail(house.small.olga.email, way: .newPassword, browser: nil, address: "192.0.2.7")
        let body = try #require(try await house.outbox().last?.body)
        let token = String(try #require(body.firstMatch(of: /new-password\?token=([A-Za-z0-9_-]{43})/)?.output.1))
        #expect(try await house.agency.personOfPasswordLink(token: token)?.id == house.small.olga.id)
        // It is no link to sign in with.
        #expect(try await house.agency.mailLink(token: token, browser: nil) == .gone)
        #expect(
            await refusal { try await house.agency.setPassword(link: token, password: "short", address: "") }?.hasPrefix(
                "invalid")
                == true)
        try await house.agency.setPassword(link: token, password: "eleven blue kettles sing", address: "192.0.2.7")
        #expect(
            await refusal { try await house.agency.setPassword(link: token, password: "eleven blue kettles sing", address: "") }
                == gone)
        #expect(try await house.agency.session(token: old.token) == nil)
        #expect(try await house.outbox().map(\.kind).suffix(2) == ["new-password", "password-changed"])
        #expect(await refusal { try await house.signIn(house.small.olga) } == "signIn refusal.sign-in.wrong")
    }

    @Test func `the link in a digest chooses how often, and opens nothing else`() async throws {
        let house = try await House()
        let anna = house.small.anna
        let event = house.small.event("News", .client, house.agency.world)
        let client = house.small.lease.client
        try await house.agency.change { connection, journal in
            try connection.insert(event)
            journal.tell(.entered(event, of: client, by: .operator))
        }
        house.place.clock.advance(seconds: 60)
        try await house.agency.writeDigests()
        let body = try #require(try await house.outbox().last?.body)
        let token = String(try #require(body.firstMatch(of: /mail\?token=([A-Za-z0-9_-]{43})/)?.output.1))
        let found = try #require(try await house.agency.mailChoice(token: token))
        #expect(found.person.id == anna.id && found.choice == .now)
        #expect(try await house.agency.session(token: token) == nil)
        try await house.agency.choose(.never, token: token)
        #expect(try await house.agency.mailChoice(house.small.session(anna)) == .never)
        #expect(
            await refusal { try await house.agency.choose(.now, token: house.agency.world.token()) }
                == "notFound refusal.not-found")
    }
}
