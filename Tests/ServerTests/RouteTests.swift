import Foundation
import HTTPTypes
import Testing

@testable import Server

@Suite struct `The table of routes` {
    /// The text of a file of the manual, found from here upwards.
    private func manual(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/" + name), encoding: .utf8)
    }

    @Test func `is the manual's`() throws {
        let rows = try manual("routes.md").split(separator: "\n").filter { $0.contains(/^\| [A-Z]+ \| `\//) }
            .map { row in
                row.split(separator: "|").prefix(4).map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
            }
        let routes = RouteTable.all.routes.map { "\($0.method) `\($0.path)` \($0.handler.permission) \($0.body.rawValue)" }
        #expect(rows == routes)
    }

    @Test func `has no row twice and none that another hides`() {
        var seen: Set<String> = []
        for route in RouteTable.all.routes {
            #expect(seen.insert("\(route.method) \(route.path)").inserted)
            let found = ["", "x/"].contains { rest in
                let path = route.path.replacing("**", with: rest).replacing("AGENCY", with: "acme")
                guard let clean = RequestPath(path[...]), case .route(let found) = RouteTable.all.match(route.method, clean)
                else {
                    return false
                }
                return found.path == route.path
            }
            #expect(found, "\(route.path)")
        }
    }

    @Test func `changes something only by POST, PATCH and DELETE, and takes bodies only with the first two`() {
        for route in RouteTable.all.routes {
            #expect([.post, .patch].contains(route.method) == (route.body != .none), "\(route.path)")
            // Forms can send nothing else; what programs send beside is for uploads alone.
            if route.method != .get, route.method != .post { #expect(route.path.contains("/uploads"), "\(route.path)") }
            #expect([.get, .post, .head, .options, .patch, .delete].contains(route.method))
        }
    }

    @Test func `knows which methods a path has`() throws {
        func allowed(_ method: HTTPRequest.Method, _ path: String) throws -> String? {
            guard case .otherMethod(let allowed, _) = RouteTable.all.match(method, try #require(RequestPath(path[...]))) else {
                return nil
            }
            return allowed
        }
        #expect(try allowed(.post, "/") == "GET, HEAD")
        #expect(try allowed(.trace, "/acme/") == "GET, HEAD")
        #expect(try allowed(.get, "/acme/sign-out") == "POST")
        #expect(try allowed(.delete, "/acme/welcome") == "GET, HEAD, POST")
        #expect(try allowed(.put, "/acme/clients/a/cases/lease/documents") == "POST, GET, HEAD")
        #expect(try allowed(.put, "/acme/clients/a/cases/lease/uploads") == "OPTIONS, POST, GET, HEAD")
        #expect(try allowed(.post, "/acme/clients/a/cases/lease/uploads/x") == "HEAD, PATCH, DELETE, GET")
        #expect(try allowed(.head, "/") == nil)
        #expect(try allowed(.get, "/acme/nothing") == nil)
    }
}
