public import Model
import Records

/// A template as a program names it.
public struct CaseTemplateDraft: Sendable, Hashable {
    let name, title, summary: String
    let stages: [String]
    let papersTitle: String
    let papersDays: Int64?
    let papers: [PaperDraft]

    /// - Parameters:
    ///   - summary: Markdown.
    ///   - stages: in their order; they differ.
    ///   - papersTitle: what the papers are for that a case begins with asking for.
    ///   - papersDays: how many days after its opening they are needed.
    public init(
        name: String, title: String = "", summary: String = "", stages: [String] = [], papersTitle: String = "",
        papersDays: Int64? = nil, papers: [PaperDraft] = []
    ) {
        (self.name, self.title, self.summary, self.stages) = (name, title, summary, stages)
        (self.papersTitle, self.papersDays, self.papers) = (papersTitle, papersDays, papers)
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
                (template.papersTitle, template.papersDays) = (draft.papersTitle, draft.papersDays)
                template.papers = draft.papers
                try connection.insert(template)
                journal.audit(actor: actor, action: "case-template.add", subject: template.id.text)
            }
        }
    }
}
