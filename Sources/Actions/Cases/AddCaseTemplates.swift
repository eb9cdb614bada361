public import Model
import Records

/// A template as a program names it.
public struct CaseTemplateDraft: Sendable, Hashable {
    let name, title, summary: String
    let stages: [String]

    /// - Parameters:
    ///   - summary: Markdown.
    ///   - stages: in their order; they differ.
    public init(name: String, title: String = "", summary: String = "", stages: [String] = []) {
        (self.name, self.title, self.summary, self.stages) = (name, title, summary, stages)
    }
}

extension OpenAgency {
    /// Adds those templates whose names are free: what a new agency, or the demo, begins with.
    public func addCaseTemplates(_ drafts: [CaseTemplateDraft], by actor: Actor = .operator) async throws {
        let world = world
        try await change { connection, journal in
            for draft in drafts where try connection.caseTemplate(named: draft.name) == nil {
                var template = CaseTemplate(id: world.id(), name: draft.name)
                (template.title, template.summary, template.stages) = (draft.title, draft.summary, draft.stages)
                try connection.insert(template)
                journal.audit(actor: actor, action: "case-template.add", subject: template.id.text)
            }
        }
    }
}
