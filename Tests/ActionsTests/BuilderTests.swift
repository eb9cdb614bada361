import Foundation
import Model
import Records
import SQLiteRecords
import Site
import TestKit
import Testing

@testable import Actions

@Test func `nothing internal becomes bytes of a page`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    let agency = try await workspace.make("north")
    let small = try await SmallAgency(agency)
    _ = try await agency.keep("hello\n", named: "SECRET internal.txt", on: small.lease, .internal)
    _ = try await agency.keep("hello there\n", named: "Shown.txt", on: small.lease, .client)
    try await agency.settled()
    let pages = try place.pages(.of("north"))
    #expect(pages.keys.contains("clients/acme/en.cid/index.html"))
    #expect(pages.keys.contains("clients/beta/lt.c/cases/audit/index.html"))
    #expect(pages.keys.contains("privacy/index.html"))
    #expect(!pages.keys.contains("clients/beta/lt.c/invoices/index.html"))
    for (path, bytes) in pages {
        #expect(!String(decoding: bytes, as: UTF8.self).contains("SECRET"), "\(path)")
    }
    let lease = try #require(pages["clients/acme/en.cid/cases/lease/index.html"])
    #expect(String(decoding: lease, as: UTF8.self).contains("Kick-off"))
    #expect(try place.mode("public/north/clients/acme/en.cid/index.html") == 0o600)
    await workspace.stop()
}

@Test func `one thread and four make the same tree`() async throws {
    let first = try Place()
    let workspace = try first.workspace(.command)
    let agency = try await workspace.make("north")
    _ = try await SmallAgency(agency)
    await workspace.stop()
    let second = try Place(copying: first)
    for (place, threads) in [(first, 1), (second, 4)] {
        let workspace = try place.workspace(.command) { $0.threads = threads }
        let report = try await workspace.agency(.of("north")).build(full: true)
        #expect(report.written > 10)
        await workspace.stop()
    }
    let pages = try first.pages(.of("north"))
    #expect(try pages == second.pages(.of("north")))
    #expect(pages.count > 10)
}

@Test func `a build writes only what changed, and removes what should no longer exist`() async throws {
    let place = try Place()
    let workspace = try place.workspace(.command)
    let agency = try await workspace.make("north")
    let small = try await SmallAgency(agency)
    let first = try await agency.build()
    #expect(first.written > 10)
    #expect(try await agency.build().written == 0)
    let again = try await agency.build(full: true)
    #expect(again.written == 0)
    #expect(again.unchanged == first.written)
    // A right goes: without a server the client's pages go at once, and the next build makes those that are left.
    let before = try place.pages(.of("north"))
    try await agency.change { connection, journal in
        var contact = try connection.contacts(of: small.acme.id)[0]
        contact.sees = [.cases]
        try connection.update(contact)
        journal.withdraws(.client(small.acme.id))
    }
    let withdrawn = try place.pages(.of("north"))
    #expect(!withdrawn.keys.contains { $0.hasPrefix("clients/acme/") })
    _ = try await agency.build()
    let after = try place.pages(.of("north"))
    // The staff's view has the same name as the contact's had, so it stays.
    #expect(
        after.keys.filter { $0.hasPrefix("clients/acme/en.cid/") }.count
            == before.keys.filter { $0.hasPrefix("clients/acme/") }.count)
    #expect(after.keys.contains("clients/acme/en.c/cases/index.html"))
    #expect(!after.keys.contains("clients/acme/en.c/invoices/index.html"))
    await workspace.stop()
}

@Test func `marks survive a kill, and after one neither marks nor rows are believed`() async throws {
    let first = try Place()
    let workspace = try first.workspace(.command)
    let agency = try await workspace.make("north")
    let small = try await SmallAgency(agency)
    _ = try await agency.build()
    try await small.publish("After the build", in: agency)
    let killed = try Place(copying: first)
    await workspace.stop()
    // What a crash may leave: a page that was not written to the end of the disk, one that nobody knows, one that is gone.
    let folder = killed.scratch.path("public/north") + "/"
    try Data("half".utf8).write(to: URL(filePath: folder + "clients/beta/lt.c/index.html"))
    try Data("old".utf8).write(to: URL(filePath: folder + "clients/beta/lt.c/forgotten.html"))
    try FileManager.default.removeItem(atPath: folder + "cookies/index.html")
    let next = try killed.workspace()
    let again = try await next.agency(.of("north"))
    try await again.settled()
    let pages = try killed.pages(.of("north"))
    let lease = try #require(pages["clients/acme/en.cid/cases/lease/index.html"])
    #expect(String(decoding: lease, as: UTF8.self).contains("After the build"))
    #expect(pages["cookies/index.html"] != nil)
    #expect(pages["clients/beta/lt.c/forgotten.html"] == nil)
    #expect(pages["clients/beta/lt.c/index.html"] != Array("half".utf8))
    #expect(try await again.build(full: true).written == 0)
    await next.stop()
}

@Test func `a build that broke off leaves nothing that a later one believes`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    let agency = try await workspace.make("north")
    let small = try await SmallAgency(agency)
    try await agency.settled()
    let before = try place.pages(.of("north"))
    // The last page of the client cannot be written: a folder is in its place.
    let (lease, home) = ("clients/acme/en.cid/cases/lease/index.html", "clients/acme/en.cid/index.html")
    let blocked = place.scratch.path("public/north/" + home)
    try FileManager.default.removeItem(atPath: blocked)
    try Disk.makeFolders(blocked + "/folder")
    try await small.publish("Published by mistake", in: agency)
    await #expect(throws: Refusal.self) { try await agency.settled() }
    let shown = try #require(try place.pages(.of("north"))[lease])
    #expect(String(decoding: shown, as: UTF8.self).contains("Published by mistake"))
    #expect(agency.room.dirty.doubted.contains(lease))
    // Taken back: the page is what its row says again, but its file is not.
    try FileManager.default.removeItem(atPath: blocked)
    try await agency.change { connection, journal in
        try connection.run("DELETE FROM event WHERE title = \("Published by mistake")")
        journal.withdraws(.events(small.acme.id, small.lease.id))
    }
    try await agency.settled()
    #expect(try place.pages(.of("north")) == before)
    #expect(agency.room.dirty.doubted.isEmpty)
    await workspace.stop()
}

@Test func `what a build of one client finds in doubt of another is mended without being asked for`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    let agency = try await workspace.make("north")
    let small = try await SmallAgency(agency)
    try await agency.settled()
    let before = try place.pages(.of("north"))
    let path = "clients/acme/en.cid/index.html"
    _ = agency.room.dirty.begin([path])
    try Data("half".utf8).write(to: URL(filePath: place.scratch.path("public/north/" + path)))
    _ = try await agency.room.builder.build(.client(small.beta.id, isFull: false))
    try await agency.settled()
    #expect(try place.pages(.of("north")) == before)
    #expect(agency.room.dirty.doubted.isEmpty)
    await workspace.stop()
}

@Test func `many groups of clients that begin at once write all of their pages`() async throws {
    let place = try Place()
    var workspace = try place.workspace(.command)
    let agency = try await workspace.make("north")
    let clients = (1...200).map { Client(id: agency.world.id(), slug: .of("c\($0)"), name: "Client \($0)", kind: .company) }
    try await agency.change { connection, journal in
        for client in clients { try connection.insert(client) }
        journal.changed(.everything)
    }
    _ = try await agency.build()
    await workspace.stop()
    for round in 1...5 {
        workspace = try place.workspace(.command) { $0.threads = 8 }
        let agency = try await workspace.agency(.of("north"))
        // Not by a change, which would say that files may differ: the groups are to say it, all at once.
        try await agency.records.write { connection in
            try connection.run("UPDATE client SET name = \("Round \(round)")")
            try connection.raise(clients.map { .whole($0.id) })
        }
        #expect(try await agency.build().written >= clients.count)
        #expect(try await PageAudit(tools: agency.room.builder.tools).look() == [])
        await workspace.stop()
    }
}

@Test func `a stop says that all is well when no file is in doubt`() async throws {
    let place = try Place()
    let small = try await place.built()
    let blocked = place.scratch.path("public/north/clients/acme/en.cid/index.html")
    try FileManager.default.removeItem(atPath: blocked)
    for isBlocked in [true, false] {
        let workspace = try place.workspace(.command)
        let agency = try await workspace.agency(.of("north"))
        // The opening after a stop in doubt finds the folder that is no page; a right one would be made again.
        if isBlocked { try Disk.makeFolders(blocked + "/folder") } else { try FileManager.default.removeItem(atPath: blocked) }
        try await small.publish("Entry \(isBlocked)", in: agency)
        do {
            _ = try await agency.build()
            #expect(!isBlocked)
        } catch {
            #expect(isBlocked, "\(error)")
        }
        await workspace.stop()
        let records = try await SQLiteEngine.open(path: place.scratch.path("data/north/records.sqlite"))
        #expect(try await records.read { try $0.isClean() } == !isBlocked)
        try await records.close()
    }
}

@Test func `files of other programs beside the pages keep nothing from being built`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    let agency = try await workspace.make("north")
    let small = try await SmallAgency(agency)
    try await agency.settled()
    let folder = place.scratch.path("public/north/")
    try Disk.makeFolders(folder + ".git/objects")
    for name in [".DS_Store", ".git/objects/a", "clients/acme/.nfs0001"] {
        try Data("strange".utf8).write(to: URL(filePath: folder + name))
    }
    #expect(try await agency.build(full: true).written == 0)
    try await small.publish("After them", in: agency)
    try await agency.settled()
    let lease = try #require(try place.pages(.of("north"))["clients/acme/en.cid/cases/lease/index.html"])
    #expect(String(decoding: lease, as: UTF8.self).contains("After them"))
    #expect(Disk.isFile(folder + ".DS_Store"))
    await workspace.stop()
}

@Test func `a page in demand is kept as it is rendered, unless pages were withdrawn since its values were read`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    let agency = try await workspace.make("north")
    try await agency.settled()
    _ = try await agency.sharedPage("cookies")
    let tools = agency.room.builder.tools
    let rendered = try tools.site.renderShared(
        agency: try await agency.agency(), content: tools.content, today: try await agency.today(),
        retention: try await agency.retentionRules())
    let page = try #require(rendered.first { $0.path == "cookies/index.html" })
    for isWithdrawn in [false, true] {
        let before = try #require(tools.pages.kept(page.path, of: nil))
        let age = tools.pages.age
        _ = try await PageWork(tools: tools).apply {
            if isWithdrawn { tools.pages.forgetAll() }
            return PageWork.Work(
                rendered: [page], known: [.unwritten(page.path, of: page.page)], zone: .gmt, age: age)
        }
        let after = tools.pages.kept(page.path, of: nil)
        #expect((after == nil) == isWithdrawn)
        #expect(after !== before)
    }
    await workspace.stop()
}

@Test func `another site than the one that made the pages makes all of them again`() async throws {
    let place = try Place()
    try await place.built()
    let before = try place.pages(.of("north"))
    let content = place.scratch.path("content/north")
    try Disk.makeFolders(content)
    try Data("---\ntitle: Ours\nupdated: 2026-01-01\n---\nOur own policy.\n".utf8)
        .write(to: URL(filePath: content + "/privacy.md"))
    let workspace = try place.workspace(.command)
    let agency = try await workspace.agency(.of("north"))
    _ = try await agency.announce(PolicyAnnouncement(policy: .privacy, reason: "Ours", isMaterial: false), by: .operator)
    let report = try await agency.build()
    let after = try place.pages(.of("north"))
    let other = after.filter { before[$0.key] != $0.value }.keys
    // The policy, its versions, and what is said of its promises.
    #expect(other.contains("privacy/index.html") && other.allSatisfy { $0.hasPrefix("privacy/") })
    #expect(report.written == other.count)
    #expect(report.unchanged > 10)
    let policy = try #require(after["privacy/index.html"])
    #expect(String(decoding: policy, as: UTF8.self).contains("Our own policy."))
    await workspace.stop()
}

@Test func `an invoice turns overdue at the agency's own midnight`() async throws {
    let place = try Place()
    let workspace = try place.workspace()
    let agency = try await workspace.make("north")
    _ = try await SmallAgency(agency)
    try await agency.settled()
    let path = "clients/acme/en.cid/invoices/INV-2026-0001/index.html"
    let before = try #require(try place.pages(.of("north"))[path])
    // Due 2026-03-20; Vilnius is two hours ahead of UTC, so its 21st begins at 22:00 on the 20th.
    place.clock.advance(seconds: 10 * 86_400 + 12 * 3600)
    await agency.room.tick()
    try await Task.sleep(for: .milliseconds(50))
    try await agency.settled()
    #expect(try place.pages(.of("north"))[path] == before)
    place.clock.advance(seconds: 3600)
    await agency.room.tick()
    for _ in 0..<1000 where try place.pages(.of("north"))[path] == before { try await Task.sleep(for: .milliseconds(20)) }
    #expect(try place.pages(.of("north"))[path] != before)
    await workspace.stop()
}

@Test(arguments: [1, 2, 3])
func `after every change, every page in which a full build differs was rebuilt by marks`(_ seed: UInt64) async throws {
    let place = try Place()
    let workspace = try place.workspace()
    let agency = try await workspace.make("north")
    let small = try await SmallAgency(agency)
    try await agency.settled()
    var dice = Dice(seed)
    for (step, kind) in dice.deck(more: 6).enumerated() {
        let name = try await dice.change(kind, agency, small, step)
        try await agency.settled()
        let rest = try await agency.build(full: true)
        #expect(rest.written == 0 && rest.removed == 0, "\(name): \(rest)")
    }
    await workspace.stop()
}
