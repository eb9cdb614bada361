public import Model
import Records
public import Site

/// The page gate: nobody reads a rendered file but through it.
enum Gate {
    /// The pages that need no session, by their path below the agency's.
    static let shared = ["privacy", "privacy/platform", "cookies"]

    /// Whether a path can be one of a page: empty, or segments of letters, digits, `.`, `-`, `_`, none of which begins
    /// with a dot, each followed by a slash.
    static func isPagePath(_ path: String) -> Bool {
        if path.isEmpty { return true }
        guard path.utf8.count <= 1024, path.hasSuffix("/") else { return false }
        return path.dropLast().split(separator: "/", omittingEmptySubsequences: false).allSatisfy { segment in
            !segment.isEmpty && !segment.hasPrefix(".")
                && segment.utf8.allSatisfy { byte in
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
    /// - Parameter path: below the client's folder: empty for its home, or `cases/lease/`.
    /// - Throws: `Refusal(.notFound)` when there is no such page for this reader, whatever the reason; `.unavailable` when
    ///   it was withdrawn and is not rebuilt within two seconds.
    public func page(_ session: Session, client slug: Slug, path: String) async throws -> OpenPage {
        let (client, access) = try await access(session, client: slug)
        let view: View
        switch access {
        case .none: throw Refusal(.notFound, "refusal.not-found")
        case .contact(let own): view = own
        case .staff: view = View(language: try await agency().language, rights: .all)
        }
        guard Gate.isPagePath(path) else { throw Refusal(.notFound, "refusal.not-found") }
        let (open, page) = try await served("clients/\(client.slug)/\(view.name)/\(path)index.html", of: client.id)
        note(Noted(session.actor, "page.read", subject: page.key, group: .session(session.tokenHash)))
        return open
    }

    /// A page that everybody may read: `privacy`, `privacy/platform` or `cookies`.
    public func sharedPage(_ name: String) async throws -> OpenPage {
        guard Gate.shared.contains(name) else { throw Refusal(.notFound, "refusal.not-found") }
        return try await served(name + "/index.html").open
    }

    /// The bytes of a file that its row allows to be served.
    private func served(_ path: String, of client: ID<Client>? = nil) async throws -> (open: OpenPage, page: Page) {
        let deadline = ContinuousClock.now + .milliseconds(settings.withdrawnWait)
        while true {
            guard let found = try await records.read({ try $0.servable(path, of: client) }) else {
                throw Refusal(.notFound, "refusal.not-found")
            }
            if !found.isWithdrawn {
                let pages = pages
                guard let open = try await Blocking.run({ try pages.open(path) }) else {
                    throw Refusal(.notFound, "refusal.not-found")
                }
                return (open, found.page)
            }
            if ContinuousClock.now >= deadline {
                throw Refusal(.unavailable, "refusal.page.withdrawn", hint: "hint.later")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
