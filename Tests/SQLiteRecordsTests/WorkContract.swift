import Model
import Records
import Testing

@Suite struct WorkContract {
    @Test(arguments: engines) func `cases read back, the newest first`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            var record = Sample.caseRecord(1, of: Sample.id(1))
            (record.status, record.closed, record.summary) = (.closed, Sample.day("2026-05-06"), "# S")
            (record.stages, record.stage, record.due) = (["Begun", "Filed; waits"], 1, Sample.day("2026-05-01"))
            var newer = Sample.caseRecord(2, of: Sample.id(1))
            newer.opened = Sample.day("2026-01-03")
            let both = [newer, record]
            try await records.write { db in
                try db.insert(Sample.client(1))
                for record in both { try db.insert(record) }
            }
            #expect(try await records.read { try $0.cases(of: Sample.id(1)) } == both)
            #expect(try await records.read { try $0.cases() } == both.reversed())
            #expect(try await records.read { try $0.caseRecord(both[1].id) } == both[1])
            #expect(try await records.read { try $0.caseRecord(of: Sample.id(1), slug: both[0].slug) } == both[0])
            #expect(try await records.read { try $0.openCaseCounts() } == [Sample.id(1): 1])
            newer.title = "Other"
            let changed = newer
            #expect(try await records.write { try $0.update(changed) })
            #expect(try await records.read { try $0.caseRecord(changed.id) } == changed)
        }
    }

    @Test(arguments: engines) func `a history reads newest first, times before days without a time`(
        _ engine: EngineCase
    ) async throws {
        try await engine.run { records async throws in
            let caseID: ID<Case> = Sample.id(1)
            try await records.write { db in
                try db.insert(Sample.client(1))
                try db.insert(Sample.caseRecord(1, of: Sample.id(1)))
                var events = (1...5).map { Sample.event($0, of: caseID) }
                (events[0].at, events[1].at) = (Sample.at(1), Sample.at(2))
                events[3].day = Sample.day("2026-02-04")
                events[4].visibility = .internal
                events[4].corrects = events[0].id
                try db.insert(Sample.person(1, .agent))
                events[4].author = Sample.id(1)
                let add = try db.eventInserter()
                for event in events { try add(event) }
            }
            let titles = try await records.read { try $0.events(of: caseID).map(\.title) }
            #expect(titles == ["E4", "E2", "E1", "E5", "E3"])
            #expect(
                try await records.read { try $0.events(ofCasesOf: Sample.id(1)).mapValues { $0.map(\.title) } }
                    == [caseID: titles])
            let shown = try await records.read { try $0.latestEvents(of: Sample.id(1), visibility: .client, limit: 3) }
            #expect(shown.map(\.title) == ["E4", "E2", "E1"])
            #expect(try await records.read { try $0.latestEvents(of: Sample.id(1), limit: 9).count } == 5)
            let last = try #require(try await records.read { try $0.event(Sample.id(5)) })
            #expect((last.visibility, last.corrects, last.author) == (.internal, Sample.id(1), Sample.id(1)))
        }
    }

    @Test(arguments: engines) func `work is found by who does it, by when, and by what happened last`(
        _ engine: EngineCase
    ) async throws {
        try await engine.run { records async throws in
            let (agent, owner) = (Sample.person(1, .agent), Sample.person(2, .owner))
            var cases = (1...4).map { Sample.caseRecord($0, of: Sample.id($0 == 4 ? 2 : 1)) }
            (cases[0].due, cases[1].due) = (Sample.day("2026-03-09"), Sample.day("2026-03-02"))
            (cases[2].due, cases[2].status) = (Sample.day("2026-03-01"), .closed)
            cases[3].due = Sample.day("2026-03-05")
            for place in [0, 1, 2, 3] { cases[place].assignee = agent.id }
            let made = cases
            try await records.write { db in
                for number in 1...2 { try db.insert(Sample.client(number)) }
                for person in [agent, owner] { try db.insert(person) }
                for record in made { try db.insert(record) }
                try db.setSetting("agents_see_all", "false")
                try db.assign(agent.id, to: Sample.id(1))
                try db.touch(made[1].id, at: Sample.at(1))
                try db.insert(Sample.document(1, of: made[3]))
            }
            let (mine, due, seen, all) = try await records.read { db in
                (
                    try db.cases(assignedTo: agent).map(\.id),
                    try db.cases(dueBy: Sample.day("2026-03-05"), visibleTo: owner, limit: 9).map(\.id),
                    try db.recentCases(visibleTo: agent, limit: 9).map(\.record.id),
                    try db.recentCases(visibleTo: owner, limit: 9)
                )
            }
            // Not the closed one, and not that of a client whom the agent may not see.
            #expect(mine == [made[1].id, made[0].id])
            #expect(due == [made[1].id, made[3].id])
            #expect(seen == [made[1].id])
            #expect(Set(all.map(\.record.id)) == [made[1].id, made[3].id])
            #expect(all.map(\.changed) == all.map(\.changed).sorted(by: >))
        }
    }

    @Test(arguments: engines) func `templates of cases are kept by name`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            var (lease, audit) = (CaseTemplate(id: Sample.id(1), name: "Lease"), CaseTemplate(id: Sample.id(2), name: "Audit"))
            (lease.title, lease.summary, lease.stages) = ("Lease of …", "*What* to do", ["One", "Two"])
            let both = [audit, lease]
            try await records.write { db in for template in both { try db.insert(template) } }
            #expect(try await records.read { try $0.caseTemplates() } == both)
            #expect(try await records.read { try $0.caseTemplate(named: "Lease") } == lease)
            audit.stages = ["Only"]
            let changed = audit
            #expect(try await records.write { try $0.update(changed) })
            #expect(try await records.read { try $0.caseTemplate(changed.id) } == changed)
            #expect(try await records.write { try $0.removeCaseTemplate(changed.id) })
            #expect(try await records.read { try $0.caseTemplates() } == [lease])
        }
    }

    @Test(arguments: engines) func `foreign ids across clients are rejected`(_ engine: EngineCase) async throws {
        try await engine.run { records async throws in
            let mine = Sample.caseRecord(1, of: Sample.id(1))
            let theirs = Sample.caseRecord(2, of: Sample.id(2))
            try await records.write { db in
                for number in 1...2 { try db.insert(Sample.client(number)) }
                for record in [mine, theirs] { try db.insert(record) }
                try db.insert(Sample.person(1))
            }
            var document = Sample.document(1, of: mine)
            document.caseID = theirs.id
            var invoice = Sample.invoice(1, of: mine.client)
            invoice.caseID = theirs.id
            let (badDocument, badInvoice) = (document, invoice)
            let receipt = Receipt(
                id: Sample.id(1), client: mine.client, caseID: theirs.id, person: Sample.id(1), at: Sample.at(0), files: [])
            let attempts: [@Sendable (any Connection) throws -> Void] = [
                { try $0.insert(badDocument) }, { try $0.insert(badInvoice) }, { try $0.insert(receipt) },
                { try $0.insert(Sample.caseRecord(3, of: Sample.id(9))) }, { try $0.insert(Sample.event(1, of: Sample.id(9))) },
                {
                    try $0.insert(Contact(id: Sample.id(1), client: Sample.id(1), person: Sample.id(9), language: "lt", sees: []))
                },
                { try $0.assign(Sample.id(9), to: Sample.id(1)) },
            ]
            for attempt in attempts {
                let failure = await #expect(throws: ConstraintFailure.self) { try await records.write(attempt) }
                #expect(failure?.kind == .foreignKey)
            }
        }
    }
}
