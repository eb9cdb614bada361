import Model
import Records
import Testing

@testable import Actions

@Suite struct AddressTests {
    private let gone = "notFound refusal.ticket.gone"

    private func ask(
        _ house: House, _ signedIn: SignedIn, _ email: String, present: String = House.password
    ) async throws {
        try await house.agency.askForAddress(
            signedIn.session, Typed(fields: ["email": email, "present": present]), address: "192.0.2.7")
    }

    /// The token in the last letter with a link to a new address.
    private func token(_ house: House) async throws -> String {
        let letter = try #require(try await house.outbox().last { $0.kind == "new-address" })
        return String(try #require(letter.body.firstMatch(of: /new-address\?token=([A-Za-z0-9_-]{43})/)?.output.1))
    }

    private func open(_ house: House, _ token: String, by session: Session? = nil) async throws -> SignedIn? {
        try await house.agency.changeAddress(link: token, by: session, device: nil, address: "192.0.2.7")
    }

    @Test func `a link at the new address changes it: other sessions end, the old address is told, and the link is spent`()
        async throws
    {
        let house = try await House()
        let anna = house.small.anna
        try await house.give(anna)
        let (mine, other) = (try await house.signIn(anna), try await house.signIn(anna))
        try await ask(house, mine, " Anna@New.Example ")
        let letter = try #require(try await house.outbox().last)
        #expect(letter.address == "anna@new.example" && letter.isSecurity && letter.body.contains("anna@new.example"))
        let token = try await token(house)
        // Asking and looking change nothing.
        #expect(try await house.agency.addressOfLink(token: token) == "anna@new.example")
        #expect(try await house.agency.records.read { try $0.person(anna.id)?.email } == anna.email)
        let renewed = try #require(try await open(house, token, by: mine.session))
        #expect(try await house.agency.session(token: renewed.token)?.person.email == "anna@new.example")
        for over in [mine.token, other.token] { #expect(try await house.agency.session(token: over) == nil) }
        let told = try #require(try await house.outbox().last)
        #expect(told.kind == "address-changed" && told.address == anna.email)
        #expect(try await house.agency.addressOfLink(token: token) == nil)
        #expect(await refusal { try await open(house, token) } == gone)
        #expect(await refusal { try await house.signIn(anna) } == "signIn refusal.sign-in.wrong")
        _ = try await house.agency.signIn(email: "anna@new.example", password: House.password, device: nil, address: "x")
            .signedIn()
        #expect(try await house.log(of: anna.id.text).filter { $0.hasPrefix("address") } == ["address.ask", "address.change"])
    }

    @Test func `opened where nobody or somebody else is signed in, it ends every session of the person and no other`()
        async throws
    {
        let house = try await House()
        let (anna, olga) = (house.small.anna, house.small.olga)
        for person in [anna, olga] { try await house.give(person) }
        let (mine, hers) = (try await house.signIn(anna), try await house.signIn(olga))
        try await ask(house, mine, "anna@new.example")
        #expect(try await open(house, try await token(house), by: hers.session) == nil)
        #expect(try await house.agency.session(token: mine.token) == nil)
        #expect(try await house.agency.session(token: hers.token)?.person.email == olga.email)
    }

    @Test func `an address that is somebody's answers alike, gets no letter, and changes nothing`() async throws {
        let house = try await House()
        let (anna, ben) = (house.small.anna, house.small.ben)
        try await house.give(anna)
        let mine = try await house.signIn(anna)
        #expect(await refusal { try await ask(house, mine, ben.email) } == nil)
        #expect(try await house.outbox().isEmpty)
        #expect(try await house.log(of: anna.id.text).last == "address.ask taken")
        // Free when it was asked for, somebody's when the link is opened.
        try await ask(house, mine, "late@new.example")
        let token = try await token(house)
        _ = try await house.agency.addPerson(NewPerson(email: "late@new.example", role: .agent, name: "Late"))
        #expect(await refusal { try await open(house, token, by: mine.session) } == gone)
        #expect(try await house.agency.records.read { try $0.person(anna.id)?.email } == anna.email)
        #expect(try await house.agency.session(token: mine.token) != nil)
    }

    @Test func `it asks for the present password, for an address, and for another one than now`() async throws {
        let house = try await House()
        let anna = house.small.anna
        try await house.give(anna)
        let mine = try await house.signIn(anna)
        #expect(
            await refusal { try await ask(house, mine, "a@new.example", present: "a wrong guess") }
                == "invalid present: refusal.account.password")
        #expect(await refusal { try await ask(house, mine, "nothing") }?.hasPrefix("invalid email: ") == true)
        #expect(await refusal { try await ask(house, mine, anna.email) } == "invalid email: refusal.account.same-address")
        #expect(try await house.outbox().isEmpty)
    }

    @Test func `the last one asked for counts, for a day, and five an hour are all there are`() async throws {
        let house = try await House()
        let anna = house.small.anna
        try await house.give(anna)
        let mine = try await house.signIn(anna)
        try await ask(house, mine, "typo@new.example")
        let first = try await token(house)
        try await ask(house, mine, "anna@new.example")
        #expect(await refusal { try await open(house, first) } == gone)
        for index in 0..<3 { try await ask(house, mine, "a\(index)@new.example") }
        #expect(await refusal { try await ask(house, mine, "b@new.example") } == "tooMany refusal.sign-in.throttled")
        let last = try await token(house)
        house.place.clock.advance(seconds: 24 * 3600 - 1)
        #expect(try await house.agency.addressOfLink(token: last) == "a2@new.example")
        house.place.clock.advance(seconds: 1)
        #expect(await refusal { try await open(house, last) } == gone)
        house.place.clock.advance(seconds: 1)
        try await house.agency.runRetention()
        #expect(
            try await house.agency.records.read { try $0.one("SELECT count(*) FROM address_change") { try $0.integer(0) } } == 0)
    }

    @Test func `whoever is locked out meanwhile gets no other address`() async throws {
        let house = try await House()
        let anna = house.small.anna
        try await house.give(anna)
        try await ask(house, try await house.signIn(anna), "anna@new.example")
        let token = try await token(house)
        try await house.agency.setDisabled(anna.email, true)
        #expect(await refusal { try await open(house, token) } == gone)
        try await house.agency.setDisabled(anna.email, false)
        #expect(await refusal { try await open(house, token) } == gone)
    }
}
