import Actions
import Foundation
import Model
import TestKit
import Testing

@testable import Server

/// Forms far beyond the limits that the program comes with, over its real server.
@Suite struct `A form that is a flood` {
    private let path = "/acme/clients/a/cases/lease/documents"

    private static func part(_ name: String, _ text: String, header: String = "") -> String {
        "--BB\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\(header)\r\n\(text)\r\n"
    }

    private static let many = (0..<10_000).map { part("\($0).txt", "This is \($0).\n") }.joined() + "--BB--\r\n"
    private static let empty = String(repeating: part("", ""), count: 10_000) + "--BB--\r\n"
    private static let million = String(repeating: "x", count: 1_000_000)
    /// A file that is received whole before anything is wrong.
    private static let first = part("first.txt", String(repeating: "This is fine.\n", count: 20_000))

    private static let floods: [(name: String, body: String)] = [
        ("10,000 files", many), ("a file, then 10,000 more", first + many), ("10,000 parts without a file", empty),
        ("a header of 1 MB", part("a.txt", "a", header: "X-Filler: \(million)\r\n") + "--BB--\r\n"),
        ("a file, then a header of 1 MB", first + part("a.txt", "a", header: "X-Filler: \(million)\r\n") + "--BB--\r\n"),
        ("a file name of 1 MB", part(million + ".txt", "a") + "--BB--\r\n"),
        (
            "1 MB of short headers",
            part("a.txt", "a", header: String(repeating: "X-Filler: y\r\n", count: 80_000)) + "--BB--\r\n"
        ),
    ]

    @Test func `is refused, leaves nothing, and the next request is answered`() async throws {
        let fixture = try await Fixture()
        let rows = try await documents(fixture)
        let held = names(fixture)
        #expect(rows.count == 3 && !held.isEmpty)
        for (name, body) in Self.floods {
            let answer = try await fixture.ask(
                .anna, "POST", path,
                ["Content-Type": "multipart/form-data; boundary=BB", "Accept": "application/json"], body: Array(body.utf8))
            #expect(answer.status == 413, "\(name)")
            #expect(answer["content-type"] == "application/problem+json", "\(name)")
            #expect(try await fixture.ask(.anna, "GET", "/acme/clients/a/").status == 200, "\(name)")
            #expect(try await documents(fixture) == rows, "\(name)")
            #expect(try await holdsOnly(held, fixture), "\(name)")
        }
        let fine = try await fixture.upload(.anna, path, [("fine.txt", Array("This is fine.\n".utf8))])
        #expect(fine.status == 201)
        #expect(try await documents(fixture).count == rows.count + 1)
        await fixture.stop()
    }

    private func documents(_ fixture: Fixture) async throws -> Set<ID<Document>> {
        Set(try await fixture.workspace.agency(try slug("acme")).documents().map(\.document.id))
    }

    /// Everything in the agency's document store.
    private func names(_ fixture: Fixture) -> Set<String> {
        Set(FileManager.default.subpaths(atPath: fixture.scratch.path("data/acme/documents")) ?? [])
    }

    /// Whether the store comes to hold this and no more: files of an upload that broke off go right after the answer.
    private func holdsOnly(_ held: Set<String>, _ fixture: Fixture) async throws -> Bool {
        for _ in 0..<200 {
            if names(fixture) == held { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }
}
