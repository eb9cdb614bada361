import Foundation
import Model
import Records
import SQLiteRecords
import TestKit
import Testing

@testable import Actions

/// Archives that somebody made who means harm, or that belong to whom is here already.
@Suite struct TakeInTests {
    private func takeIn(_ path: String, as slug: String, _ workspace: Workspace) async throws -> TakenIn {
        try await workspace.takeIn(.of(slug), from: try #require(try LocalReader(path)))
    }

    /// The word of the refusal, and what stands beside it in the message.
    private func refused(_ path: String, as slug: String, _ workspace: Workspace) async -> String {
        do {
            _ = try await takeIn(path, as: slug, workspace)
            return "taken in"
        } catch let refusal as Refusal {
            let place = ["path", "row", "column"].compactMap { refusal.arguments[$0] }
            return ([refusal.word] + place).joined(separator: " ")
        } catch { return "\(error)" }
    }

    /// Files and folders that begin with the name of an agency.
    private func left(_ slug: String, _ place: Place) throws -> [String] {
        try ["data", "keys", "public"].flatMap { folder in
            try Disk.names(in: place.scratch.path(folder)).filter {
                $0 == slug || $0.hasPrefix(slug + ".") || $0.hasPrefix(".new-") || $0.hasPrefix(".import-")
            }.map { folder + "/" + $0 }
        }
    }

    @Test func `no archive becomes an agency of a name that the program needs itself`() async throws {
        let exported = try await Exported()
        try await exported.export()
        let place = try Place()
        let workspace = try place.workspace()
        for name in Slug.synthetic.map(\.text) + Slug.reservedForAgencies.sorted().prefix(2) {
            #expect(await refused(exported.path, as: name, workspace) == "refusal.agency.reserved")
            await #expect(throws: Refusal.self) { try await workspace.make(name) }
            #expect(try left(name, place) == [])
        }
        await workspace.stop()
    }

    @Test func `one agency is here once, under whatever name`() async throws {
        let exported = try await Exported()
        try await exported.export()
        #expect(await refused(exported.path, as: "beta", exported.house.workspace) == "refusal.import.here")
        #expect(try left("beta", exported.house.place) == [])
        // Nor do two become of it that come at once.
        let place = try Place()
        let workspace = try place.workspace()
        async let one = refused(exported.path, as: "one", workspace)
        async let two = refused(exported.path, as: "two", workspace)
        let words = await [one, two].sorted()
        #expect(words.last == "taken in")
        #expect(["refusal.import.here", "refusal.import.twice"].contains(words.first))
        #expect(try workspace.slugs.count == 1)
        await workspace.stop()
    }

    @Test func `whoever was erased here does not come back by an archive`() async throws {
        let exported = try await Exported()
        let canary = try await Canary(exported.house.agency)
        try await exported.house.agency.settled()
        try await exported.export()
        let place = try Place()
        let workspace = try place.workspace()
        #expect(try await takeIn(exported.path, as: "north", workspace).erasedAgain == 0)
        _ = try await workspace.agency(.of("north")).eraseSubject(.client(canary.client.id))
        await workspace.stop()
        // The agency goes, as docs/export.md says; what is known of who was erased stays.
        for path in ["data/north", "public/north", "keys/north.sqlite"] { try Disk.removeTree(place.scratch.path(path)) }
        let next = try place.workspace()
        #expect(try await takeIn(exported.path, as: "west", next).erasedAgain == 1)
        let agency = try await next.agency(.of("west"))
        try await agency.settled()
        #expect(try await agency.records.read { try $0.client(canary.client.id) } == nil)
        #expect(try Canary.hunt(place.scratch.path) == [])
        #expect(try await next.check() == [])
        await next.stop()
    }

    @Test func `whoever imports is told who may do everything there`() async throws {
        let exported = try await Exported()
        try await exported.export()
        let workspace = try Place().workspace()
        #expect(try await takeIn(exported.path, as: "north", workspace).managers.map(\.email) == ["olga@agency.example"])
        await workspace.stop()
    }

    @Test(arguments: [
        ("setting('time_zone', 'Mars/Phobos')", "time_zone"),
        ("setting('colour', 'red;}')", "colour"),
        ("setting('id', '01980000-0000-7000-8000-000000000000')", " id"),
        ("every('client', slug='../../x')", "client.jsonl 1 slug"),
        ("every('client', kind='planet')", "refusal.export.line data/client.jsonl 1"),
        ("every('client', id='../../x')", "client.jsonl 1 id"),
        ("every('document', id='../../x')", "document"),
        ("every('document', type='text/html\\r\\nX: y')", "document.jsonl 1 type"),
        ("every('contact', language='../x')", "contact.jsonl 1 language"),
        ("every('contact', sees='everything')", "contact.jsonl 1 sees"),
        ("every('person', role='owner')", "contact.jsonl 1 person"),
        ("every('client_case', opened='someday')", "client_case.jsonl 1 opened"),
        ("every('invoice_line', quantity='many')", "invoice_line.jsonl 1 quantity"),
        ("every('event', case_id='01980000-0000-7000-8000-000000000000')", "refusal.export.line data/event.jsonl 1"),
        ("files['data/event.jsonl'] = files['data/event.jsonl'].replace(b'{', b'[')", "refusal.export.line data/event.jsonl 1"),
    ])
    func `an archive with a value that cannot be is refused by file and row, and leaves nothing`(
        _ change: String, _ place: String
    ) async throws {
        let exported = try await Exported()
        try await exported.export()
        try exported.alter(change)
        let elsewhere = try Place()
        let workspace = try elsewhere.workspace()
        let told = await refused(exported.path, as: "ag", workspace)
        #expect(told != "taken in" && told.contains(place), "\(told)")
        #expect(try left("ag", elsewhere) == [])
        #expect(try workspace.slugs == [])
        await workspace.stop()
    }

    @Test func `an archive that was altered and can be is taken in`() async throws {
        let exported = try await Exported()
        try await exported.export()
        try exported.alter("every('client', city='Kaunas')")
        let workspace = try Place().workspace()
        #expect(await refused(exported.path, as: "ag", workspace) == "taken in")
        #expect(try await workspace.check() == [])
        await workspace.stop()
    }

    @Test func `an agency that does not open after its import is taken back whole`() async throws {
        let exported = try await Exported()
        try await exported.export()
        let place = try Place()
        var engines = Place.engines
        engines.keys = { [make = engines.keys] folder, slug, id, isNew in
            guard isNew else { throw Refusal(.wrongKey, "refusal.key.absent") }
            return try await make(folder, slug, id, isNew)
        }
        let workspace = try place.workspace(engines: engines)
        #expect(await refused(exported.path, as: "ag", workspace) == "refusal.key.absent")
        #expect(try left("ag", place) == [])
        await workspace.stop()
    }

    @Test func `a row that nobody can read is named by a check`() async throws {
        let house = try await House()
        #expect(try await house.workspace.check() == [])
        _ = try await house.agency.records.write { try $0.run("UPDATE client SET slug = '../' || slug WHERE slug = 'acme'") }
        let problem = try #require(try await house.workspace.check().first { $0.word == "problem.records.value" })
        #expect(problem.arguments["table"] == "client" && problem.arguments["column"] == "slug")
        await house.workspace.stop()
    }
}
