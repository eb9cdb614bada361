/// What cases of one sort begin with. A case copies it and is its own from then on.
public struct CaseTemplate: Hashable, Sendable {
    /// Its identity.
    public var id: ID<CaseTemplate>
    /// What staff choose it by.
    public var name: String
    /// The title that a case begins with; may be empty.
    public var title = ""
    /// Markdown.
    public var summary = ""
    /// The names of the stages, in their order; they differ.
    public var stages: [String] = []
    /// What the papers are for that a case begins with asking for; empty without papers.
    public var papersTitle = ""
    /// How many days after its opening they are needed; nil: on no day.
    public var papersDays: Int64?
    /// What is asked for with a case that it makes.
    public var papers: [PaperDraft] = []

    /// - Parameter name: what staff call it; the rest is said later.
    public init(id: ID<CaseTemplate>, name: String) {
        (self.id, self.name) = (id, name)
    }
}
