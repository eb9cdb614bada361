public import Model
import Records

extension OpenAgency {
    /// Says which agents look after a client.
    /// - Throws: `Refusal(.invalid)` for somebody who is no agent; `.conflict` when somebody has changed it since the form was
    ///   opened; `.notFound` for everybody but owners and admins.
    public func assignAgents(of slug: Slug, _ typed: Typed, by session: Session) async throws {
        guard session.isManager else { throw Refusal(.notFound, "refusal.not-found") }
        try await change { connection, journal in
            let client = try connection.client(named: slug, forStaff: session)
            let agents = try connection.people().filter { $0.role == .agent }.map(\.id)
            let chosen = Set(try typed.read { $0.choices("agents", of: agents.map(\.text)) })
            let old = try connection.agents(of: client.id)
            guard Set(old.map(\.text)) != chosen else { return }
            try typed.check(FormState(old.map(\.text).sorted()))
            for agent in agents {
                switch (old.contains(agent), chosen.contains(agent.text)) {
                case (false, true):
                    try connection.assign(agent, to: client.id)
                    journal.audit(
                        actor: session.actor, action: "assignment.add", subject: agent.text, detail: client.id.text)
                case (true, false):
                    try connection.unassign(agent, from: client.id)
                    journal.audit(
                        actor: session.actor, action: "assignment.remove", subject: agent.text, detail: client.id.text)
                default: break
                }
            }
        }
    }
}
