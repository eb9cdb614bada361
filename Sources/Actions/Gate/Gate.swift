public import Model
import Records
public import Site

/// The page gate: nobody reads a rendered file but through it.
enum Gate {
    /// The folders of pages that need no session, by their path below the agency's.
    static let shared = ["privacy", "cookies"]

    /// Whether a path is one of such a page.
    static func isShared(_ name: String) -> Bool {
        let names = [
            "privacy", "privacy/platform", "privacy/retention", "privacy/proof", "privacy/history", "privacy/processors",
            "privacy/security", "cookies",
        ]
        if names.contains(name) { return true }
        return name.hasPrefix("privacy/proof/") && Claim.isID(String(name.dropFirst("privacy/proof/".count)))
    }

    /// The file that somebody with this access may read at a path; nil when there is none for them, or that is no path.
    static func file(of client: Client, for access: Access, in agency: Agency, _ path: String) -> String? {
        let view: View
        switch access {
        case .none: return nil
        case .contact(let own): view = own
        case .staff: view = View(language: agency.language, rights: .all)
        }
        guard isPagePath(path) else { return nil }
        return "clients/\(client.slug)/\(view.name)/\(path)index.html"
    }

    /// Whether a path can be one of a page: empty, or segments of letters, digits, `.`, `-`, `_`, none of which begins
    /// with a dot, each followed by a slash.
    static func isPagePath(_ path: String) -> Bool {
        if path.isEmpty { return true }
        guard path.utf8.count <= 1024, path.utf8.last == UInt8(ascii: "/") else { return false }
        let segments = path.utf8.dropLast().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return segments.allSatisfy { segment in
            !segment.isEmpty && segment.first != UInt8(ascii: ".")
                && segment.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                        true
                    default: false
                    }
                }
        }
    }
}

extension OpenAgency {
    /// A page of a client, in the reader's own view. The read is audited.
    /// - Parameters:
    ///   - path: below the client's folder: empty for its home, or `cases/lease/`.
    ///   - codings: those that the reader takes, the best first.
    /// - Throws: `Refusal(.notFound)` when there is no such page for this reader, whatever the reason; `.unavailable` when
    ///   it was withdrawn and is not rebuilt within two seconds.
    public func page(
        _ session: Session, client slug: Slug, path: String, in codings: [PageCoding] = []
    ) async throws -> OpenPage {
        let (client, access) = try await access(session, client: slug)
        guard let file = Gate.file(of: client, for: access, in: try await agency(), path) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        let served = try await served(file, of: client.id)
        let open = try await coded(served, in: codings)
        noteRead(served.page, by: session)
        return open
    }

    /// What `page` would answer, when nothing need be looked up for that; nil when somebody has to look, whatever comes
    /// of it then.
    public func pageIfKept(_ session: Session, client slug: Slug, path: String, in codings: [PageCoding]) -> OpenPage? {
        guard let agency = agencyIfKept, let (client, access) = accessIfKept(session, client: slug),
            let file = Gate.file(of: client, for: access, in: agency, path), let kept = pages.kept(file, of: client.id),
            let open = kept.open(in: codings)
        else { return nil }
        noteRead(kept, by: session)
        return open
    }

    private func noteRead(_ served: PageCache.Kept, by session: Session) {
        note(Noted(session.actor, "page.read", subject: served.page.key, group: .session(session.tokenHash)))
        if case .caseRecord(_, let id) = served.page { noteLook(session, at: id) }
    }

    private func coded(_ served: (page: PageCache.Kept, isKept: Bool), in codings: [PageCoding]) async throws -> OpenPage {
        let page = served.page
        guard served.isKept else { return page.open }
        if let open = page.open(in: codings) { return open }
        return try await Blocking.run { page.make(in: codings) }
    }

    /// A page that everybody may read, such as `privacy`, `privacy/proof` or `privacy/proof/C3` (`Gate.isShared`).
    public func sharedPage(_ name: String, in codings: [PageCoding] = []) async throws -> OpenPage {
        guard Gate.isShared(name) else { throw Refusal(.notFound, "refusal.not-found") }
        return try await coded(try await served(name + "/index.html"), in: codings)
    }

    /// The bytes of a file that its row allows to be served.
    private func served(_ path: String, of client: ID<Client>? = nil) async throws -> (page: PageCache.Kept, isKept: Bool) {
        if let kept = pages.kept(path, of: client) { return (kept, true) }
        let deadline = ContinuousClock.now + .milliseconds(settings.withdrawnWait)
        while true {
            let age = pages.age
            guard let found = try await records.read({ try $0.servable(path, of: client) }) else {
                throw Refusal(.notFound, "refusal.not-found")
            }
            if !found.isWithdrawn {
                let pages = pages
                guard let open = try await Blocking.run({ try pages.open(path) }) else {
                    throw Refusal(.notFound, "refusal.not-found")
                }
                let kept = PageCache.Kept(open: open, page: found.page, client: client)
                // What is not kept would be compressed anew for every reader.
                return (kept, isKept: pages.keep(kept, at: path, ifAge: age))
            }
            if ContinuousClock.now >= deadline {
                throw Refusal(.unavailable, "refusal.page.withdrawn", hint: "hint.later")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
