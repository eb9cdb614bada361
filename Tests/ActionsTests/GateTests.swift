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
    for name in ["privacy", "privacy/platform", "cookies"] { #expect(try await !agency.sharedPage(name).bytes.isEmpty) }
    await #expect(throws: Refusal.self) { try await agency.sharedPage("clients/acme/en.cid") }
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
                for _ in 0..<25 {
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
