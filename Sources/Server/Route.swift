import HTTPTypes
import Hummingbird
import Model

/// One row of the table: a method, a path, who may come, and what happens then.
struct Route: Sendable {
    /// What a request of the route may bring.
    enum Body: String, Sendable { case none, form, files, chunk }

    let method: HTTPRequest.Method
    /// `/AGENCY/cases/CASE/`: segments in capitals stand for any segment; `**` at the end for any rest, none too.
    let path: String
    let body: Body
    let handler: Handler
    private let pattern: [Segment]
    private let endsInSlash: Bool
    private let takesRest: Bool

    private enum Segment: Sendable {
        case any
        case exactly(String)
    }

    /// Who may come is what the handler takes: there is no route without.
    enum Handler: Sendable {
        case anyone(@Sendable (Request, Incoming) async throws -> Response)
        case visitor(@Sendable (Request, Visitor) async throws -> Response)
        case signedIn(@Sendable (Request, SignedInSession) async throws -> Response)
        /// Like `signedIn`, and open to who must set up a second factor before anything else.
        case settingUp(@Sendable (Request, SignedInSession) async throws -> Response)
        case staff(@Sendable (Request, StaffSession) async throws -> Response)
        case manager(@Sendable (Request, ManagerSession) async throws -> Response)

        /// As docs/routes.md writes it.
        var permission: String {
            switch self {
            case .anyone, .visitor: "all"
            case .signedIn, .settingUp: "signed in"
            case .staff: "staff"
            case .manager: "owner, admin"
            }
        }
    }

    init(_ method: HTTPRequest.Method, _ path: String, _ handler: Handler, body: Body = .none) {
        (self.method, self.path, self.handler, self.body) = (method, path, handler, body)
        var segments = path.split(separator: "/").map(String.init)
        takesRest = segments.last == "**"
        if takesRest { segments.removeLast() }
        endsInSlash = path.hasSuffix("/")
        pattern = segments.map { $0.allSatisfy { $0.isUppercase } ? .any : .exactly($0) }
    }

    static func get(_ path: String, _ handler: Handler) -> Route { Route(.get, path, handler) }
    static func post(_ path: String, _ handler: Handler, body: Body) -> Route { Route(.post, path, handler, body: body) }
    static func patch(_ path: String, _ handler: Handler, body: Body) -> Route { Route(.patch, path, handler, body: body) }
    static func delete(_ path: String, _ handler: Handler) -> Route { Route(.delete, path, handler) }
    /// Where HEAD has an answer of its own.
    static func head(_ path: String, _ handler: Handler) -> Route { Route(.head, path, handler) }
    static func options(_ path: String, _ handler: Handler) -> Route { Route(.options, path, handler) }

    /// Whether the path is one of the route's.
    func matches(_ path: RequestPath) -> Bool {
        let segments = path.segments
        guard takesRest ? segments.count >= pattern.count : segments.count == pattern.count && path.endsInSlash == endsInSlash
        else { return false }
        for (index, segment) in pattern.enumerated() {
            if case .exactly(let text) = segment, text != segments[index] { return false }
        }
        return true
    }
}

/// The routes, and which of them a request means.
struct RouteTable: Sendable {
    enum Match {
        case route(Route)
        /// The path is known, the method is not: what is allowed, and a route of the path, for who may know it.
        case otherMethod(allowed: String, Route)
        case none
    }

    let routes: [Route]

    /// Exact paths stand before those that take any rest; HEAD is wherever GET is (RFC 9110, 9.3.2).
    func match(_ method: HTTPRequest.Method, _ path: RequestPath) -> Match {
        var other: [Route] = []
        for route in routes where route.matches(path) {
            if route.method == method || method == .head && route.method == .get { return .route(route) }
            other.append(route)
        }
        guard let first = other.first else { return .none }
        var allowed: [String] = []
        for method in other.flatMap({ $0.method == .get ? [.get, .head] : [$0.method] })
        where !allowed.contains(method.rawValue) { allowed.append(method.rawValue) }
        return .otherMethod(allowed: allowed.joined(separator: ", "), first)
    }
}

extension Visitor {
    /// A segment of the path as a slug.
    /// - Throws: `Refusal(.notFound)` when it is none.
    func slug(_ index: Int) throws -> Slug {
        guard path.segments.indices.contains(index), let slug = Slug(path.segments[index]) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return slug
    }
}
