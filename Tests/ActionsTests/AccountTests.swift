import Model
import Records
import Testing

@testable import Actions

@Suite struct AccountTests {
    private static let agent =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"

    @Test(arguments: [
        (agent, "Firefox/Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/604.1",
            "Safari/iPhone"
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36",
            "Chrome/Android"
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0 Safari/537.36",
            "Samsung Internet/Android"
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0",
            "Edge/macOS"
        ),
        ("curl/8.0", "/"), ("", "/"), ("<script>/Linux", "/Linux"),
    ])
    func `a browser is kept by its name and its system's, and nothing else of what it says`(_ agent: String, _ kept: String) {
        #expect(DeviceName(agent: agent).text == kept)
        #expect(DeviceName(text: kept) == DeviceName(agent: agent))
    }

    @Test(arguments: [
        ("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"), ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("nonsense", ""), ("", ""), ("1.2.3.400", ""),
    ])
    func `an address is kept shortened`(_ address: String, _ kept: String) {
        #expect(AddressBlock.shortened(address) == kept)
    }

    @Test func `a person sees their sessions and ends one, or all others`() async throws {
        let house = try await House()
        let anna = house.small.anna
        try await house.give(anna)
        try await house.give(house.small.ben)
        let stranger = try await house.signIn(house.small.ben)
        let mine = try await house.agency.signIn(
            email: anna.email, password: House.password, device: nil, address: "192.0.2.77", agent: Self.agent
        ).signedIn()
        house.place.clock.advance(seconds: 60)
        let others = [try await house.signIn(anna), try await house.signIn(anna), try await house.signIn(anna)]
        let account = try await house.agency.ownAccount(mine.session)
        #expect(account.sessions.map(\.isThis) == [true, false, false, false])
        #expect(account.sessions[0].device.text == "Firefox/Windows" && account.sessions[0].address == "192.0.2.0/24")
        let theirs = try #require(try await house.agency.ownAccount(stranger.session).sessions.first?.name)
        #expect(
            await refusal { try await house.agency.endSession(theirs, by: mine.session) }
                == "notFound refusal.account.no-session")
        try await house.agency.endSession(account.sessions[1].name, by: mine.session)
        var left = 0
        for other in others where try await house.agency.session(token: other.token) != nil { left += 1 }
        #expect(left == 2)
        #expect(try await house.agency.endOtherSessions(by: mine.session) == 2)
        for other in others { #expect(try await house.agency.session(token: other.token) == nil) }
        #expect(try await house.agency.session(token: mine.token) != nil)
        #expect(try await house.agency.session(token: stranger.token) != nil)
        // Nobody acts by a session that has ended, not even with what they held of it.
        #expect(
            await refusal { try await house.agency.endOtherSessions(by: others[0].session) } == "signIn refusal.sign-in.needed")
    }

    @Test func `a new password asks for the present one, ends all other sessions and changes the token`() async throws {
        let house = try await House()
        let anna = house.small.anna
        try await house.give(anna)
        let (mine, other) = (try await house.signIn(anna), try await house.signIn(anna))
        let invitation = try await house.agency.invite(anna.email)
        func change(_ present: String, _ new: String) async throws -> SignedIn {
            try await house.agency.changePassword(
                mine.session, Typed(fields: ["present": present, "new": new]), device: nil, address: "192.0.2.1")
        }
        #expect(
            await refusal { try await change("not the present one", "another quiet river") }
                == "invalid present: refusal.account.password"
        )
        #expect(await refusal { try await change(House.password, "short") } == "invalid new: refusal.password.short")
        #expect(try await house.agency.session(token: other.token) != nil)
        let signedIn = try await change(House.password, "another quiet river")
        for token in [mine.token, other.token] { #expect(try await house.agency.session(token: token) == nil) }
        #expect(try await house.agency.session(token: signedIn.token)?.person.id == anna.id)
        #expect(await refusal { try await house.signIn(anna) } == "signIn refusal.sign-in.wrong")
        #expect(try await house.agency.invitation(token: invitation.token) == nil)
    }

    @Test func `who guesses at the password in an open browser is slowed down, and keeps the person out nowhere`() async throws {
        let house = try await House()
        let anna = house.small.anna
        try await house.give(anna)
        let mine = try await house.signIn(anna)
        var answers: [String?] = []
        for _ in 0..<12 {
            answers.append(await refusal { try await house.agency.prove(mine.session, password: "a wrong guess", address: "x") })
        }
        #expect(answers.prefix(10).allSatisfy { $0 == "invalid refusal.account.password" })
        #expect(answers.suffix(2).allSatisfy { $0 == "tooMany refusal.sign-in.throttled" })
        _ = try await house.signIn(anna)
    }

    @Test func `a proof lasts ten minutes, and only in its own session`() async throws {
        let house = try await House()
        let olga = house.small.olga
        try await house.give(olga)
        let (mine, other) = (try await house.signIn(olga), try await house.signIn(olga))
        house.place.clock.advance(seconds: 599)
        func fresh(_ signedIn: SignedIn) async throws -> Bool {
            house.agency.isFresh(try #require(try await house.agency.session(token: signedIn.token)))
        }
        #expect(try await fresh(mine))
        house.place.clock.advance(seconds: 1)
        #expect(try await fresh(mine) == false)
        for answer in [
            await refusal { try await house.agency.offerSecondFactor(mine.session) },
            await refusal { try await house.agency.newRecoveryCodes(mine.session) },
        ] { #expect(answer == "invalid present: refusal.account.stale") }
        try await house.agency.prove(mine.session, password: House.password, address: "x")
        #expect(try await fresh(mine))
        #expect(try await fresh(other) == false)
        let session = try #require(try await house.agency.session(token: mine.token))
        #expect(await refusal { try await house.agency.offerSecondFactor(session) } == nil)
    }

    @Test func `another language is another view, of all clients of a contact, and sessions go on`() async throws {
        let house = try await House()
        let anna = house.small.anna
        try await house.give(anna)
        _ = try await house.agency.addPerson(NewPerson(email: anna.email, role: .contact, client: .of("beta"), language: "en"))
        let mine = try await house.signIn(anna)
        try await house.agency.setProfile(mine.session, Typed(fields: ["name": "  Anna Žąsė ", "language": "lt"]))
        let session = try #require(try await house.agency.session(token: mine.token))
        #expect(session.person.name == "Anna Žąsė" && session.person.language == "lt")
        for client in ["acme", "beta"] {
            let (_, access) = try await house.agency.access(session, client: .of(client))
            #expect(access == .contact(View(language: "lt", rights: .all)))
        }
        #expect(try house.place.pages(.of("north")).keys.contains("clients/acme/lt.cid/index.html"))
        for (name, language, wrong) in [
            ("", "lt", "name: form.flaw.required"), ("   ", "lt", "name: form.flaw.required"),
            ("a\nb", "lt", "name: form.flaw.control"), (String(repeating: "x", count: 101), "lt", "name: form.flaw.long"),
            ("Anna", "xx", "language: form.flaw.choice"),
        ] {
            let typed = Typed(fields: ["name": name, "language": language])
            #expect(await refusal { try await house.agency.setProfile(session, typed) } == "invalid " + wrong)
        }
    }
}
