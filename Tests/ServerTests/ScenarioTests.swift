import Actions
import Foundation
import Model
import Site
import Testing

@testable import Server

/// What is known of a document: by the records, by what its bytes are answered with, by the contacts' page of documents.
private struct Sight: Equatable, Sendable {
    let visibility: Visibility?
    let contact, staff: Int
    let isListed: Bool

    static let published = Sight(visibility: .client, contact: 200, staff: 200, isListed: true)
    static let unpublished = Sight(visibility: .internal, contact: 404, staff: 200, isListed: false)
    static let removed = Sight(visibility: nil, contact: 404, staff: 404, isListed: false)
}

/// What staff do with a document, and how it changes what is seen of it.
private struct Deed: Sendable {
    let verb, done: String
    let before, after: Sight

    func path(_ document: String) -> String { "/acme/staff/documents/\(document)/\(verb)" }

    static let all = [
        Deed(verb: "publish", done: "published", before: .unpublished, after: .published),
        Deed(verb: "unpublish", done: "unpublished", before: .published, after: .unpublished),
        Deed(verb: "remove", done: "removed", before: .published, after: .removed),
    ]
    /// By client of the document: who may not, and the status; contacts of the client, of another, an agent of another.
    static let refused: [(client: String, who: Who, status: Int)] = [
        ("a", .anna, 404), ("a", .rita, 404), ("a", .abby, 404), ("ab", .abby, 404), ("ab", .anna, 404), ("ab", .agent, 404),
        ("a", .visitor, 303), ("a", .stranger, 303),
    ]
    static let obeyed: [(client: String, who: Who)] = [
        ("a", .agent), ("a", .admin), ("a", .owner), ("ab", .admin), ("ab", .owner),
    ]
}

extension Fixture {
    /// A document of its own for one request.
    fileprivate func fresh(of client: String, isPublished: Bool) async throws -> Document {
        let agency = try await workspace.agency(try slug("acme"))
        let name = UUID().uuidString
        let document = try await agency.addDocument(
            client: try slug(client), case: try slug("lease"), name: name + ".txt",
            bytes: AsyncStream { continuation in
                continuation.yield(Array("This is \(name).\n".utf8))
                continuation.finish()
            }, publish: isPublished)
        try await agency.settled()
        return document
    }

    fileprivate func sight(of document: Document, in client: String) async throws -> Sight {
        let agency = try await workspace.agency(try slug("acme"))
        let entry = try await agency.documents(client: try slug(client)).first { $0.document.id == document.id }
        let contact = client == "a" ? Who.anna : .abby
        let list = "/acme/clients/\(client)/documents/"
        return Sight(
            visibility: entry?.document.visibility, contact: try await ask(contact, "GET", "\(list)\(document.id)").status,
            staff: try await ask(.owner, "GET", "\(list)\(document.id)").status,
            isListed: try await ask(contact, "GET", list).text.contains("\(document.id)"))
    }
}

/// A page without the one-time ids of its forms, and the instant at which it was made.
private func lasting(_ answer: Answer) -> String {
    answer.text.replacing(/name="(key|form|until)" value="[^"]*"/, with: "")
}

@Suite struct `Everybody gets what is theirs` {
    @Test func `when they read`() async throws {
        let fixture = try await Fixture.shared.value
        for scenario in reading {
            let path = scenario.path(fixture)
            for who in Who.allCases {
                let answer = try await fixture.ask(who, "GET", path)
                #expect(answer.status == scenario.expected[who] ?? 404, "\(who) \(path)")
                #expect(!answer.text.contains("SECRET-A") || (who.isStaff || who == .abby), "\(who) \(path)")
                #expect(!answer.text.contains("ACME-2"), "\(who) \(path)")
                // Now it is in memory, and the same.
                // What counts requests counts those of this test too.
                let isLasting = !scenario.route.hasSuffix("/usage/")
                if answer.status == 200, isLasting {
                    let again = try await fixture.ask(who, "GET", path)
                    #expect(again.status == 200 && again.comparable == answer.comparable, "\(who) \(path)")
                    #expect(lasting(again) == lasting(answer), "\(who) \(path)")
                }
                if answer.status == 303, scenario.expected[.visitor] == 303, who == .visitor {
                    // A query is part of where one goes on to; how it is written there is tested with the sign-in.
                    let isThere = answer["location"]?.hasPrefix("/acme/?to=\(path.prefix { $0 != "?" })") ?? false
                    // Those of the sign-in itself lead visitors elsewhere, and nowhere back.
                    #expect(isThere || path == "/acme" || path.hasPrefix("/acme/sign-in"), "\(path)")
                }
                // One of them asks for the head alone too: nobody's differs from what they get.
                guard isLasting, who == Who.allCases[path.utf8.count % Who.allCases.count] else { continue }
                let head = try await fixture.ask(who, "HEAD", path)
                #expect(head.status == answer.status && head.body.isEmpty, "HEAD \(who) \(path)")
                #expect(head.comparable == answer.comparable, "HEAD \(who) \(path)")
                #expect(head["content-length"] ?? "0" == String(answer.body.count), "HEAD \(who) \(path)")
            }
        }
    }

    @Test func `when they change something`() async throws {
        let fixture = try await Fixture.shared.value
        for scenario in changing {
            let path = scenario.path(fixture)
            for who in Who.allCases {
                let answer = try await fixture.post(
                    who, path, path.hasSuffix("sign-in") ? "email=nobody%40x.lt&password=wrong" : "")
                #expect(answer.status == scenario.expected[who] ?? 404, "POST \(who) \(path)")
            }
        }
    }

    @Test func `when they publish, unpublish or remove a document`() async throws {
        let fixture = try await Fixture()
        for deed in Deed.all {
            for (client, who, status) in Deed.refused {
                let document = try await fixture.fresh(of: client, isPublished: deed.before == .published)
                let answer = try await fixture.post(who, deed.path("\(document.id)"))
                #expect(answer.status == status, "\(deed.verb) \(who) \(client)")
                #expect(try await fixture.post(who, deed.path("none")) == answer, "\(deed.verb) \(who) \(client)")
                if status == 303 { #expect(answer["location"] == "/acme/", "\(deed.verb) \(who) \(client)") }
                #expect(try await fixture.sight(of: document, in: client) == deed.before, "\(deed.verb) \(who) \(client)")
            }
            for (client, who) in Deed.obeyed {
                let document = try await fixture.fresh(of: client, isPublished: deed.before == .published)
                let answer = try await fixture.post(who, deed.path("\(document.id)"))
                #expect(answer.status == 303, "\(deed.verb) \(who) \(client)")
                #expect(answer["location"] == "/acme/staff/?done=\(deed.done)", "\(deed.verb) \(who) \(client)")
                #expect(try await fixture.sight(of: document, in: client) == deed.after, "\(deed.verb) \(who) \(client)")
            }
        }
        await fixture.stop()
    }

    @Test func `and no route is missing here`() {
        let said = Set((reading + changing).map(\.route) + others)
        for route in RouteTable.all.routes {
            #expect(said.contains("\(route.method) \(route.path)"), "\(route.method) \(route.path)")
        }
    }

    /// Routes with tests of their own.
    private let others = [
        "POST /AGENCY/welcome", "POST /AGENCY/sign-out", "OPTIONS /AGENCY/clients/CLIENT/cases/CASE/uploads",
        "POST /AGENCY/clients/CLIENT/cases/CASE/uploads", "HEAD /AGENCY/clients/CLIENT/cases/CASE/uploads/ID",
        "PATCH /AGENCY/clients/CLIENT/cases/CASE/uploads/ID", "DELETE /AGENCY/clients/CLIENT/cases/CASE/uploads/ID",
        "POST /AGENCY/staff/settings/logo/remove",
    ]

    @Test func `and what is not theirs is what does not exist, byte for byte`() async throws {
        let fixture = try await Fixture.shared.value
        let none = "/acme/clients/nobody/"
        for fields in [[:], ["Accept": "application/json"], ["Accept-Language": "lt"]] {
            for who in [Who.anna, .abby, .rita, .agent] {
                let nothing = try await fixture.ask(who, "GET", none, fields)
                #expect(nothing.status == 404)
                var paths = [
                    "/acme/clients/\(who == .abby ? "a" : "ab")/", "/acme/clients/ab/cases/nothing/",
                    "/acme/clients/a/documents/\(fixture.foreign.id)",
                    "/acme/clients/a/documents/00000000-0000-7000-8000-000000000000", "/acme/clients/nobody/documents/x",
                    "/acme/staff/nothing/", "/nothing/", "/acme/nothing/", "/acme/%2e%2e/",
                    "/acme/clients/\(who == .abby ? "a" : "ab")",
                ]
                if who != .agent { paths += ["/acme/staff/", "/acme/staff/clients/a/cases/lease/"] }
                for path in paths { #expect(try await fixture.ask(who, "GET", path, fields) == nothing, "\(who) \(path)") }
            }
        }
    }

    @Test func `and JSON visitors are told to sign in`() async throws {
        let fixture = try await Fixture.shared.value
        let json = ["Accept": "application/json"]
        for path in ["/acme/clients/a/", "/acme/clients/nothing/", "/acme/staff/", "/acme/me/"] {
            let answer = try await fixture.ask(.visitor, "GET", path, json)
            #expect(answer.status == 401 && answer["content-type"] == "application/problem+json", "\(path)")
            #expect(answer.text.contains("\"status\":401") && !answer.text.contains("request_id"))
        }
    }

    @Test func `in one's own session only, and not after signing out`() async throws {
        let fixture = try await Fixture.shared.value
        let signIn = try await fixture.post(
            .visitor, "/acme/sign-in",
            "email=\(Who.abby.email)&password=\(Who.password.replacing(" ", with: "+"))&to=%2Facme%2Fclients%2Fab%2F")
        #expect(signIn.status == 303 && signIn["location"] == "/acme/clients/ab/")
        let cookies = signIn.fields.filter { $0.name == "set-cookie" }.map(\.value)
        let session = try #require(cookies.first { $0.hasPrefix("__Host-s-acme=") })
        #expect(cookies.count == 2 && session.contains("; Secure") && session.contains("; HttpOnly"))
        let cookie = ["Cookie": String(session.prefix { $0 != ";" })]
        #expect(try await fixture.ask(.visitor, "GET", "/acme/clients/ab/", cookie).status == 200)
        #expect(
            try await fixture.ask(
                .visitor, "GET", "/acme-2/clients/ab/", cookie.mapValues { $0.replacing("-acme=", with: "-acme-2=") }
            ).status == 303)
        let out = try await fixture.post(.visitor, "/acme/sign-out", "", cookie)
        #expect(out.status == 303 && out["clear-site-data"] == "\"cache\"" && out["set-cookie"]?.contains("Max-Age=0") == true)
        #expect(try await fixture.ask(.visitor, "GET", "/acme/clients/ab/", cookie).status == 303)
        for to in ["https://evil.example/", "//evil.example/", "/acme-2/me/", "/acme/../x"] {
            let answer = try await fixture.post(
                .visitor, "/acme/sign-in", "email=\(Who.abby.email)&password=\(Who.password.replacing(" ", with: "+"))&to=\(to)")
            #expect(answer.status == 303 && answer["location"] == "/acme/me/", "\(to)")
        }
    }
}

@Suite struct `A page in memory` {
    private static let page = "/acme/clients/a/cases/lease/"

    /// Asks until the page comes from memory.
    private func warm(_ fixture: Fixture) async throws {
        for _ in 0..<3 { #expect(try await fixture.ask(.anna, "GET", Self.page).status == 200) }
    }

    @Test func `is answered without asking the records`() async throws {
        let fixture = try await Fixture()
        func count() async throws -> Int {
            let text = try await fixture.ask(.visitor, "GET", "/metrics", ["Authorization": "Bearer figures"]).text
            return try #require(text.firstMatch(of: /pages_from_memory_total ([0-9]+)/).flatMap { Int($0.1) })
        }
        try await warm(fixture)
        let before = try await count()
        for _ in 0..<5 { #expect(try await fixture.ask(.anna, "GET", Self.page).status == 200) }
        #expect(try await count() == before + 5)
        // Whatever is odd about a request is for those who explain it.
        for fields in [
            ["Host": "other.example"], ["Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"], ["Cookie": ""],
            ["Sec-Fetch-Site": "cross-site\t ", "Sec-Fetch-Mode": "no-cors"],
        ] {
            #expect(try await fixture.ask(.anna, "GET", Self.page, fields).status != 200)
        }
        #expect(try await fixture.ask(.anna, "GET", Self.page + "?a=b").status == 200)
        #expect(try await count() == before + 5)
        await fixture.stop()
    }

    @Test func `is nobody's the moment its reader may not have it`() async throws {
        let fixture = try await Fixture()
        let agency = try await fixture.workspace.agency(try slug("acme"))
        let client = try slug("a")
        func status(_ token: String) async throws -> Int {
            try await fixture.ask(.visitor, "GET", Self.page, ["Cookie": "__Host-s-acme=\(token)"]).status
        }
        func signIn() async throws -> String {
            try await agency.signIn(email: Who.anna.email, password: Who.password, device: nil, address: "192.0.2.99")
                .signedIn().token
        }
        let first = try await signIn()
        for _ in 0..<3 { #expect(try await status(first) == 200) }
        // Another right ends the sessions; with a new one the page is not there.
        try await agency.setContact(Who.anna.email, of: client, sees: .invoices)
        #expect(try await status(first) == 303)
        let second = try await signIn()
        for _ in 0..<2 { #expect(try await status(second) == 404) }
        try await agency.setContact(Who.anna.email, of: client, sees: .all)
        try await agency.settled()
        let third = try await signIn()
        for _ in 0..<3 { #expect(try await status(third) == 200) }
        try await agency.setDisabled(Who.anna.email, true)
        #expect(try await status(third) == 303)
        await fixture.stop()
    }

    @Test func `says at once what was published, and no longer what was taken back`() async throws {
        let fixture = try await Fixture()
        let agency = try await fixture.workspace.agency(try slug("acme"))
        for _ in 0..<5 {
            try await warm(fixture)
            #expect(try await fixture.ask(.anna, "GET", Self.page).text.contains("Lease, signed.txt"))
            _ = try await agency.unpublish(document: fixture.published.id.text, by: .operator)
            #expect(try await !fixture.ask(.anna, "GET", Self.page).text.contains("Lease, signed.txt"))
            _ = try await agency.publish(document: fixture.published.id.text, by: .operator)
            try await agency.settled()
            #expect(try await fixture.ask(.anna, "GET", Self.page).text.contains("Lease, signed.txt"))
        }
        await fixture.stop()
    }
}
