/// One matter that the agency handles for a client.
public struct Case: Hashable, Sendable {
    /// How it stands.
    public enum Status: String, Sendable, CaseIterable { case open, waiting, closed }

    /// Its identity.
    public var id: ID<Case>
    /// Whose it is.
    public var client: ID<Client>
    /// Unique in the client.
    public var slug: Slug
    /// What people call it; one line, never empty.
    public var title: String
    /// How it stands.
    public var status: Status
    /// The day on which it was opened.
    public var opened: Day
    /// The day on which it was closed; nil: it is not.
    public var closed: Day?
    /// Markdown.
    public var summary = ""
    /// The names of the steps that it goes through, in their order; they differ. Empty when it has none.
    public var stages: [String] = []
    /// Which of the stages it is in, from 0; says nothing without stages.
    public var stage: Int64 = 0
    /// The member of staff who looks after it.
    public var assignee: ID<Person>?
    /// The day by which it is to be done; the client sees it.
    public var due: Day?

    /// A case that was just opened; the rest is said later.
    public init(id: ID<Case>, client: ID<Client>, slug: Slug, title: String, status: Status, opened: Day) {
        (self.id, self.client, self.slug, self.title, self.status, self.opened) = (id, client, slug, title, status, opened)
    }

    /// The name of the stage it is in; nil without stages.
    public var currentStage: String? {
        stages.isEmpty ? nil : stages[Int(min(max(stage, 0), Int64(stages.count - 1)))]
    }

    /// Takes other stages, and stays in the one it is in when that is among them, else as far along as there are.
    public mutating func take(stages new: [String]) {
        let place = currentStage.flatMap { new.firstIndex(of: $0) }.map(Int64.init) ?? stage
        (stages, stage) = (new, new.isEmpty ? 0 : min(place, Int64(new.count - 1)))
    }
}

/// Who may see an event or a document.
public enum Visibility: String, Sendable, CaseIterable, Hashable {
    /// The client's contacts and the staff.
    case client
    /// The staff alone. Never becomes bytes of a client's page.
    case `internal`
}

/// One entry of a case's history. Never edited: a correction is a new event that names the old one.
public struct Event: Hashable, Sendable {
    /// What an entry tells.
    public enum Kind: String, Sendable, CaseIterable { case note, call, meeting, filing, milestone }

    /// Its identity.
    public var id: ID<Event>
    /// The case that it is on.
    public var caseID: ID<Case>
    /// The day, in the agency's time zone.
    public var day: Day
    /// The instant, when the time of day is known.
    public var at: Instant?
    /// What it tells.
    public var kind: Kind
    /// One line.
    public var title: String
    /// Markdown.
    public var body: String
    /// Who may see it.
    public var visibility: Visibility
    /// The event that this one corrects.
    public var corrects: ID<Event>?
    /// Who entered it, for staff to see; nil: an import.
    public var author: ID<Person>?

    /// - Parameters: as the properties.
    public init(
        id: ID<Event>, caseID: ID<Case>, day: Day, at: Instant? = nil, kind: Kind, title: String, body: String,
        visibility: Visibility, corrects: ID<Event>? = nil, author: ID<Person>? = nil
    ) {
        (self.id, self.caseID, self.day, self.at, self.kind) = (id, caseID, day, at, kind)
        (self.title, self.body, self.visibility, self.corrects) = (title, body, visibility, corrects)
        self.author = author
    }
}
