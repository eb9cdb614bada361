import Model
import Records
import Testing

@testable import Actions

@Suite struct PeopleInvitationTests {
    @Test func `an invitation is used once, however many try at the same moment`() async throws {
        let house = try await House()
        let invitation = try await house.agency.invite(house.small.anna.email)
        let accepted = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<50 {
                group.addTask {
                    await refusal {
                        try await house.agency.accept(
                            invitation: invitation.token, password: "a quiet river \(index) times", address: "192.0.2.1")
                    } == nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(accepted == 1)
        #expect(try await house.log(of: house.small.anna.id.text) == ["invitation.create", "invitation.accept"])
        #expect(try await house.agency.invitation(token: invitation.token) == nil)
    }

    @Test func `looking at an invitation changes nothing, a bad password leaves it whole, and accepting signs in`() async throws {
        let house = try await House()
        let agency = house.agency
        let invitation = try await agency.invite(" Anna@ACME.example")
        #expect(invitation.url == "http://127.0.0.1:8080/north/welcome?token=\(invitation.token)")
        for _ in 0..<3 { #expect(try await agency.invitation(token: invitation.token)?.id == house.small.anna.id) }
        #expect(
            await refusal { try await agency.accept(invitation: invitation.token, password: "short", address: "x") }
                == "invalid refusal.password.short")
        #expect(
            await refusal { try await agency.accept(invitation: invitation.token, password: "anna@acme.example!", address: "x") }
                == "invalid refusal.password.own")
        let signedIn = try await agency.accept(
            invitation: invitation.token, password: House.password, address: "192.0.2.1"
        ).signedIn()
        #expect(try await agency.session(token: signedIn.token)?.person.hasPassword == true)
        #expect(try await house.signIn(house.small.anna, device: signedIn.deviceToken).deviceToken == signedIn.deviceToken)
        #expect(
            await refusal { try await agency.accept(invitation: invitation.token, password: House.password, address: "x") }
                == "notFound refusal.invitation.gone")
    }

    @Test func `an invitation ends after 72 hours, when a newer one is made, or the person is locked out`() async throws {
        let house = try await House()
        let agency = house.agency
        let first = try await agency.invite(house.small.anna.email)
        let second = try await agency.invite(house.small.anna.email)
        #expect(try await agency.invitation(token: first.token) == nil)
        house.place.clock.advance(seconds: 72 * 3600 - 1)
        #expect(try await agency.invitation(token: second.token) != nil)
        house.place.clock.advance(seconds: 1)
        #expect(try await agency.invitation(token: second.token) == nil)
        house.place.clock.advance(seconds: -3600)
        #expect(try await agency.invitation(token: second.token) == nil, "what has expired stays so")
        #expect(
            await refusal { try await agency.accept(invitation: second.token, password: House.password, address: "x") }
                == "notFound refusal.invitation.gone")
        let third = try await agency.invite(house.small.anna.email)
        try await agency.setDisabled(house.small.anna.email, true)
        #expect(try await agency.invitation(token: third.token) == nil)
        #expect(await refusal { try await agency.invite(house.small.anna.email) } == "conflict refusal.person.disabled")
        #expect(await refusal { try await agency.invite("nobody@x.example") } == "notFound refusal.person.none")
    }

    @Test func `an agency with a host of its own invites to that host`() async throws {
        let house = try await House { $0.baseURL = "https://portal.example" }
        try await house.agency.set([("host", "portal.north.example")])
        #expect(
            try await house.agency.invite(house.small.anna.email).url.hasPrefix(
                "https://portal.north.example/north/welcome?token="))
    }

    @Test func `people are added as what they are, and a contact may belong to two clients`() async throws {
        let house = try await House()
        let agency = house.agency
        let rita = try await agency.addPerson(
            NewPerson(
                email: "Rita@Acme.example", role: .contact, name: "Rita", client: .of("acme"), language: "lt", sees: [.invoices],
                password: House.password))
        #expect(rita.email == "rita@acme.example" && rita.hasPassword)
        _ = try await agency.addPerson(NewPerson(email: "rita@acme.example", role: .contact, client: .of("beta")))
        let gus = try await agency.addPerson(NewPerson(email: "gus@agency.example", role: .agent, client: .of("beta")))
        #expect(gus.name == "gus@agency.example")
        let people = try await agency.people()
        #expect(people.map(\.person.email) == people.map(\.person.email).sorted() && people.count == 5)
        let clients = try #require(people.first { $0.person.id == rita.id }).clients
        #expect(clients.map(\.client.text) == ["acme", "beta"] && clients.map(\.sees) == [[.invoices], .all])
        for (new, why) in [
            (NewPerson(email: "x", role: .owner), "invalid refusal.person.email"),
            (NewPerson(email: "a@b", role: .owner), "invalid refusal.person.email"),
            (NewPerson(email: "a b@c.example", role: .owner), "invalid refusal.person.email"),
            (NewPerson(email: "rita@acme.example", role: .contact, client: .of("acme")), "conflict refusal.person.exists"),
            (NewPerson(email: "rita@acme.example", role: .owner), "conflict refusal.person.exists"),
            (NewPerson(email: "new@acme.example", role: .contact), "usage refusal.person.client-missing"),
            (NewPerson(email: "new@acme.example", role: .contact, client: .of("none")), "notFound refusal.client.none"),
            (NewPerson(email: "new@acme.example", role: .admin, client: .of("acme")), "usage refusal.person.client-needless"),
            (NewPerson(email: "new@acme.example", role: .agent, sees: .all), "usage refusal.person.sees-needless"),
            (NewPerson(email: "new@acme.example", role: .admin, language: "xx"), "invalid refusal.person.language"),
            (NewPerson(email: "new@acme.example", role: .admin, password: "short"), "invalid refusal.password.short"),
        ] {
            #expect(await refusal { try await agency.addPerson(new) } == why)
        }
        #expect(try await agency.people().count == 5)
    }

    @Test func `a contact never sees another client, an agent those assigned when agents do not see all`() async throws {
        let house = try await House()
        let agency = house.agency
        let gus = try await agency.addPerson(
            NewPerson(email: "gus@agency.example", role: .agent, client: .of("beta"), password: House.password))
        for person in [house.small.anna, house.small.olga] { try await house.give(person) }
        func seen(_ session: Session) async -> [String] {
            var seen: [String] = []
            for client in ["acme", "beta", "none"]
            where await refusal({ try await agency.access(session, client: .of(client)) }) == nil {
                seen.append(client)
            }
            return seen
        }
        let anna = try await house.signIn(house.small.anna).session
        let agent = try await house.signIn(gus).session
        let olga = try await house.signIn(house.small.olga).session
        #expect(await seen(anna) == ["acme"])
        #expect(await seen(agent) == ["acme", "beta"])
        try await agency.set([("agents_see_all", "false")])
        #expect(await seen(agent) == ["beta"])
        #expect(try await agency.clientList(agent, ClientFilter()).rows.map(\.client.slug.text) == ["beta"])
        #expect(await seen(olga) == ["acme", "beta"])
        #expect(
            await refusal { try await agency.access(anna, client: .of("beta")) }
                == (await refusal { try await agency.access(anna, client: .of("none")) }))
        #expect(
            await refusal { try await agency.staffCase(agent, client: .of("acme"), case: .of("lease")) }
                == "notFound refusal.not-found")
    }
}
