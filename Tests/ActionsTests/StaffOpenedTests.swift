import Model
import Records
import Testing

@testable import Actions

/// What owners are told when whoever has the command line opens an account of the agency's own people.
@Suite struct `Accounts of staff that the operator opens` {
    private func letters(_ house: House) async throws -> [Mail] {
        try await house.agency.records.read { try $0.latestMail(limit: 100) }.filter { $0.kind == "staff-opened" }.reversed()
    }

    private func person(_ email: String, _ role: Role, language: String? = nil) -> NewPerson {
        NewPerson(
            email: email, role: role, name: "Somebody", client: role == .contact ? Slug.of("acme") : nil, language: language)
    }

    @Test func `while no owner can sign in the agency is being set up, and nobody is told`() async throws {
        let house = try await House()
        _ = try await house.agency.addPerson(person("adam@agency.example", .admin))
        _ = try await house.agency.invite("adam@agency.example")
        try await house.give(house.small.olga)
        #expect(try await letters(house) == [])
    }

    @Test func `every owner is told at once of what was done, to which account and when, in their language`() async throws {
        let house = try await House()
        let (agency, olga) = (house.agency, house.small.olga)
        _ = try await agency.addPerson(person("ona@agency.example", .owner, language: "lt"))
        _ = try await agency.addPerson(person("gone@agency.example", .owner))
        try await agency.setDisabled("gone@agency.example", true)
        try await house.give(olga)
        let new = "spy@agency.example"
        let steps: [(what: String, work: () async throws -> Void)] = [
            ("has added \(new)", { _ = try await agency.addPerson(self.person(new, .owner)) }),
            ("a link with which a password is set for \(new)", { _ = try await agency.invite(new) }),
            ("has set the password of \(new)", { try await agency.setPassword(new, House.password) }),
        ]
        var (told, owners) = (0, [olga.email, "ona@agency.example"])
        for (what, work) in steps {
            house.place.clock.advance(seconds: 1)
            try await work()
            let fresh = Array(try await letters(house).dropFirst(told))
            told += fresh.count
            #expect(Set(fresh.map(\.address)) == Set(owners) && fresh.count == owners.count, "\(what)")
            let english = try #require(fresh.first { $0.address == olga.email })
            #expect(english.body.replacing("\n", with: " ").contains(what), "\(english.body)")
            #expect(english.body.contains("2026") && english.body.contains("/north/staff/people/"))
            if owners.count == 2 { owners.append(new) }
        }
        #expect(try await letters(house).first { $0.address == "ona@agency.example" }?.body.contains("prižiūrėtojas") == true)
    }

    @Test func `a locked account that is opened and a second factor that goes are told too; closing and contacts are not`()
        async throws
    {
        let house = try await House()
        let (agency, olga) = (house.agency, house.small.olga)
        let gina = try await agency.addPerson(person("gina@agency.example", .agent))
        _ = try await house.phone(of: gina)
        try await house.give(olga)
        try await agency.setDisabled("gina@agency.example", true)
        try await house.give(house.small.anna)
        _ = try await agency.addPerson(person("rita@acme.example", .contact))
        _ = try await agency.invite("rita@acme.example")
        #expect(try await letters(house) == [])
        try await agency.setDisabled("gina@agency.example", false)
        #expect(try await letters(house).count == 1)
        try await agency.resetSecondFactor(gina.email)
        #expect(try await letters(house).count == 2)
        #expect(try await letters(house).contains { $0.body.contains("two-step sign-in for gina@agency.example") })
        // An owner of the agency who does the same is one of those who would be told.
        _ = try await agency.invite(gina.email, by: .staff(olga.id, .owner))
        #expect(try await letters(house).count == 2)
    }
}
