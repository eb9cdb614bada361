import Model
import Records
import Testing

@testable import Actions

@Suite struct StaffTests {
    @Test func `a person's start counts what waits for them, and only what they may see`() async throws {
        let house = try await House()
        let (anna, ben) = (house.small.session(house.small.anna), house.small.session(house.small.ben))
        let start = try await house.agency.start(anna)
        #expect(start.name == "Anna" && !start.isStaff)
        #expect(start.clients == [Start.Client(slug: .of("acme"), name: "Acme & Sons", openCases: 1, unpaid: 1)])
        #expect(
            try await house.agency.start(ben).clients
                == [Start.Client(slug: .of("beta"), name: "Beta", openCases: 1, unpaid: 0)])
        #expect(
            start.news == [
                News(
                    client: .of("acme"), clientName: "Acme & Sons", day: .of("2026-03-01"),
                    what: .invoice(number: house.small.open.number, isCreditNote: false)),
                News(
                    client: .of("acme"), clientName: "Acme & Sons", day: .of("2026-02-10"),
                    what: .event(
                        try #require(start.news.last?.event), .note, title: "Kick-off", case: .of("lease"),
                        caseTitle: house.small.lease.title)),
            ])
        #expect(try await house.agency.start(ben).news == [])
        let owner = try await house.agency.start(house.small.session(house.small.olga))
        #expect(owner.isStaff && owner.clients.isEmpty)
        // Paid is paid.
        let (world, open) = (house.agency.world, house.small.open)
        try await house.agency.change { connection, journal in
            try connection.insert(
                Invoice.Payment(id: world.id(), day: .of("2026-03-05"), amount: 24_200, provider: "bank", reference: ""),
                of: open.id)
            journal.changed(.invoice(open.client, open.id))
        }
        #expect(try await house.agency.start(anna).clients.map(\.unpaid) == [0])
    }

    @Test func `what staff publish is news to those who may see documents, what clients bring is not`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        _ = try await house.upload(anna, [("mine.txt", "From the client.\n")])
        let kept = try await house.upload(olga, [("inner.txt", "For us alone.\n")])
        func documents() async throws -> [String] {
            try await house.agency.start(anna).news.compactMap {
                if case .document(_, let name, _) = $0.what { name } else { nil }
            }
        }
        #expect(try await documents() == [])
        let id = try #require(kept.files.first?.document)
        _ = try await house.agency.publish(document: id.text, by: olga.actor, session: olga)
        #expect(try await documents() == ["inner.txt"])
    }

    @Test func `staff see all clients with open cases and unpaid invoices, kept until something changes`() async throws {
        let house = try await House()
        let olga = house.small.session(house.small.olga)
        let clients = try await house.agency.clientList(olga, ClientFilter()).rows
        #expect(clients.map(\.client.slug.text) == ["acme", "beta"])
        #expect(clients.map(\.unpaid) == [1, 0])
        #expect(clients.map(\.openCases) == [1, 1])
        var closed = house.small.audit
        (closed.status, closed.closed) = (.closed, .of("2026-03-09"))
        _ = try await house.agency.change { [closed] connection, _ in try connection.update(closed) }
        #expect(try await house.agency.clientList(olga, ClientFilter()).rows.map(\.openCases) == [1, 0])
        #expect(
            await refusal { try await house.agency.clientList(house.small.session(house.small.anna), ClientFilter()) }
                == "notFound refusal.not-found")
    }

    @Test func `a case's internal side is for staff, and reading it is in the audit log`() async throws {
        let house = try await House()
        let (anna, olga) = (house.small.session(house.small.anna), house.small.session(house.small.olga))
        _ = try await house.upload(olga, [("inner.txt", "For us alone.\n")])
        let found = try await house.agency.staffCase(olga, client: .of("acme"), case: .of("lease"))
        #expect(Set(found.events.map(\.title)) == ["Kick-off", "SECRET thought"])
        #expect(found.documents.map(\.name) == ["inner.txt"])
        #expect(try await house.log(of: found.record.id.text) == ["case.read"])
        for (session, client, record) in [(anna, "acme", "lease"), (olga, "acme", "audit"), (olga, "none", "lease")] {
            let answer = await refusal {
                try await house.agency.staffCase(session, client: .of(client), case: .of(record))
            }
            #expect(answer == "notFound refusal.not-found")
        }
    }
}

extension News {
    fileprivate var event: ID<Event>? {
        if case .event(let id, _, _, _, _) = what { id } else { nil }
    }
}
