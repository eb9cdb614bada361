import Actions
import Model

/// Which agency lives at a host of its own: asked only for `/`, looked up anew every half minute at most.
actor AgencyHosts {
    /// Beyond so many agencies nobody is looked for: opening all of them for a stranger's request would be too dear.
    static let most = 64

    private let workspace: Workspace
    private var byHost: [String: Slug] = [:]
    private var fresh: ContinuousClock.Instant?

    init(_ workspace: Workspace) {
        self.workspace = workspace
    }

    /// The agency whose own origin it is.
    func agency(at origin: Origin, base: Origin) async -> Slug? {
        if fresh.map({ ContinuousClock.now - $0 > .seconds(30) }) ?? true {
            fresh = .now
            await look()
        }
        guard let slug = byHost[origin.host], base.with(host: origin.host) == origin else { return nil }
        return slug
    }

    private func look() async {
        guard let slugs = try? workspace.slugs, slugs.count <= AgencyHosts.most else { return }
        var found: [String: Slug] = [:]
        for slug in slugs {
            // An agency that cannot be opened has no front door either; `/readyz` names it.
            guard let settings = try? await workspace.agency(slug).agency(), !settings.host.isEmpty else { continue }
            found[settings.host.lowercased()] = slug
        }
        byHost = found
    }
}
