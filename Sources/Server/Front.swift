import Actions
import HTTPTypes
import Hummingbird
import Logging
import Model
import Site
import Templates

/// Every request goes through here, in this order: path, route, agency, origin, other sites, session, handler. Every
/// answer goes out through here: errors get a face, headers are put on, the log and the figures get their line.
struct Front: Responding {
    let parts: Parts
    let table: RouteTable
    let base: Origin
    let proxies: Proxies
    let hosts: AgencyHosts
    let readyHeads: ReadyAnswer.Heads

    func countsConnections(of peer: String) -> Bool { !proxies.contains(peer) }

    func forwarded(_ fields: some HeaderFields, from peer: String) -> String? {
        proxies.contains(peer) ? AddressBlock.of(proxies.client(of: peer, fields)) : nil
    }

    func tooMany(_ request: Request, from peer: String) async -> Response {
        let requestID = Front.newID()
        var response = refused(Refusal(.tooMany, "refusal.too-many"), request, requestID)
        seal(&response, requestID)
        note(request.method.rawValue, "none", response, requestID, since: .now)
        return response
    }

    func respond(to request: Request, from peer: String) async -> Response {
        let began = ContinuousClock.now
        let requestID = Front.newID()
        let address = proxies.client(of: peer, request.headers)
        var seen = Seen()
        var response = await answer(request, peer: peer, address: address, requestID: requestID, seen: &seen)
        seal(&response, requestID)
        let milliseconds = note(request.method.rawValue, seen.route, response, requestID, since: began)
        count(seen, request.method, response.status, milliseconds)
        return response
    }

    func malformed(_ fault: any Error, from peer: String) async -> Response {
        let requestID = Front.newID()
        var response = Response.text("400 Bad Request\n", status: .badRequest)
        seal(&response, requestID)
        note("-", "malformed", response, requestID, since: .now)
        return response
    }

    /// What every answer gets before it leaves: its headers, and no cookie that is not registered.
    private func seal(_ response: inout Response, _ requestID: String) {
        CookieGate.check(&response, log: parts.log)
        SecurityHeaders.add(to: &response, requestID: requestID, isSecure: base.isSecure)
    }

    /// What is learned of a request on its way, for the log and the figures.
    private struct Seen {
        var route = "none"
        var visitor: Visitor?
        /// Whether it got what it asked for.
        var isServed = false
    }

    /// Counts an answer among the agency's figures of use.
    private func count(_ seen: Seen, _ method: HTTPRequest.Method, _ status: HTTPResponse.Status, _ milliseconds: Double) {
        guard let visitor = seen.visitor, [.get, .post].contains(method) else { return }
        let isFailed = status.code >= 500
        guard seen.isServed || isFailed else { return }
        let incoming = visitor.incoming
        let visit =
            isFailed || incoming.asksNotToBeCounted
            ? nil
            : UsageVisit(
                route: seen.route, isSending: method == .post, address: incoming.address, agent: incoming.agent,
                person: visitor.session?.person.id)
        visitor.agency.noteUsage(visit, route: seen.route, milliseconds: milliseconds, isFailed: isFailed)
    }

    /// The answer to one request; never throws.
    private func answer(
        _ request: Request, peer: String, address: String, requestID: String, seen: inout Seen
    ) async -> Response {
        let raw = (request.head.path ?? "")[...]
        let mark = raw.firstIndex(of: "?") ?? raw.endIndex
        guard let path = RequestPath(raw[..<mark]), !raw.contains("#") else {
            return refused(Refusal(.notFound, "refusal.not-found"), request, requestID)
        }
        guard
            let origin = proxies.origin(
                of: peer, host: request.head.authority ?? "", request.headers, isSecure: false, base: base)
        else { return refused(Refusal(.usage, "refusal.origin.malformed"), request, requestID) }
        let incoming = Incoming(
            parts: parts, requestID: requestID, address: address, origin: origin, path: path,
            query: Query(mark == raw.endIndex ? "" : raw[raw.index(after: mark)...]), isJSON: Accept.isJSON(request.headers),
            acceptedLanguage: Accept.language(request.headers, offered: parts.site.languages),
            cookies: Cookies(request.headers), asksNotToBeCounted: PrivacySignal.isSet(request.headers),
            agent: request.headers[.userAgent] ?? "", log: parts.log)
        switch table.match(request.method, path) {
        case .none: return refused(Refusal(.notFound, "refusal.not-found"), request, requestID)
        case .route(let found):
            seen.route = found.path
            return await run(found, request, incoming, otherMethod: nil, seen: &seen)
        case .otherMethod(let allowed, let known):
            return await run(known, request, incoming, otherMethod: allowed, seen: &seen)
        }
    }

    /// The refusals that the agency's audit log remembers: those that say somebody wanted what is not theirs.
    private static let noted: Set<Refusal.Kind> = [.notFound, .signIn, .forbidden, .tooMany]

    /// Finds out who asks and calls the handler.
    /// - Parameter otherMethod: the methods that the path has, when the request's is none of them.
    private func run(
        _ route: Route, _ request: Request, _ incoming: Incoming, otherMethod: String?, seen: inout Seen
    ) async -> Response {
        var visitor: Visitor?
        do {
            if case .anyone(let handle) = route.handler {
                if incoming.path.segments.isEmpty, incoming.origin != base,
                    let slug = await hosts.agency(at: incoming.origin, base: base)
                {
                    return .redirect(to: "/\(slug)/")
                }
                if let wrong = wrongOrigin(incoming, own: base, agency: nil) { return wrong }
                try CrossSite.check(request.head, own: base)
                if let otherMethod { return notAllowed(otherMethod, incoming, nil) }
                return try await handle(request, incoming)
            }
            let agency = try await agency(of: incoming)
            let settings = try await agency.agency()
            var known = Visitor(incoming: incoming, agency: agency, settings: settings, session: nil)
            visitor = known
            let own = settings.host.isEmpty ? base : base.with(host: settings.host) ?? base
            if let wrong = wrongOrigin(incoming, own: own, agency: settings) { return wrong }
            try CrossSite.check(request.head, own: own)
            if let token = incoming.cookies.session(of: agency.slug), let session = try await agency.session(token: token) {
                known = Visitor(incoming: incoming, agency: agency, settings: settings, session: session)
                visitor = known
            }
            seen.visitor = known
            var response = try await call(route, request, known, otherMethod: otherMethod)
            seen.isServed = otherMethod == nil
            await setAnalytics(&response, known)
            if route.isNoted, response.status == .ok, let session = known.session {
                agency.noteView(session, route: route.path, path: incoming.path.text)
            }
            return response
        } catch is MustSetUp {
            return mustSetUp(incoming, visitor)
        } catch {
            if let visitor, let refusal = error as? Refusal, Front.noted.contains(refusal.kind) {
                visitor.agency.noteRefusal(
                    refusal, of: visitor.session, subject: "\(request.method) \(route.path)", address: incoming.address)
            }
            if let visitor, (error as? Refusal)?.kind == .signIn, visitor.session == nil,
                let kept = await KeptForm.answer(request, route, visitor)
            {
                return kept
            }
            return RefusalResponse(incoming, visitor).answer(
                error, signIn: visitor.map { signIn($0, request.method) }, log: incoming.log)
        }
    }

    private func call(_ route: Route, _ request: Request, _ visitor: Visitor, otherMethod: String?) async throws -> Response {
        switch route.handler {
        case .anyone(let handle): return try await handle(request, visitor.incoming)
        case .visitor(let handle):
            if let otherMethod { return notAllowed(otherMethod, visitor.incoming, visitor) }
            return try await handle(request, visitor)
        case .signedIn(let handle):
            let session = try SignedInSession(visitor)
            if let otherMethod { return notAllowed(otherMethod, visitor.incoming, visitor) }
            return try await handle(request, session)
        case .settingUp(let handle):
            let session = try SignedInSession(settingUp: visitor)
            if let otherMethod { return notAllowed(otherMethod, visitor.incoming, visitor) }
            return try await handle(request, session)
        case .staff(let handle):
            let session = try StaffSession(visitor)
            if let otherMethod { return notAllowed(otherMethod, visitor.incoming, visitor) }
            return try await handle(request, session)
        case .manager(let handle):
            let session = try ManagerSession(visitor)
            if let otherMethod { return notAllowed(otherMethod, visitor.incoming, visitor) }
            return try await handle(request, session)
        }
    }

    /// What becomes of the cookie of the statistics: it is taken from whoever no longer wants it by their browser, or whose
    /// agency has no statistics; else a browser that came again is counted, once a day.
    private func setAnalytics(_ response: inout Response, _ visitor: Visitor) async {
        let slug = visitor.agency.slug
        guard visitor.cookies.hasAnalytics(of: slug), !response.headers.contains(.setCookie) else { return }
        if visitor.incoming.asksNotToBeCounted || !visitor.settings.analytics {
            response.headers.append(HTTPField(name: .setCookie, value: Cookies.endAnalytics(of: slug)))
        } else if let cookie = visitor.analytics,
            // A figure too few is no harm.
            let day = try? await visitor.agency.noteReturn(cookie.reference, lastCounted: cookie.day)
        {
            let value = Cookies.setAnalytics(AnalyticsCookie(reference: cookie.reference, day: day), of: slug)
            response.headers.append(HTTPField(name: .setCookie, value: value))
        }
    }

    private func agency(of incoming: Incoming) async throws -> OpenAgency {
        guard let slug = incoming.path.segments.first.flatMap(Slug.init), !Slug.reservedForAgencies.contains(slug.text) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return try await parts.workspace.agency(slug)
    }

    /// The page that says where to go, when the request came by another origin than its own.
    private func wrongOrigin(_ incoming: Incoming, own: Origin, agency: Agency?) -> Response? {
        guard incoming.origin != own, !OriginRules.answersAnywhere(incoming.path) else { return nil }
        let language = incoming.acceptedLanguage ?? agency?.language ?? "en"
        let status = HTTPResponse.Status(code: 421, reasonPhrase: "Misdirected Request")
        let page = WrongOriginPage(origin: own.description, used: incoming.origin.description, language: language)
        guard !incoming.isJSON, let bytes = try? page.bytes(site: parts.site) else {
            let words = parts.site.words(language)
            return RefusalResponse(incoming, nil).face(
                status, title: words.text("wrong-origin.title"),
                message: words.text("wrong-origin.sentence.short", ["right": own.description]))
        }
        return .page(bytes, status: status)
    }

    /// The way to what must be done first.
    private func mustSetUp(_ incoming: Incoming, _ visitor: Visitor?) -> Response {
        guard !incoming.isJSON, let visitor else {
            return RefusalResponse(incoming, visitor).answer(
                Refusal(.forbidden, "refusal.second-factor.needed"), log: incoming.log)
        }
        return .redirect(to: visitor.start + "account/second-factor/")
    }

    private func notAllowed(_ allowed: String, _ incoming: Incoming, _ visitor: Visitor?) -> Response {
        let refusal = RefusalResponse(incoming, visitor)
        let words = parts.site.words(refusal.language)
        var response = refusal.face(
            .methodNotAllowed, title: words.text("error.title.method"), message: words.text("error.method"))
        response.headers[.allow] = allowed
        return response
    }

    /// Where a visitor signs in, to come back to what was asked for. A form's own path is no page: its case is.
    private func signIn(_ visitor: Visitor, _ method: HTTPRequest.Method) -> String {
        let path = visitor.path
        if method == .get || method == .head { return visitor.home + "?to=" + path.text }
        guard path.segments.count == 6, path.segments[1] == "clients" else { return visitor.home }
        return visitor.home + "?to=/" + path.segments.dropLast().joined(separator: "/") + "/"
    }

    /// A refusal before anything is known of the request but its headers.
    private func refused(_ refusal: Refusal, _ request: Request, _ requestID: String) -> Response {
        let accepted = Accept.language(request.headers, offered: parts.site.languages)
        return RefusalResponse(
            site: parts.site, requestID: requestID, isJSON: Accept.isJSON(request.headers), acceptedLanguage: accepted,
            language: accepted ?? "en"
        ).answer(refusal, log: parts.log)
    }

    @discardableResult private func note(
        _ method: String, _ route: String, _ response: Response, _ requestID: String, since began: ContinuousClock.Instant
    ) -> Double {
        let bytes = response.headers[.contentLength].flatMap { Int($0) } ?? 0
        return note(method, route, status: response.status.code, bytes: bytes, requestID, since: began)
    }

    /// One line a request: never a path, a query or a body.
    /// - Returns: how long it took, milliseconds.
    @discardableResult func note(
        _ method: String, _ route: String, status: Int, bytes: Int, _ requestID: String, since began: ContinuousClock.Instant
    ) -> Double {
        let milliseconds = Double((ContinuousClock.now - began).nanoseconds) / 1_000_000
        parts.metrics.note(route: route, status: status, bytes: bytes, milliseconds: milliseconds)
        parts.log.info(
            "request",
            metadata: [
                "method": "\(LogText.clean(method))", "route": "\(route)", "status": "\(status)",
                "bytes": "\(bytes)", "ms": "\(Double(Int(milliseconds * 100)) / 100)", "request": "\(requestID)",
            ])
        return milliseconds
    }

    /// Not a secret: it only has to differ from others in the same log.
    static func newID() -> String {
        String(UInt64.random(in: .min ... .max), radix: 16) + String(UInt32.random(in: .min ... .max), radix: 16)
    }
}

/// What answers by any origin: the machines' pages, and what a page at the wrong address needs to look right.
enum OriginRules {
    static func answersAnywhere(_ path: RequestPath) -> Bool {
        switch path.segments.first {
        case "livez", "readyz", "metrics", "assets", "robots.txt", "favicon.ico", ".well-known": true
        default: false
        }
    }
}
