import Foundation
import Model
import Records
import Testing

@testable import Actions

@Suite struct SearchTests {
    private func found(
        _ house: House, _ text: String, by person: Person? = nil, _ kind: SearchAnswer.Kind? = nil
    ) async throws -> [String] {
        let answer = try await house.agency.search(house.small.session(person ?? house.small.olga), text, kind: kind, limit: 50)
        return answer.groups.flatMap { group in group.results.map { "\(group.kind.rawValue) \($0.title.map(\.text).joined())" } }
    }

    private func indexed() async throws -> House {
        let house = try await House()
        while try await IndexWork(room: house.agency.room).step() {}
        return house
    }

    @Test func `names, cases, entries, invoices and documents are found by the beginnings of their words`() async throws {
        let house = try await indexed()
        #expect(try await found(house, "acm") == ["client Acme & Sons", "contact Anna"])
        #expect(try await found(house, "lease mil") == ["case Lease of the mill"])
        #expect(try await found(house, "kick") == ["event Kick-off"])
        #expect(try await found(house, "inv-2026") == ["invoice INV-2026-0001"])
        #expect(try await found(house, "secret", .event) == ["event SECRET thought"])
        _ = try await house.agency.keep("x", named: "Walnut plan.txt", on: house.small.lease, .internal)
        while try await IndexWork(room: house.agency.room).step() {}
        #expect(try await found(house, "walnut") == ["document Walnut plan.txt"])
    }

    @Test func `case and diacritics do not matter`() async throws {
        let house = try await indexed()
        try await house.small.publish("Pasirašyta sutartis su ŽALGIRIU", in: house.agency)
        while try await IndexWork(room: house.agency.room).step() {}
        for text in ["pasirasyta", "PASIRAŠYTA", "žalgir", "zalgir", "Sutartis"] {
            #expect(try await found(house, text) == ["event Pasirašyta sutartis su ŽALGIRIU"], "\(text)")
        }
    }

    @Test(arguments: [
        "\"", "\"\"", "kick\"", "*", "kick*", "kick OR secret", "NEAR(kick thought)", "title:kick", "-kick", "^kick",
        "kick NOT off", "(",
        ")", "scope : kindevent", "{title} : kick", "'; DROP TABLE search; --", "kick + off", "\u{0}", "%", "𝕜𝕚𝕔𝕜",
        "a b c d e f g h i j k",
    ])
    func `whatever is typed is words, never an operator and never an error`(text: String) async throws {
        let house = try await indexed()
        let answer = try await found(house, text)
        // Every word must be there: no row has both `or` and `secret` beside `kick`.
        #expect(!answer.contains("event SECRET thought"))
        #expect(!answer.contains { $0.hasPrefix("invoice") })
    }

    @Test func `an agent finds nothing of clients that are not theirs, and a contact cannot search`() async throws {
        let house = try await indexed()
        let agent = Person(id: house.agency.world.id(), email: "agent@agency.example", name: "Agent", role: .agent)
        _ = try await house.agency.set([("agents_see_all", "false")])
        try await house.agency.change { connection, _ in
            try connection.insert(agent)
            try connection.assign(agent.id, to: house.small.beta.id)
        }
        #expect(try await found(house, "yearly", by: agent) == ["case Yearly audit"])
        for text in ["acme", "lease", "kick", "inv-2026", "anna"] {
            #expect(try await found(house, text, by: agent).isEmpty, "\(text)")
            let answer = try await house.agency.search(house.small.session(agent), text)
            #expect(answer.total == 0)
        }
        let anna = house.small.session(house.small.anna)
        #expect(await refusal { try await house.agency.search(anna, "acme") } == "notFound refusal.not-found")
    }

    @Test func `what goes away or changes is found no more, and its words leave the file`() async throws {
        let house = try await indexed()
        let document = try await house.agency.keep("y", named: "Zebraquartz.txt", on: house.small.lease, .internal)
        while try await IndexWork(room: house.agency.room).step() {}
        #expect(try await found(house, "zebraq") == ["document Zebraquartz.txt"])
        _ = try await house.agency.remove(document: document.id.text, by: .operator)
        while try await IndexWork(room: house.agency.room).step() {}
        #expect(try await found(house, "zebraq").isEmpty)
        // The whole index, as it stands in its tables.
        let left = try await house.agency.records.read { connection in
            try connection.all("SELECT block FROM search_data ORDER BY id") { try $0.bytes(0) }
                .contains { $0.firstRange(of: Array("zebra".utf8)) != nil }
        }
        #expect(!left)
        #expect(try await house.agency.records.read { try $0.searchDue(limit: 9) } == [])
    }

    @Test func `everything is indexed again from the records, and what is gone goes`() async throws {
        let house = try await indexed()
        try await house.agency.room.work { connection in
            try connection.index(
                "stray", as: SearchRow(subject: "stray", kind: .event, client: "x", title: "Strayword", body: ""))
            try connection.indexEverything()
        }
        // While everything waits, nothing else is noted.
        try await house.small.publish("Quokka note", in: house.agency)
        #expect(try await house.agency.records.read { try $0.searchDue(limit: 9) }.map(\.subject) == ["*"])
        while try await IndexWork(room: house.agency.room).step() {}
        #expect(try await found(house, "quokka") == ["event Quokka note"])
        #expect(try await house.agency.records.read { try $0.searchSubjects(after: "", limit: 99) }.contains("stray") == false)
    }

    @Test func `found words are marked, and the text around them is cut from it`() async throws {
        let house = try await indexed()
        let answer = try await house.agency.search(house.small.session(house.small.olga), "kick")
        let result = try #require(answer.groups.first?.results.first)
        #expect(result.title.filter(\.isFound).map(\.text) == ["Kick"])
        #expect(result.title.map(\.text).joined() == "Kick-off")
        #expect(
            SearchAnswer.pieces("a\u{2}b\u{3}c\nd") == [
                .init(text: "a", isFound: false), .init(text: "b", isFound: true), .init(text: "c d", isFound: false),
            ])
    }
}
