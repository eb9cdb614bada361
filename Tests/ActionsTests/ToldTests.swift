import Model
import Records
import Testing

@testable import Actions

/// Who is told of what happens on a case.
@Suite struct ToldTests {
    @Test func `whoever looks after a case hears what clients send and write in it, and another agent does not`() async throws {
        let office = try await CaseTests.Office()
        let (house, agency) = (office.house, office.agency)
        // Liam is assigned to the client; Mia looks after the case and is not.
        let mia = Person(id: agency.world.id(), email: "mia@agency.example", name: "Mia", role: .agent)
        let other = Person(id: agency.world.id(), email: "other@agency.example", name: "Otto", role: .agent)
        try await agency.change { connection, journal in
            for person in [mia, other] { try connection.insert(person) }
            try connection.setSetting("agents_see_all", "true")
            var record = house.small.lease
            record.assignee = mia.id
            try connection.update(record)
            journal.changed(.everything)
        }
        func told(_ person: Person) async throws -> [String] {
            try await agency.records.read { try $0.notices(of: person.id, limit: 9) }.map(\.kind)
        }
        _ = try await house.upload(office.anna, [("mine.txt", "From the client.\n")])
        try await house.write(office.anna, "Hello", form: "a")
        #expect(try await told(mia) == ["upload", "message"])
        #expect(try await told(office.liam.person) == ["upload", "message"])
        #expect(try await told(other) == [])
        #expect(try await told(house.small.olga) == [])
        // Without the right to see the client one hears nothing.
        _ = try await agency.set([("agents_see_all", "false")])
        try await house.write(office.anna, "Hello again", form: "b")
        #expect(try await told(mia).count == 2)
    }

    @Test func `contacts are told of a new case, its status and its stages, once and as they are when the letter goes`()
        async throws
    {
        let office = try await CaseTests.Office()
        let (house, agency) = (office.house, office.agency)
        let carl = try await house.contact("carl@acme.example", sees: [.documents])
        let record = try await agency.createCase(
            office.liam, client: .of("acme"), office.typed(["title": "Permits", "stages": "Papers\nOffice\nDone"]))
        func lines() async throws -> [String] {
            let before = try await house.outbox().count
            house.place.clock.advance(seconds: 60)
            try await agency.writeDigests()
            let mails = try await house.outbox().dropFirst(before)
            #expect(mails.allSatisfy { $0.person == house.small.anna.id && $0.person != carl.person.id })
            return mails.flatMap { $0.body.split(separator: "\n") }.filter { $0.hasPrefix("- ") }.map(String.init)
        }
        #expect(try await lines() == ["- New case"])
        for name in ["Office", "Done"] {
            _ = try await agency.setStage(office.liam, client: .of("acme"), case: record.slug, to: name)
        }
        _ = try await agency.setStatus(office.liam, client: .of("acme"), case: record.slug, .closed)
        #expect(try await lines() == ["- Now at: Done", "- The case is now: Closed"])
        // What is as it was when the letter goes is no news.
        _ = try await agency.setStatus(office.liam, client: .of("acme"), case: record.slug, .open)
        _ = try await agency.setStatus(office.liam, client: .of("acme"), case: record.slug, .closed)
        #expect(try await lines() == [])
        // The form that takes the stage away moves the case too.
        let draft = CaseDraft(try await agency.editableCase(office.liam, client: .of("acme"), case: record.slug).record)
        _ = try await agency.editCase(
            office.liam, client: .of("acme"), case: record.slug,
            office.typed(["title": "Permits", "stages": "Papers\nOffice"], state: FormState(draft)))
        #expect(try await lines() == ["- Now at: Office"])
    }

    @Test func `contacts are told when a paper is asked for again`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        let request = try await house.ask([.init(title: "Passport")])
        _ = try await house.send(anna, [("a.txt", Array("Some text.\n".utf8))], for: request.papers[0])
        house.place.clock.advance(seconds: 3600)
        try await house.agency.writeDigests()
        let state = FormState(try await house.paper(request.papers[0].id)).text
        try await house.agency.judge(
            paper: request.papers[0].id.text, Typed(["do": ["reopen"], "note": ["Cut off"], "state": [state]]), olga)
        house.place.clock.advance(seconds: 60)
        try await house.agency.writeDigests()
        #expect(try await house.outbox().last?.body.contains("- Please send: For the guarantee\n") == true)
        #expect(try await house.outbox().last?.person == anna.person.id)
    }

    @Test func `a document is new from the time at which it was published, however long it was there`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        let kept = try await house.upload(olga, [("inner.txt", "For us alone.\n")])
        let id = try #require(kept.files.first?.document)
        func new() async throws -> [String] {
            let start = try await house.agency.start(anna)
            await house.agency.room.looks.write()
            return start.news.compactMap {
                if case .document(_, let name, _) = $0.what { "\($0.day) \(name) \($0.isNew)" } else { nil }
            }
        }
        // Two visits after the upload, each long over before the next.
        for _ in 0..<2 {
            house.place.clock.advance(seconds: 86_400)
            #expect(try await new() == [])
        }
        house.place.clock.advance(seconds: 3600)
        _ = try await house.agency.publish(document: id.text, by: olga.actor, session: olga)
        house.place.clock.advance(seconds: 3600)
        #expect(try await new() == ["2026-03-12 inner.txt true"])
        house.place.clock.advance(seconds: 86_400)
        #expect(try await new() == ["2026-03-12 inner.txt false"])
    }

    @Test func `what is archived is in no list of work and in no inbox`() async throws {
        let office = try await CaseTests.Office()
        let (house, agency) = (office.house, office.agency)
        var record = house.small.lease
        (record.assignee, record.due) = (office.liam.person.id, .of("2026-03-12"))
        try await agency.change { [record] connection, journal in
            try connection.update(record)
            try connection.touch(record.id, at: house.place.clock.now)
            journal.changed(.everything)
        }
        try await house.write(office.anna, "Hello", form: "a")
        func found() async throws -> [Int] {
            let work = try await agency.staffWork(office.liam)
            return [work.mine.count, work.due.count, work.recent.count, try await agency.inbox(office.liam).count]
        }
        #expect(try await found() == [1, 1, 1, 1])
        try await agency.archiveClient(.of("acme"), true, by: office.olga)
        #expect(try await found() == [0, 0, 0, 0])
        try await agency.archiveClient(.of("acme"), false, by: office.olga)
        #expect(try await found() == [1, 1, 1, 1])
    }
}
