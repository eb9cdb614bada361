import Model
import Testing

@testable import Site

/// `pages(showing:)` against full renders.
struct StaleTests {
    @Test(arguments: 0..<12)
    func `every page that differs after a change is one that shows it`(_ seed: Int) throws {
        let site = try loadedSite()
        var chance = Chance(seed: UInt64(seed))
        var records = RandomRecords.make(&chance)
        var before = try files(site, records)
        for _ in 0..<8 {
            let (change, also) = RandomRecords.change(&records, &chance)
            let after = try files(site, records)
            let shown = ([change] + also).reduce(into: Set<Page>()) { $0.formUnion(site.pages(showing: $1)) }
            for path in Set(before.keys).union(after.keys) where before[path]?.bytes != after[path]?.bytes {
                guard let page = (after[path] ?? before[path])?.page else { continue }
                let isShown =
                    shown.contains(page) || shown.contains(.all) || page.client.map { shown.contains(.whole($0)) } ?? false
                #expect(isShown, "\(change) changes \(path)")
            }
            before = after
        }
    }

    @Test(arguments: 0..<8)
    func `a render of some pages gives exactly those of a render of all`(_ seed: Int) throws {
        let site = try loadedSite()
        var chance = Chance(seed: UInt64(seed))
        var records = RandomRecords.make(&chance)
        let (change, _) = RandomRecords.change(&records, &chance)
        let asked = site.pages(showing: change)
        let all = try site.render(records, agency: Demo.agency(), today: Demo.today, only: nil)
        let some = try site.render(records, agency: Demo.agency(), today: Demo.today, only: asked)
        let expected = asked.contains(.whole(records.client.id)) ? all : all.filter { asked.contains($0.page) }
        #expect(some.map(\.path) == expected.map(\.path))
        #expect(some.map(\.bytes) == expected.map(\.bytes))
    }

    @Test func `a page that says something of today says until when`() throws {
        let site = try loadedSite()
        for offset in [0, 10, 11] {
            let today = Demo.today.adding(days: offset)
            let now = try files(site, Demo.records(), today)
            for ahead in [1, 12, 60] {
                let then = today.adding(days: ahead)
                for (path, page) in try files(site, Demo.records(), then) where page.bytes != now[path]?.bytes {
                    let until = try #require(now[path]?.freshUntil, "\(path) says nothing of a day")
                    #expect(until <= then, "\(path)")
                }
            }
        }
        let fresh = try files(site, Demo.records())
        #expect(fresh["clients/acme/en.cid/index.html"]?.freshUntil == Demo.day("2026-12-03"))
        #expect(fresh["clients/acme/en.cid/invoices/INV-2026-0008/index.html"]?.freshUntil == Demo.day("2026-12-03"))
        #expect(fresh["clients/acme/en.cid/invoices/INV-2026-0007/index.html"]?.freshUntil == nil)
        #expect(fresh["clients/acme/en.cid/cases/index.html"]?.freshUntil == nil)
        #expect(fresh["clients/acme/en.cid/cases/lease/index.html"]?.freshUntil == Demo.day("2026-12-06"))
    }

    @Test func `the same bytes come from one thread and from four`() async throws {
        let site = try loadedSite()
        let views = Set(["en", "lt"].map { View(language: $0, rights: .all) })
        let records = Demo.records(views: views)
        let alone = try site.render(records, agency: Demo.agency(), today: Demo.today, only: nil).map(\.bytes)
        let together = try await withThrowingTaskGroup(of: [[UInt8]].self) { group in
            for number in 0..<8 {
                group.addTask {
                    // Some with a site of their own: what one remembers must not show.
                    try (number == 0 ? Site.load(workspace: nil) : site).render(
                        records, agency: Demo.agency(), today: Demo.today, only: nil
                    )
                    .map(\.bytes)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for one in together { #expect(one == alone) }
    }

    private func files(_ site: Site, _ records: ClientRecords, _ today: Day = Demo.today) throws -> [String: RenderedPage] {
        let pages = try site.render(records, agency: Demo.agency(), today: today, only: nil)
        return Dictionary(pages.map { ($0.path, $0) }) { first, _ in first }
    }
}

/// A generator that gives the same again for the same seed (SplitMix64).
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
