import Foundation
public import Model

/// What staff say of a case; its slug, status and stage are no part of it.
public struct CaseDraft: Sendable, Hashable {
    /// One line, never empty.
    public var title: String
    /// Markdown.
    public var summary: String
    /// In their order; they differ.
    public var stages: [String]
    /// Who of the staff looks after it; nil: nobody.
    public var assignee: ID<Person>?
    /// The day by which it should be done.
    public var due: Day?

    /// Nothing yet.
    public init() { (title, summary, stages) = ("", "", []) }

    /// What a case made of a template begins with.
    public init(_ template: CaseTemplate) {
        (title, summary, stages) = (template.title, template.summary, template.stages)
    }

    /// What is said of a case that there is.
    public init(_ record: Case) {
        (title, summary, stages) = (record.title, record.summary, record.stages)
        (assignee, due) = (record.assignee, record.due)
    }

    /// Reads the fields `title`, `summary`, `stages` (one a line), `assignee`, `due`.
    init(_ form: inout TypedForm) throws {
        title = form.line("title", least: 1)
        summary = form.body("summary")
        stages = try form.value("stages", else: [], by: StageNames.read)
        (assignee, due) = (form.idIfAny("assignee"), form.dayIfAny("due"))
    }

    /// The fields of a form in which somebody wrote something of their own: what none of the templates puts there.
    public static func ownFields(_ typed: Typed, besides templates: [CaseTemplate]) -> Set<String> {
        let drafts = templates.map { CaseDraft($0) }
        let given = [
            "title": drafts.map(\.title), "summary": drafts.map(\.summary),
            "stages": drafts.map { StageNames.text($0.stages) },
        ]
        // A field of several lines is sent with other ends of lines than it was made with.
        func bare(_ text: String) -> String {
            text.replacing("\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return Set(
            given.compactMap { name, texts in
                let text = bare(typed[name] ?? "")
                return text.isEmpty || texts.contains { bare($0) == text } ? nil : name
            })
    }

    func write(to record: inout Case) {
        (record.title, record.summary, record.assignee, record.due) = (title, summary, assignee, due)
        record.take(stages: stages)
    }

    /// The names of the fields in which the other differs.
    func changes(from old: CaseDraft) -> [String] {
        let differ = [
            ("title", title != old.title), ("summary", summary != old.summary), ("stages", stages != old.stages),
            ("assignee", assignee != old.assignee), ("due", due != old.due),
        ]
        return differ.filter(\.1).map(\.0)
    }
}
