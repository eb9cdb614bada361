public import Model
import Records

/// What staff do with a paper that they asked for.
public enum PaperVerdict: String, Sendable, CaseIterable {
    /// They are content with it, however it came.
    case accept
    /// It must be sent, or sent again.
    case reopen
    /// It is asked for no more.
    case withdraw

    var state: Paper.State {
        switch self {
        case .accept: .accepted
        case .reopen: .open
        case .withdraw: .withdrawn
        }
    }
}

extension OpenAgency {
    /// Accepts, reopens or withdraws a paper. The answer waits for the client's pages.
    /// - Parameters:
    ///   - note: what the client reads about it; may be empty.
    ///   - version: the paper's, as the page showed it.
    /// - Returns: the paper as it is now.
    /// - Throws: `Refusal(.notFound)` when there is none for this person; `.invalid` for the note; `.conflict` when the paper
    ///   has changed since the page was made.
    @discardableResult
    public func judge(
        paper text: String, _ verdict: PaperVerdict, note: String, version: Int64, _ session: Session
    ) async throws -> Paper {
        let none = Refusal(.notFound, "refusal.not-found")
        guard let id = ID<Paper>(checking: text) else { throw none }
        let note = try MessageText.checked(note, most: 1000)
        let paper = try await change { connection, journal in
            guard let (paper, request) = try connection.paper(id),
                let person = try connection.person(session.person.id), person.epoch == session.person.epoch,
                try connection.access(of: person, to: request.client) == .staff
            else { throw none }
            // The same form twice.
            if paper.state == verdict.state, paper.note == note, paper.version == version + 1 { return paper }
            guard paper.state != verdict.state, try connection.setState(verdict.state, note: note, of: id, version: version)
            else { throw Refusal(.conflict, "refusal.paper.changed") }
            let change = Change.requests(request.client, request.caseID)
            if verdict == .withdraw { journal.withdraws(change) } else { journal.changed(change) }
            func write(action: String) {
                journal.audit(
                    actor: session.actor, action: action, subject: id.text,
                    detail: "\(paper.state.rawValue) -> \(verdict.state.rawValue)")
            }
            switch verdict {
            case .accept: write(action: "paper.accept")
            case .reopen: write(action: "paper.reopen")
            case .withdraw: write(action: "paper.withdraw")
            }
            return try connection.paper(id)?.paper ?? paper
        }
        try await settled()
        return paper
    }
}
