import Actions
import Logging
import Model
import Site

/// What every handler needs besides the request: made once, when the server starts.
struct Parts: Sendable {
    let workspace: Workspace
    let settings: ServerSettings
    let metrics: MetricsRegistry
    /// Open connections by address.
    let connections: ConnectionRegistry
    let log: Logger

    var site: Site { workspace.site }
    var world: World { workspace.world }
}

/// A request that has been let in: its path is clean, it came by the right origin, and no other site sent it.
struct Incoming: Sendable {
    let parts: Parts
    /// In the header `Request-Id` of the answer and in every line of the log.
    let requestID: String
    /// The client's address; the forwarded one when the peer is a configured proxy.
    let address: String
    /// The origin by which it came, such as `https://portal.example`.
    let origin: Origin
    let path: RequestPath
    let query: Query
    /// Whether the client asked for JSON (`Accept: application/json`).
    let isJSON: Bool
    /// The first of our languages that the client accepts, if any.
    let acceptedLanguage: String?
    let cookies: Cookies
    /// Whether the browser asks every site not to count it.
    let asksNotToBeCounted: Bool
    /// What the browser says of itself.
    let agent: String
    let log: Logger
}

/// Whoever asks for a path of an agency, signed in or not.
struct Visitor: Sendable {
    let incoming: Incoming
    let agency: OpenAgency
    /// The agency's settings at the moment of the request.
    let settings: Agency
    /// Of this agency; a session of another one is none here.
    let session: Session?

    var parts: Parts { incoming.parts }
    var site: Site { incoming.parts.site }
    var address: String { incoming.address }
    var isJSON: Bool { incoming.isJSON }
    var requestID: String { incoming.requestID }
    var path: RequestPath { incoming.path }
    var query: Query { incoming.query }
    var cookies: Cookies { incoming.cookies }
    var agent: String { incoming.agent }
    var log: Logger { incoming.log }

    /// The person's own language, else the first that the browser accepts, else the agency's.
    var language: String {
        if let own = session?.person.language, !own.isEmpty { return own }
        return incoming.acceptedLanguage ?? settings.language
    }

    /// What the browser's cookie of the statistics says; nil: it has none.
    var analytics: AnalyticsCookie? { cookies.analytics(of: agency.slug) }

    /// `/AGENCY/`: the sign-in page.
    var home: String { "/" + agency.slug.text + "/" }
}

/// A person who has signed in to the agency. There is no other way to make one.
struct SignedInSession: Sendable {
    let visitor: Visitor
    let session: Session

    /// - Throws: `Refusal(.signIn)` when nobody is signed in; `MustSetUp` when the person must set up a second factor first.
    init(_ visitor: Visitor) throws {
        self = try SignedInSession(settingUp: visitor)
        if visitor.settings.secondFactor.mustSetUp(session.person) { throw MustSetUp() }
    }

    /// The same for what a person may do who must set up a second factor first.
    /// - Throws: `Refusal(.signIn)` when nobody is signed in.
    init(settingUp visitor: Visitor) throws {
        guard let session = visitor.session else { throw Refusal(.signIn, "refusal.sign-in.needed") }
        (self.visitor, self.session) = (visitor, session)
    }

    var agency: OpenAgency { visitor.agency }
    var parts: Parts { visitor.parts }
    var site: Site { visitor.site }
    var settings: Agency { visitor.settings }
    var language: String { visitor.language }
    var address: String { visitor.address }
    var isJSON: Bool { visitor.isJSON }
    var requestID: String { visitor.requestID }
    var query: Query { visitor.query }
}

/// The person must set up a second factor before anything else.
struct MustSetUp: Error {}

/// One of the agency's own people: owner, admin or agent. There is no other way to make one.
struct StaffSession: Sendable {
    let signedIn: SignedInSession

    /// - Throws: `Refusal(.signIn)` when nobody is signed in, `Refusal(.notFound)` for anybody who is not staff.
    init(_ visitor: Visitor) throws {
        let signedIn = try SignedInSession(visitor)
        guard signedIn.session.person.role.isStaff else { throw Refusal(.notFound, "refusal.not-found") }
        self.signedIn = signedIn
    }

    var visitor: Visitor { signedIn.visitor }
    var session: Session { signedIn.session }
    var agency: OpenAgency { signedIn.agency }
    var parts: Parts { signedIn.parts }
    var site: Site { signedIn.site }
    var settings: Agency { signedIn.settings }
    var language: String { signedIn.language }
    var address: String { signedIn.address }
    var isJSON: Bool { signedIn.isJSON }
    var requestID: String { signedIn.requestID }
    var query: Query { signedIn.query }
}

/// Whoever looks after the agency's own people: owner or admin. There is no other way to make one.
struct ManagerSession: Sendable {
    let staff: StaffSession

    /// - Throws: `Refusal(.signIn)` when nobody is signed in, `Refusal(.notFound)` for anybody who is not owner or admin.
    init(_ visitor: Visitor) throws {
        staff = try StaffSession(visitor)
        guard staff.session.person.role.isManager else { throw Refusal(.notFound, "refusal.not-found") }
    }

    var signedIn: SignedInSession { staff.signedIn }
    var visitor: Visitor { staff.visitor }
    var session: Session { staff.session }
    var agency: OpenAgency { staff.agency }
    var site: Site { staff.site }
    var settings: Agency { staff.settings }
    var address: String { staff.address }
}
