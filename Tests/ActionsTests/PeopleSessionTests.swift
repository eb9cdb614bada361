import Model
import Records
import Testing

@testable import Actions

@Suite struct PeopleSessionTests {
    @Test func `an idle session ends after 30 minutes for staff and 60 for contacts, a used one after 12 hours and 7 days`()
        async throws
    {
        let house = try await House()
        for person in [house.small.anna, house.small.olga] { try await house.give(person) }
        let idle = (try await house.signIn(house.small.anna).token, try await house.signIn(house.small.olga).token)
        house.place.clock.advance(seconds: 30 * 60 - 1)
        #expect(try await house.agency.session(token: idle.1) != nil)
        house.place.clock.advance(seconds: 30 * 60)
        #expect(try await house.agency.session(token: idle.1) == nil)
        #expect(try await house.agency.session(token: idle.0) != nil)
        house.place.clock.advance(seconds: 3601)
        #expect(try await house.agency.session(token: idle.0) == nil)

        let used = (try await house.signIn(house.small.anna).token, try await house.signIn(house.small.olga).token)
        var lived = (0, 0)
        for minutes in stride(from: 20, through: 8 * 1440, by: 20) {
            house.place.clock.advance(seconds: 1200)
            if try await house.agency.session(token: used.0) != nil { lived.0 = minutes }
            if try await house.agency.session(token: used.1) != nil { lived.1 = minutes }
        }
        #expect(lived == (7 * 1440 - 20, 12 * 60 - 20))
    }

    @Test func `what has expired stays so when the clock is set back, after a restart too`() async throws {
        let house = try await House()
        try await house.give(house.small.anna)
        let old = try await house.signIn(house.small.anna).token
        house.place.clock.advance(seconds: 86_400)
        // Somebody is seen a day later: that is how late it is from now on. Nobody looked at the old session meanwhile.
        try await house.give(house.small.olga)
        let new = try await house.signIn(house.small.olga).token
        house.place.clock.advance(seconds: -2 * 86_400)
        #expect(try await house.agency.session(token: new) != nil)
        let copy = try Place(copying: house.place)
        copy.clock.advance(seconds: -86_400)
        let reopened = try copy.workspace()
        let agency = try await reopened.agency(.of("north"))
        #expect(try await agency.session(token: old) == nil)
        #expect(try await agency.session(token: new) != nil)
        #expect(try await house.agency.session(token: old) == nil)
        copy.clock.advance(seconds: 86_400)
        #expect(try await agency.session(token: old) == nil)
    }

    @Test func `the last request is written at most once a minute, and never by the one who asks`() async throws {
        let house = try await House()
        try await house.give(house.small.anna)
        let token = try await house.signIn(house.small.anna).token
        let hash = try #require(Token.hash(token))
        func seen() async throws -> Int64? {
            try await house.agency.records.read { try $0.session(hash)?.session.seen.milliseconds }
        }
        let start = try #require(try await seen())
        for _ in 0..<5 {
            house.place.clock.advance(seconds: 11)
            #expect(try await house.agency.session(token: token) != nil)
        }
        try await Task.sleep(for: .milliseconds(50))
        #expect(try await seen() == start)
        house.place.clock.advance(seconds: 10)
        #expect(try await house.agency.session(token: token) != nil)
        for _ in 0..<100 where try await seen() == start { try await Task.sleep(for: .milliseconds(10)) }
        #expect(try await seen() == start + 65_000)
    }

    @Test func `the clock of sessions never goes back, and goes on when the system's is behind`() async throws {
        let held = HeldClock(Place.morning)
        let clock = SessionClock(held.world)
        let first = clock.now()
        held.advance(seconds: -3600)
        let second = clock.now()
        try await Task.sleep(for: .milliseconds(30))
        let third = clock.now()
        #expect(first <= second && second < third)
        held.advance(seconds: 7200)
        #expect(clock.now() == held.now)
        clock.raise(to: held.now.adding(seconds: 60))
        #expect(clock.now() >= held.now.adding(seconds: 60))
    }

    @Test func `memory of sessions is bounded, and what was read before a change is not kept after it`() {
        let cache = SessionCache()
        let person = Person(id: ID("p"), email: "", name: "", role: .contact)
        func entry(_ number: Int) -> SessionCache.Entry {
            let token = withUnsafeBytes(of: number.bigEndian) { Array($0) }
            let at = Place.morning
            return .init(
                stored: StoredSession(token: token, person: person.id, epoch: 0, created: at, seen: at), person: person,
                written: at)
        }
        for number in 0..<25_000 { cache.keep(entry(number), ifAge: cache.age) }
        #expect(cache.count <= SessionCache.bound)
        let age = cache.age
        cache.empty()
        cache.keep(entry(1), ifAge: age)
        #expect(cache.count == 0)
    }

    @Test func `what has had its time is forgotten`() async throws {
        let house = try await House()
        try await house.give(house.small.anna)
        let signedIn = try await house.signIn(house.small.anna)
        _ = try await house.agency.invite(house.small.ben.email)
        let upload = try await house.agency.beginUpload(
            signedIn.session, client: .of("acme"), case: .of("lease"), visibility: nil)
        try await upload.receive(name: "note.txt", bytes: Pieces("A short note.\n"))
        let receipt = try await upload.finish()
        try await house.agency.runRetention(hasRested: true)
        #expect(try await house.agency.receipt(signedIn.session, client: .of("acme"), id: receipt.id.text).0 == receipt)
        house.place.clock.advance(seconds: 89 * 86_400)
        try await house.agency.runRetention(hasRested: true)
        #expect(try await house.agency.records.read { try $0.receipt(receipt.id) } != nil)
        house.place.clock.advance(seconds: 2 * 86_400)
        try await house.agency.runRetention(hasRested: true)
        #expect(try await house.agency.records.read { try $0.receipt(receipt.id) } == nil)
        let left = try await house.agency.records.read { connection in
            try ["session", "invitation", "receipt_file"].map { table in
                switch table {
                case "session": try connection.one("SELECT count(*) FROM session") { try $0.integer(0) }
                case "invitation": try connection.one("SELECT count(*) FROM invitation") { try $0.integer(0) }
                default: try connection.one("SELECT count(*) FROM receipt_file") { try $0.integer(0) }
                }
            }
        }
        #expect(left == [0, 0, 0])
    }
}
