import Actions
import HTTPTypes
import Hummingbird
import Model
import NIOHTTP1
import Site

extension Front {
    /// The answer to a request for a page in demand, when nothing need be looked up for it; nil when there is anything to
    /// look up, refuse or explain, which `respond` does. It lets in only what `respond` would: the same path, origin,
    /// sites, session and rights are asked, of the same objects, in the same order.
    func ready(_ head: HTTPRequestHead, from peer: String) -> ReadyAnswer? {
        let began = ContinuousClock.now
        guard let path = RequestPath(head.uri[...]), path.endsInSlash, path.segments.count >= 3, path.segments[1] == "clients",
            let origin = proxies.origin(
                of: peer, host: head.headers["Host"].first ?? "", head.headers, isSecure: false, base: base),
            let slug = Slug(path.segments[0]), !Slug.reservedForAgencies.contains(slug.text),
            let agency = parts.workspace.agencyIfOpen(slug), let settings = agency.agencyIfKept,
            let own = settings.host.isEmpty ? base : base.with(host: settings.host), origin == own,
            (try? CrossSite.check(.get, head.headers, own: own)) != nil,
            let token = Cookies(head.headers).session(of: agency.slug), let session = agency.sessionIfKept(token: token),
            !settings.secondFactor.mustSetUp(session.person),
            let client = Slug(path.segments[2]), let leave = enter(head, from: peer)
        else { return nil }
        let rest = path.segments.dropFirst(3)
        guard
            let page = agency.pageIfKept(
                session, client: client, path: rest.isEmpty ? "" : rest.joined(separator: "/") + "/",
                in: Accept.codings(head.headers))
        else {
            leave.done?()
            return nil
        }
        parts.metrics.notePageFromMemory()
        let requestID = Front.newID()
        let milliseconds = note(
            head.method.rawValue, Front.pageRoute, status: 200, bytes: page.bytes.count, requestID, since: began)
        if head.method == .GET { count(head, from: peer, session, agency, milliseconds) }
        return ReadyAnswer(
            heads: readyHeads, page: page, requestID: requestID, isHead: head.method == .HEAD, leave: leave.done)
    }

    private func count(
        _ head: HTTPRequestHead, from peer: String, _ session: Session, _ agency: OpenAgency, _ milliseconds: Double
    ) {
        let fields = UsageFields(head.headers)
        let visit =
            fields.asksNotToBeCounted
            ? nil
            : UsageVisit(
                route: Front.pageRoute, isSending: false, address: proxies.client(of: peer, head.headers), agent: fields.agent,
                person: session.person.id)
        agency.noteUsage(visit, route: Front.pageRoute, milliseconds: milliseconds, isFailed: false)
    }

    /// The route that these requests have.
    static let pageRoute = "/AGENCY/clients/CLIENT/**"

    /// What ends the count of a forwarded client's request; nil when none is counted.
    private struct Leave {
        var done: (@Sendable () -> Void)?
    }

    /// Counts the request of a client that came through a proxy; nil when it has too many open.
    private func enter(_ head: HTTPRequestHead, from peer: String) -> Leave? {
        guard let client = forwarded(head.headers, from: peer) else { return Leave() }
        let connections = parts.connections
        guard connections.enter(client) else { return nil }
        return Leave { connections.leave(client) }
    }
}
