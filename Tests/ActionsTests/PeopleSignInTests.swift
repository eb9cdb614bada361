import Model
import Records
import Testing

@testable import Actions

@Suite struct PeopleSignInTests {
    @Test func `whatever is wrong with a sign-in is one answer, and each is in the audit log`() async throws {
        let house = try await House()
        try await house.give(house.small.anna)
        try await house.give(house.small.olga)
        let agency = house.agency
        try await agency.setDisabled("anna@acme.example", true)
        for (email, password) in [
            ("nobody@acme.example", House.password), ("anna@acme.example", House.password), ("ben@beta.example", House.password),
            ("olga@agency.example", "another quiet river"), ("", ""), (String(repeating: "x", count: 400), "x"), ("a\u{0}b", "x"),
        ] {
            let answer = await refusal {
                try await agency.signIn(email: email, password: password, device: nil, address: "192.0.2.1")
            }
            #expect(answer == "signIn refusal.sign-in.wrong", "\(email)")
        }
        #expect(try await house.log().filter { $0 == "sign-in failed" }.count == 7)
        let signedIn = try await agency.signIn(
            email: " Olga@Agency.example ", password: House.password, device: nil, address: "192.0.2.1"
        ).signedIn()
        #expect(try await agency.session(token: signedIn.token)?.person.id == house.small.olga.id)
        #expect(try await house.log(of: house.small.olga.id.text).suffix(2) == ["sign-in failed", "sign-in"])
    }

    @Test func `a token is new at each sign-in, 256 bits, and kept as its hash only`() async throws {
        let house = try await House()
        try await house.give(house.small.anna)
        let (first, second) = (try await house.signIn(house.small.anna), try await house.signIn(house.small.anna))
        #expect(first.token != second.token && Base64URL.bytes(first.token)?.count == 32)
        let hash = try #require(Token.hash(first.token))
        #expect(try await house.agency.records.read { try $0.session(hash)?.person.id } == house.small.anna.id)
        for wrong in ["", "x", first.token + "A", String(first.token.dropLast()), first.token.uppercased(), Hex.text(hash)] {
            #expect(try await house.agency.session(token: wrong) == nil)
        }
        try await house.agency.signOut(first.session)
        #expect(try await house.agency.session(token: first.token) == nil)
        #expect(try await house.agency.session(token: second.token) != nil)
    }

    @Test func `a session of one agency is none in another`() async throws {
        let house = try await House()
        try await house.give(house.small.anna)
        let signedIn = try await house.signIn(house.small.anna)
        let other = try await house.workspace.make("south")
        #expect(try await other.session(token: signedIn.token) == nil)
    }

    @Test func `strangers cannot lock out a known device, and are slowed down themselves`() async throws {
        let house = try await House()
        try await house.give(house.small.anna)
        let device = try await house.signIn(house.small.anna).deviceToken
        var throttled = 0
        for index in 0..<40 {
            let answer = await refusal {
                try await house.agency.signIn(
                    email: house.small.anna.email, password: "a wrong river lamp", device: nil, address: "10.0.0.\(index)")
            }
            if answer == "tooMany refusal.sign-in.throttled" { throttled += 1 }
        }
        #expect(throttled == 30)
        let own = try await house.signIn(house.small.anna, device: device, address: "10.0.0.1")
        #expect(own.deviceToken == device)
        // The right password from an unknown device has to wait, as long as the attack lasts.
        #expect(await refusal { try await house.signIn(house.small.anna, address: "10.1.0.1") }?.hasPrefix("tooMany") == true)
        // Somebody else's device is no known one.
        try await house.give(house.small.ben)
        #expect(try await house.signIn(house.small.ben, device: device).deviceToken != device)
    }

    @Test func `a stored password with lesser parameters is replaced when it is used, and the session goes on`() async throws {
        let house = try await House()
        let anna = house.small.anna.id
        let old = try Argon2(passes: 2, memory: 8192).hash(Array(House.password.utf8))
        try await house.agency.records.write { try $0.setPassword(old, of: anna) }
        let signedIn = try await house.signIn(house.small.anna)
        let now = try await house.agency.records.read { try $0.passwordHash(of: anna) }
        #expect(now != old && now?.contains("t=1") == true)
        #expect(try await house.agency.session(token: signedIn.token) != nil)
    }

    @Test func `a disabled person's session ends at once, and the last owner stays`() async throws {
        let house = try await House()
        try await house.give(house.small.anna)
        let signedIn = try await house.signIn(house.small.anna)
        #expect(try await house.agency.session(token: signedIn.token) != nil)
        try await house.agency.setDisabled(house.small.anna.email, true)
        #expect(try await house.agency.session(token: signedIn.token) == nil)
        try await house.agency.setDisabled(house.small.anna.email, false)
        #expect(try await house.agency.session(token: signedIn.token) == nil)
        #expect(await refusal { try await house.signIn(house.small.anna) } == nil)
        #expect(
            await refusal { try await house.agency.setDisabled(house.small.olga.email, true) }
                == "conflict refusal.person.last-owner")
        _ = try await house.agency.addPerson(NewPerson(email: "oscar@agency.example", role: .owner))
        #expect(await refusal { try await house.agency.setDisabled(house.small.olga.email, true) } == nil)
        #expect(await refusal { try await house.agency.setDisabled("oscar@agency.example", true) } != nil)
    }

    @Test func `a new password ends every session`() async throws {
        let house = try await House()
        try await house.give(house.small.anna)
        let tokens = [try await house.signIn(house.small.anna).token, try await house.signIn(house.small.anna).token]
        for token in tokens { #expect(try await house.agency.session(token: token) != nil) }
        try await house.agency.setPassword(house.small.anna.email, "another quiet river")
        for token in tokens { #expect(try await house.agency.session(token: token) == nil) }
        #expect(await refusal { try await house.signIn(house.small.anna) } == "signIn refusal.sign-in.wrong")
        #expect(
            await refusal { try await house.agency.setPassword(house.small.anna.email, "password1234") }
                == "invalid refusal.password.common")
    }

    @Test func `other rights end the session and are in force at the next`() async throws {
        let house = try await House()
        try await house.give(house.small.anna)
        let signedIn = try await house.signIn(house.small.anna)
        #expect(try await house.agency.access(signedIn.session, client: .of("acme")).access.mayUpload)
        try await house.agency.setContact(house.small.anna.email, of: .of("acme"), sees: [.invoices])
        #expect(try await house.agency.session(token: signedIn.token) == nil)
        let again = try await house.signIn(house.small.anna)
        #expect(
            try await house.agency.access(again.session, client: .of("acme")).access
                == .contact(View(language: "en", rights: [.invoices])))
    }
}
