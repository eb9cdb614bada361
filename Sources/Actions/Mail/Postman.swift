import Logging
import Model

/// Goes from agency to agency and sends what is due, as long as the workspace is served. Agencies that nobody has opened
/// since the start are looked at once; afterwards an agency is only opened when it has something to send.
struct Postman: Sendable {
    /// Seconds between looks when the mail server does not answer: at first, and at most.
    static let (pause, longestPause): (Int64, Int64) = (30, 900)

    let workspace: Workspace
    let schedule: MailSchedule
    let courier: Courier

    init(_ workspace: Workspace) {
        self.workspace = workspace
        schedule = workspace.parts.part { MailSchedule() }
        courier = Courier(workspace.settings.mail, workspace.egress)
    }

    func run() async {
        for slug in (try? workspace.slugs) ?? [] { schedule.wake(slug, at: workspace.world.now()) }
        var failures: Int64 = 0
        while !Task.isCancelled {
            let due = schedule.take(at: workspace.world.now())
            guard !due.isEmpty else {
                courier.rest()
                await schedule.wait(most: untilNext())
                continue
            }
            var isOpen = true
            // Nobody has the addresses of those.
            for slug in due where !Task.isCancelled && !slug.isSynthetic {
                // The way is closed for the others too.
                if isOpen { isOpen = await visit(slug) } else { schedule.wake(slug, at: workspace.world.now()) }
            }
            failures = isOpen ? 0 : failures + 1
            if !isOpen { try? await Task.sleep(for: .seconds(Postman.pause(after: failures))) }
        }
    }

    /// Seconds for which nothing is tried.
    static func pause(after failures: Int64) -> Int64 { min(longestPause, pause << min(failures - 1, 5)) }

    private func untilNext() -> Duration {
        guard let next = schedule.next else { return .seconds(60) }
        return .milliseconds(min(60_000, max(20, next.milliseconds - workspace.world.now().milliseconds)))
    }

    /// Sends what an agency has; false when no server takes anything.
    private func visit(_ slug: Slug) async -> Bool {
        do {
            let (next, isOpen) = try await workspace.agency(slug).deliver(by: courier)
            if let next { schedule.wake(slug, at: next) }
            return isOpen
        } catch {
            if (error as? Refusal)?.kind != .notFound { schedule.wake(slug, at: workspace.world.now().adding(seconds: 60)) }
            if !Task.isCancelled {
                workspace.log.error("mail was not sent", metadata: ["agency": "\(slug)", "error": "\(error)"])
            }
            return true
        }
    }
}
