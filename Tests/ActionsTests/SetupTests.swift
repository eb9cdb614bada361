import Foundation
import Model
import Testing

@testable import Actions

@Suite struct SetupTests {
    private static let form = [
        "agency": "Šiaurės vartai", "slug": "", "country": "LT", "time_zone": "Europe/Vilnius", "language": "lt",
        "currency": "EUR", "name": "Ona", "email": "ona@x.example", "password": House.password,
    ]

    private func typed(_ changes: [String: String] = [:]) -> Typed {
        Typed(Self.form.merging(changes) { $1 }.mapValues { [$0] })
    }

    private func workspace() throws -> (Place, Workspace) {
        let place = try Place()
        let workspace = try place.workspace()
        workspace.usePasswords(.weakest)
        return (place, workspace)
    }

    @Test func `the first run makes an agency and its owner, once, however many try at that moment`() async throws {
        let (place, workspace) = try workspace()
        let token = try #require(try await workspace.openSetup())
        let done = await withTaskGroup(of: Slug?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try? await workspace.setUp(token: token, self.typed(), address: "127.0.0.1").agency.slug
                }
            }
            return await group.reduce(into: [Slug]()) { if let slug = $1 { $0.append(slug) } }
        }
        #expect(done.map(\.text) == ["siaures-vartai"])
        let agency = try await workspace.agency(try #require(done.first))
        #expect(try await agency.people().map(\.person.role) == [.owner])
        #expect(await refusal { try await workspace.setup(token: token) } == "notFound refusal.not-found")
        #expect(try await workspace.openSetup() == nil)
        _ = place
    }

    @Test func `what is wrong is said at its field, and the token holds on`() async throws {
        let (place, workspace) = try workspace()
        let token = try #require(try await workspace.openSetup())
        for (changes, fields) in [
            (["agency": "", "country": "", "name": " ", "email": "x"], ["agency", "country", "name", "email"]),
            (["time_zone": "Moon/Base"], ["time_zone"]), (["slug": "Not A Slug"], ["slug"]), (["slug": "setup"], ["slug"]),
            (["password": "short"], ["password"]), (["password": ""], ["password"]),
        ] as [([String: String], Set<String>)] {
            do {
                _ = try await workspace.setUp(token: token, typed(changes), address: "127.0.0.1")
                Issue.record("\(changes)")
            } catch let refusal as Refusal {
                #expect(Set(refusal.fields.keys) == fields)
            }
        }
        #expect(try workspace.slugs == [])
        _ = try await workspace.setUp(token: token, typed(), address: "127.0.0.1")
        _ = place
    }

    @Test func `a token is over after half an hour, and with the next one`() {
        let key = SetupKey()
        let first = key.make(.real)
        let now = World.real.now()
        #expect(key.holds(first, at: now) && !key.holds("nonsense", at: now))
        #expect(!key.holds(first, at: now.adding(seconds: 30 * 60 + 1)))
        let second = key.make(.real)
        #expect(!key.holds(first, at: now) && key.take(second, at: now) && !key.take(second, at: now))
        key.end(isDone: false)
        #expect(key.take(second, at: now))
        key.end(isDone: true)
        #expect(!key.holds(second, at: now))
    }
}
