import Foundation
import Model
import Records
import Site
import TestKit
import Testing

@testable import Actions

@Test func `everyone gets the page of their own view, and nothing else exists`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    let agency = try await workspace.make("north")
    let small = try await SmallAgency(agency)
    try await agency.settled()
    let (anna, ben, olga) = (small.session(small.anna), small.session(small.ben), small.session(small.olga))
    func page(_ session: Session, _ client: String, _ path: String) async throws -> String {
        String(decoding: try await agency.page(session, client: .of(client), path: path).bytes, as: UTF8.self)
    }
    func isAbsent(_ session: Session, _ client: String, _ path: String) async throws -> Bool {
        do {
            _ = try await page(session, client, path)
            return false
        } catch let refusal as Refusal { return refusal.kind == .notFound }
    }
    #expect(try await page(anna, "acme", "").contains("Acme &amp; Sons"))
    #expect(try await page(anna, "acme", "cases/lease/").contains("Kick-off"))
    #expect(try await page(ben, "beta", "").contains("lang=\"lt\""))
    #expect(try await page(olga, "beta", "invoices/").contains("lang=\"en\""))
    #expect(try await isAbsent(anna, "beta", ""))
    #expect(try await isAbsent(ben, "beta", "invoices/"))
    #expect(try await isAbsent(anna, "nobody", ""))
    for path in ["cases", "cases/none/", "../beta/", "cases/../", "/", ".hidden/", "index.html", "cases//lease/", "a\u{0}b/"] {
        #expect(try await isAbsent(anna, "acme", path), "\(path)")
    }
    // A file that no row names is not served, and a link is no page.
    let folder = place.scratch.path("public/north/clients/acme/en.cid") + "/"
    try FileManager.default.createDirectory(atPath: folder + "stray", withIntermediateDirectories: true)
    try Data("stray".utf8).write(to: URL(filePath: folder + "stray/index.html"))
    #expect(try await isAbsent(anna, "acme", "stray/"))
    try FileManager.default.removeItem(atPath: folder + "cases/index.html")
    try FileManager.default.createSymbolicLink(
        atPath: folder + "cases/index.html", withDestinationPath: place.scratch.path("keys/root.key"))
    #expect(try await isAbsent(anna, "acme", "cases/"))
    for name in ["privacy", "privacy/platform", "privacy/retention", "cookies"] {
        #expect(try await !agency.sharedPage(name).bytes.isEmpty)
    }
    await #expect(throws: Refusal.self) { try await agency.sharedPage("clients/acme/en.cid") }
    await workspace.stop()
}

@Test(arguments: [(64 << 20, PageCoding.gzip), (0, nil)])
func `a page is compressed only when that can be kept`(budget: Int, coding: PageCoding?) async throws {
    let place = try Place()
    let workspace = try place.workspace { $0.pageCacheBytes = budget }
    let agency = try await workspace.make("north")
    let small = try await SmallAgency(agency)
    try await agency.settled()
    let anna = small.session(small.anna)
    for _ in 0..<2 {
        let open = try await agency.page(anna, client: .of("acme"), path: "cases/lease/", in: [.gzip])
        #expect(open.coding == coding && !open.bytes.isEmpty)
    }
    let kept = agency.pageIfKept(anna, client: .of("acme"), path: "cases/lease/", in: [.gzip])
    #expect((kept != nil) == (coding != nil))
    await workspace.stop()
}

@Test func `a withdrawn page is not served until it is rebuilt`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    let agency = try await workspace.make("north")
    let small = try await SmallAgency(agency)
    try await agency.settled()
    let anna = small.session(small.anna)
    _ = try await agency.page(anna, client: .of("acme"), path: "cases/lease/")
    // The builder is kept busy, so the mark stands.
    try await agency.room.builder.between { _ in
        try await agency.change { _, journal in journal.withdraws(.events(small.acme.id, small.lease.id)) }
        await #expect {
            try await agency.page(anna, client: .of("acme"), path: "cases/lease/")
        } throws: { ($0 as? Refusal)?.kind == .unavailable }
        _ = try await agency.page(anna, client: .of("acme"), path: "invoices/")
        try await agency.change { _, journal in journal.withdraws(.client(small.acme.id)) }
        await #expect {
            try await agency.page(anna, client: .of("acme"), path: "invoices/")
        } throws: { ($0 as? Refusal)?.kind == .unavailable }
    }
    try await agency.settled()
    _ = try await agency.page(anna, client: .of("acme"), path: "cases/lease/")
    await workspace.stop()
}

@Test func `four readers never meet a half page or a link to a page that is not there`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    let agency = try await workspace.make("north")
    let small = try await SmallAgency(agency)
    try await agency.settled()
    let anna = small.session(small.anna)
    let writer = Task {
        for number in 0..<25 {
            let record = Case(
                id: agency.world.id(), client: small.acme.id, slug: .of("case-\(number)"), title: "Case number \(number)",
                status: .open, opened: .of("2026-03-01"))
            try await agency.change { connection, journal in
                try connection.insert(record)
                journal.changed(.caseRecord(small.acme.id, record.id))
            }
            try await Task.sleep(for: .milliseconds(4))
        }
    }
    try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 {
            group.addTask {
                var read = 0
                for round in 0..<26 {
                    // The last round is after everything: then there is something to read however quick the others were.
                    if round == 25 {
                        try await writer.value
                        try await agency.settled()
                    }
                    let list = String(
                        decoding: try await agency.page(anna, client: .of("acme"), path: "cases/").bytes, as: UTF8.self)
                    #expect(list.contains("</html>"))
                    for found in list.matches(of: /\/?(case-[0-9]+)\//) {
                        let page = try await agency.page(anna, client: .of("acme"), path: "cases/\(found.1)/")
                        #expect(String(decoding: page.bytes, as: UTF8.self).contains("</html>"))
                        read += 1
                    }
                }
                return read
            }
        }
        var read = 0
        for try await count in group { read += count }
        #expect(read > 0)
    }
    try await writer.value
    try await agency.settled()
    #expect(try await agency.build(full: true).written == 0)
    await workspace.stop()
}

@Suite struct PageCacheTests {
    private static let a = PageCache.Key(agency: .of("north"), path: "a/index.html")
    private static let b = PageCache.Key(agency: .of("south"), path: "a/index.html")

    private func page(_ count: Int = 100) -> PageCache.Kept {
        PageCache.Kept(open: OpenPage(bytes: [UInt8](repeating: 65, count: count)), page: .all, client: nil)
    }

    private func keep(_ cache: PageCache, _ key: PageCache.Key, _ count: Int = 100) {
        cache.keep(page(count), for: key, ifAge: cache.age(of: key.agency))
    }

    @Test func `a page is kept until it is written, until its agency withdraws pages, and each agency's own`() {
        let cache = PageCache(budget: 1 << 20)
        for key in [Self.a, Self.b] { keep(cache, key) }
        #expect(cache[Self.a]?.open.bytes.count == 100)
        cache.forget(Self.a)
        #expect(cache[Self.a] == nil && cache[Self.b] != nil)
        keep(cache, Self.a)
        cache.forgetAll(of: Self.a.agency)
        #expect(cache[Self.a] == nil && cache[Self.b] != nil)
    }

    @Test func `what was read before a change is not kept after it`() {
        let cache = PageCache(budget: 1 << 20)
        for change in [{ cache.forget(Self.a) }, { cache.forgetAll(of: Self.a.agency) }] {
            let age = cache.age(of: Self.a.agency)
            change()
            cache.keep(page(), for: Self.a, ifAge: age)
            #expect(cache[Self.a] == nil)
        }
    }

    @Test func `what is written stays kept when it was in demand, unless some were withdrawn meanwhile`() throws {
        let cache = PageCache(budget: 1 << 20)
        cache.replace(Self.a, by: page(1), ifNoneWithdrawnSince: cache.age(of: .of("north")))
        #expect(cache[Self.a] == nil)
        keep(cache, Self.a, 1)
        let before = cache.age(of: .of("north"))
        cache.replace(Self.a, by: page(2), ifNoneWithdrawnSince: before)
        #expect(cache[Self.a]?.open.bytes.count == 2)
        // Who began to read the old one does not bring it back.
        #expect(!cache.keep(page(1), for: Self.a, ifAge: before))
        cache.forgetAll(of: .of("north"))
        cache.replace(Self.a, by: page(3), ifNoneWithdrawnSince: before)
        #expect(cache[Self.a] == nil)
        // Not even when it was read again since, and is in demand.
        keep(cache, Self.a, 4)
        cache.replace(Self.a, by: page(3), ifNoneWithdrawnSince: before)
        #expect(cache[Self.a] == nil)
    }

    @Test func `it stays within its budget, and what is asked for again stays in it`() {
        let cache = PageCache(budget: 64 << 10)
        func key(_ number: Int) -> PageCache.Key { PageCache.Key(agency: .of("north"), path: "\(number)/index.html") }
        for number in 0..<1000 {
            keep(cache, key(number), 1000)
            #expect(cache[key(0)] != nil)
        }
        let kept = (0..<1000).filter { cache[key($0)] != nil }
        #expect(kept.count <= 64 && kept.count >= 16)
        // One that would push out many others is not kept at all.
        keep(cache, Self.b, 60_000)
        #expect(cache[Self.b] == nil)
    }
}

@Test func `what is served again is what was written last`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    let agency = try await workspace.make("north")
    let small = try await SmallAgency(agency)
    try await agency.settled()
    let anna = small.session(small.anna)
    for number in 0..<20 {
        try await small.publish("Entry number \(number)", in: agency)
        try await agency.settled()
        for _ in 0..<2 {
            let page = try await agency.page(anna, client: .of("acme"), path: "cases/lease/")
            #expect(String(decoding: page.bytes, as: UTF8.self).contains("Entry number \(number)"))
        }
    }
    await workspace.stop()
}
