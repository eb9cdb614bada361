import Model
import Records
import Testing

@testable import Actions

/// A house with an owner, an admin and an agent who are signed in.
private struct Staff: Sendable {
    let house: House
    let olga, adam, gina: Person
    let owner, admin, agent, contact: SignedIn

    init() async throws {
        house = try await House()
        olga = house.small.olga
        adam = try await house.agency.addPerson(NewPerson(email: "adam@agency.example", role: .admin, name: "Adam"))
        gina = try await house.agency.addPerson(
            NewPerson(email: "gina@agency.example", role: .agent, name: "Gina", client: .of("acme")))
        for person in [olga, adam, gina, house.small.anna] { try await house.give(person) }
        (owner, admin) = (try await house.signIn(olga), try await house.signIn(adam))
        (agent, contact) = (try await house.signIn(gina), try await house.signIn(house.small.anna))
    }

    func change(_ person: Person, _ was: Role, _ role: Role, _ who: SignedIn) async -> String? {
        let typed = Typed(fields: ["role": role.rawValue, FormState.field: FormState(was).text])
        return await refusal {
            // As each request finds it: what was proved meanwhile counts.
            let session = try await house.agency.session(token: who.token) ?? who.session
            try await house.agency.changeRole(of: person.id, typed, by: session, address: "x")
        }
    }

    func invite(_ fields: [String: String], _ who: SignedIn) async -> String? {
        await refusal { try await house.agency.inviteColleague(Typed(fields: fields), by: who.session, address: "x") }
    }

    func isIn(_ who: SignedIn) async throws -> Bool { try await house.agency.session(token: who.token) != nil }
}

@Suite struct TeamTests {
    @Test func `owner and admin see the agency's own people; nobody else learns that there is a list`() async throws {
        let staff = try await Staff()
        for who in [staff.owner, staff.admin] {
            let team = try await staff.house.agency.team(who.session)
            #expect(team.map(\.person.email) == ["olga@agency.example", "adam@agency.example", "gina@agency.example"])
            #expect(team.map { $0.clients.map(\.slug.text) } == [[], [], ["acme"]])
            #expect(team.allSatisfy { $0.sessions.count == 1 && $0.person.signedIn != nil })
        }
        #expect(try await staff.house.agency.team(staff.admin.session).map(\.mayChange) == [false, true, true])
        for who in [staff.agent, staff.contact] {
            #expect(await refusal { try await staff.house.agency.team(who.session) } == "notFound refusal.not-found")
            #expect(await staff.change(staff.gina, .agent, .owner, who) == "notFound refusal.not-found")
            #expect(
                await staff.invite(["name": "X", "email": "x@y.example", "role": "agent"], who) == "notFound refusal.not-found")
            #expect(
                await refusal { try await staff.house.agency.lockOut(staff.gina.id, true, by: who.session) }
                    == "notFound refusal.not-found")
        }
    }

    @Test func `a role is changed by who may, counts at once, and ends the sessions of the person`() async throws {
        let staff = try await Staff()
        #expect(await staff.change(staff.gina, .agent, .admin, staff.admin) == nil)
        #expect(try await staff.isIn(staff.agent) == false)
        let again = try await staff.house.signIn(staff.gina)
        #expect(again.session.person.role == .admin)
        #expect(try await staff.house.agency.records.read { try $0.assignments().isEmpty })
        // An admin makes no owner and changes none.
        #expect(await staff.change(staff.gina, .admin, .owner, staff.admin) == "forbidden refusal.team.owner")
        #expect(await staff.change(staff.olga, .owner, .agent, staff.admin) == "forbidden refusal.team.owner")
        // Nobody becomes a contact, and a contact nothing else.
        #expect(await staff.change(staff.gina, .admin, .contact, staff.owner) == "usage refusal.form.malformed")
        #expect(await staff.change(staff.house.small.anna, .contact, .agent, staff.owner) == "notFound refusal.not-found")
        // Who acts by what somebody else has changed meanwhile is told so.
        #expect(await staff.change(staff.gina, .agent, .owner, staff.owner) == "conflict refusal.form.changed")
        // The last owner stays, whoever asks.
        #expect(await staff.change(staff.olga, .owner, .admin, staff.owner) == "conflict refusal.person.last-owner")
        #expect(await staff.change(staff.gina, .admin, .owner, staff.owner) == nil)
        #expect(await staff.change(staff.olga, .owner, .admin, staff.owner) == nil)
        #expect(try await staff.isIn(staff.owner) == false)
        #expect(try await staff.house.log(of: staff.gina.id.text).filter { $0 == "person.role" }.count == 2)
    }

    @Test func `of two owners who each demote the other at the same time, one stays`() async throws {
        for _ in 0..<3 {
            let staff = try await Staff()
            #expect(await staff.change(staff.adam, .admin, .owner, staff.owner) == nil)
            let other = try await staff.house.signIn(staff.adam)
            async let first = staff.change(staff.adam, .owner, .admin, staff.owner)
            async let second = staff.change(staff.olga, .owner, .admin, other)
            let answers = [await first, await second]
            #expect(answers.filter { $0 == nil }.count == 1)
            #expect(try await staff.house.agency.records.read { try $0.ownerCount() } == 1)
        }
    }

    @Test func `roles and invitations need a password of the last ten minutes`() async throws {
        let staff = try await Staff()
        staff.house.place.clock.advance(seconds: 600)
        #expect(await staff.change(staff.gina, .agent, .admin, staff.owner) == "invalid present: refusal.account.stale")
        let new = ["name": "New", "email": "new@agency.example", "role": "agent"]
        #expect(await staff.invite(new, staff.owner) == "invalid present: refusal.account.stale")
        #expect(
            await staff.invite(new.merging(["present": "not that one"]) { $1 }, staff.owner)
                == "invalid present: refusal.account.password")
        #expect(await staff.invite(new.merging(["present": House.password]) { $1 }, staff.owner) == nil)
        #expect(await staff.change(staff.gina, .agent, .admin, staff.owner) == nil)
    }

    @Test func `who is invited chooses a password by the link, once`() async throws {
        let staff = try await Staff()
        let agency = staff.house.agency
        let typed = Typed(fields: ["name": " Nora ", "email": " Nora@Agency.example", "role": "agent"])
        let invitation = try #require(try await agency.inviteColleague(typed, by: staff.admin.session, address: "x"))
        // The link is told once.
        #expect(try await agency.inviteColleague(typed, by: staff.admin.session, address: "x") == nil)
        #expect(invitation.person.email == "nora@agency.example" && invitation.person.name == "Nora")
        let signedIn = try await agency.accept(invitation: invitation.token, password: House.password, address: "x").signedIn()
        #expect(signedIn.session.person.role == .agent)
        for (fields, answer) in [
            (["name": "Nora", "email": "nora@agency.example", "role": "agent"], "invalid email: refusal.person.exists"),
            (["name": "", "email": "n@agency.example", "role": "agent"], "invalid name: form.flaw.required"),
            (["name": "N", "email": "nobody", "role": "agent"], "invalid email: form.flaw.email"),
            (["name": "N", "email": "n@agency.example", "role": "king"], "invalid role: form.flaw.choice"),
            (["name": "N", "email": "n@agency.example", "role": "contact"], "usage refusal.form.malformed"),
            (["name": "N", "email": "n@agency.example", "role": "owner"], "forbidden refusal.team.owner"),
        ] { #expect(await staff.invite(fields, staff.admin) == answer) }
        // A new link makes the earlier one worth nothing; an owner's link is for owners to make.
        let first = try await agency.inviteColleague(again: staff.gina.id, Typed([:]), by: staff.admin.session, address: "x")
        let second = try await agency.inviteColleague(again: staff.gina.id, Typed([:]), by: staff.admin.session, address: "x")
        #expect(try await agency.invitation(token: first.token) == nil)
        #expect(try await agency.invitation(token: second.token)?.id == staff.gina.id)
        #expect(
            await refusal {
                try await agency.inviteColleague(again: staff.olga.id, Typed([:]), by: staff.admin.session, address: "x")
            } == "forbidden refusal.team.owner")
    }

    @Test func `who is locked out is out at once, by whatever they held, and comes in again as before`() async throws {
        let staff = try await Staff()
        let agency = staff.house.agency
        let link = try await agency.invite(staff.gina.email)
        try await agency.lockOut(staff.gina.id, true, by: staff.admin.session)
        #expect(try await staff.isIn(staff.agent) == false)
        #expect(await refusal { try await staff.house.signIn(staff.gina) } == "signIn refusal.sign-in.wrong")
        #expect(try await agency.invitation(token: link.token) == nil)
        for (person, who, answer) in [
            (staff.olga, staff.admin, "forbidden refusal.team.owner"), (staff.adam, staff.admin, "conflict refusal.team.self"),
            (staff.olga, staff.owner, "conflict refusal.team.self"),
        ] { #expect(await refusal { try await agency.lockOut(person.id, true, by: who.session) } == answer) }
        try await agency.lockOut(staff.gina.id, false, by: staff.admin.session)
        #expect(try await staff.isIn(staff.agent) == false)
        _ = try await staff.house.signIn(staff.gina)
        #expect(try await agency.records.read { try $0.assignments().count } == 1)
    }

    @Test func `somebody else's second factor is reset by who may, and their sessions end`() async throws {
        let staff = try await Staff()
        let agency = staff.house.agency
        let phone = try await staff.house.phone(of: staff.gina)
        let none = Typed([:])
        #expect(
            await refusal { try await agency.resetSecondFactor(of: staff.adam.id, none, by: staff.owner.session, address: "x") }
                == "conflict refusal.second-factor.none")
        try await agency.resetSecondFactor(of: staff.gina.id, none, by: staff.admin.session, address: "x")
        #expect(try await agency.session(token: phone.token) == nil)
        _ = try await staff.house.signIn(staff.gina)
        _ = try await staff.house.phone(of: staff.olga)
        #expect(
            await refusal { try await agency.resetSecondFactor(of: staff.olga.id, none, by: staff.admin.session, address: "x") }
                == "forbidden refusal.team.owner")
        // A contact's too, who has nobody else to ask.
        let anna = try await staff.house.phone(of: staff.house.small.anna)
        #expect(
            await refusal {
                try await agency.resetSecondFactor(of: staff.house.small.anna.id, none, by: anna.session, address: "x")
            } == "notFound refusal.not-found")
        try await agency.resetSecondFactor(of: staff.house.small.anna.id, none, by: staff.admin.session, address: "x")
        _ = try await staff.house.signIn(staff.house.small.anna)
        // On the command line: for the last owner who has lost everything.
        try await agency.resetSecondFactor(staff.olga.email)
        _ = try await staff.house.signIn(staff.olga)
    }

    @Test func `an agent sees the clients assigned, from the moment they are, and no longer than they are`() async throws {
        let staff = try await Staff()
        let agency = staff.house.agency
        _ = try await agency.set([("agents_see_all", "false")])
        func assign(_ slugs: [String], _ who: SignedIn, state: FormState? = nil) async -> String? {
            await refusal {
                let now = try await agency.clientChoice(of: staff.gina.id, staff.admin.session).state
                let typed = Typed(["clients": slugs, FormState.field: [(state ?? now).text]])
                try await agency.assignClients(typed, to: staff.gina.id, by: who.session)
            }
        }
        let before = try await agency.clientChoice(of: staff.gina.id, staff.admin.session)
        #expect(before.assigned == [.of("acme")])
        #expect(await assign(["acme", "beta"], staff.admin) == nil)
        #expect(try await agency.access(staff.agent.session, client: .of("beta")).access == .staff)
        #expect(await assign(["acme"], staff.admin, state: before.state) == "conflict refusal.form.changed")
        #expect(await assign(["acme", "nobody"], staff.admin) == "notFound refusal.not-found")
        #expect(await assign(["beta"], staff.agent) == "notFound refusal.not-found")
        #expect(try await staff.isIn(staff.agent))
        #expect(await assign(["beta"], staff.admin) == nil)
        #expect(try await staff.isIn(staff.agent) == false)
        let again = try await staff.house.signIn(staff.gina)
        #expect(await refusal { try await agency.access(again.session, client: .of("acme")) } == "notFound refusal.not-found")
    }
}
